"""Finding products: what each is found by, the question, and the rows that lists are made of."""
