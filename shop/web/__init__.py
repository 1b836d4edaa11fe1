"""The desks: where people and programs come in. HTTP, forms and templates, nothing else."""
