"""Submissions, checklists, decisions and advice: nothing is on sale that nobody looked at."""
