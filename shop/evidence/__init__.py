"""Photos that people show to few: of what is wrong, of a transfer, of what was received, with a message."""
