"""What buyers say of what they received: stars, words and photos, looked at by an official first; what its group answers."""
