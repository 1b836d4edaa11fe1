"""The demonstration market: groups, products, orders and pictures made up for it."""
