"""Exhibitor lists: the workbook an office keeps of a fair, read by meaning, and the groups, booths and drafts it becomes."""
