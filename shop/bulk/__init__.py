"""Products brought in from a list: read, checked row by row, written in batches."""
