"""What is owed to each group, and the batches that pay it."""
