"""Who may come in by which door: one module a desk, one line an endpoint. See doors.py."""
