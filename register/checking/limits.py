"""How much the check page and its API take at a time."""

LONGEST_QUERY = 1_000
"""Characters of a text in the address."""
LONGEST_TEXT = 200_000
"""Bytes (UTF-8) of a posted text."""
LONGEST_CLINIC = 200


def is_too_long(text: str, *, posted: bool) -> bool:
    if posted:
        return len(text) > LONGEST_TEXT or len(text.encode("utf-8", "replace")) > LONGEST_TEXT
    return len(text) > LONGEST_QUERY
