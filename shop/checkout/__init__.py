"""Turns a basket into orders and their payments, once."""
