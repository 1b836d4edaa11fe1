"""Labour fairs and what was shown at them."""
