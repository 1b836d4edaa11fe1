"""Thai text, Thai dates, and words cut from text that has no spaces: one door to the three."""

from shop.kernel.thai.clusters import begins_cluster
from shop.kernel.thai.dates import (
    BadDate,
    ago,
    fiscal_year,
    fiscal_year_dates,
    format_date,
    format_datetime,
    format_time,
    parse_date,
)
from shop.kernel.thai.highlight import marked
from shop.kernel.thai.latin import fold_latin, latin_keys
from shop.kernel.thai.sound import fold_normal, fold_sound
from shop.kernel.thai.text import (
    has_letter_or_digit,
    letters_alone,
    normalise,
    slugify,
    thai_digits_to_arabic,
    tidy,
)
from shop.kernel.thai.words import cut, parts, words

__all__ = [
    "BadDate",
    "ago",
    "begins_cluster",
    "cut",
    "fiscal_year",
    "fiscal_year_dates",
    "fold_latin",
    "fold_normal",
    "fold_sound",
    "format_date",
    "format_datetime",
    "format_time",
    "has_letter_or_digit",
    "latin_keys",
    "letters_alone",
    "marked",
    "normalise",
    "parse_date",
    "parts",
    "slugify",
    "thai_digits_to_arabic",
    "tidy",
    "words",
]
