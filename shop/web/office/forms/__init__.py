"""The forms of the officials' desk, a module a noun."""
