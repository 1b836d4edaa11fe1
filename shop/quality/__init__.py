"""How good what groups show is: a score anybody can follow, what mends it first, what was advised, and trainings that help."""
