"""Occupational groups: application, profile, members, how they sell."""
