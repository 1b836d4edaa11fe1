"""The rules of payouts."""
