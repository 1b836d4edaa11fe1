"""Charges, refunds and the ledger: every verb that moves money."""
