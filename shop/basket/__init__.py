"""What a buyer intends to buy."""
