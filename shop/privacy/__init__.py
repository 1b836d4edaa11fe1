"""What a person may have taken out of the market."""
