"""What a person keeps an eye on: groups they follow, products they wish for. A group sees how many, never who."""
