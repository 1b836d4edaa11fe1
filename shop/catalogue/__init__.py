"""Products, variants, revisions, photos, categories, standards and stock movements."""
