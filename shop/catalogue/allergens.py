"""What a food must say it contains, by key.

Ministry of Public Health, notification on labels of prepackaged foods: the foods and substances that may cause
hypersensitivity. Molluscs and sesame are asked for too, since buyers abroad and visitors look for them.
"""

ALLERGENS = (
    "gluten",  # wheat, rye, barley, oats, spelt
    "crustaceans",
    "molluscs",
    "fish",
    "eggs",
    "peanuts",
    "soybeans",
    "milk",  # lactose too
    "tree_nuts",
    "sesame",
    "sulphites",  # 10 mg/kg or more
)
