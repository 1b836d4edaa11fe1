"""What is told to whom, and whether it arrived."""
