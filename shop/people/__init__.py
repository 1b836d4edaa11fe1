"""Accounts, sign-in, roles and offices."""
