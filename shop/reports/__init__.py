"""What people report to the office: one case for each thing, its voices, the group's side, and what was decided."""
