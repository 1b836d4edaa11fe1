"""What stands where somebody's words were: kept in their column, so that every page shows it and nothing else is left."""

AT_REQUEST = "(ลบตามคำขอ)"
BY_THE_OFFICE = "(เจ้าหน้าที่เอาข้อความนี้ออก)"
ERASED = (AT_REQUEST, BY_THE_OFFICE)


def unmarked(words: str) -> str:
    """The words as they are typed anew: a marker that stood in the form is nobody's words."""
    return "" if words.strip() in ERASED else words
