"""Recalls: what was taken back from buyers, told to each who bought it, and written down for everybody to read, for good."""
