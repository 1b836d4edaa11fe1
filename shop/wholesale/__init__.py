"""Orders of many pieces: a buyer asks several groups, they quote, and a quote that is accepted becomes an order."""
