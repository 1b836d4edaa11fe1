"""One module per noun; each registers itself with shop.jobs.registry."""
