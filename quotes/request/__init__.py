"""The three pages of a request, confirmation, and asking for the link again."""
