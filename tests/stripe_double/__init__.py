"""A server that speaks Stripe's API: for tests and for the demonstration, where no money moves. See README.md."""
