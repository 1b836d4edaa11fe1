"""Finding products: the words a product is found by, and the question."""
