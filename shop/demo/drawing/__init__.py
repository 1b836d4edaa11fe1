"""How the demonstration's pictures are drawn: a brush, the things beside a product, and the products themselves."""
