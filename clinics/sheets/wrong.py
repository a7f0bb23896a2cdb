class WrongFile(ValueError):
    """The file cannot be read as the table asked for; the text says why, for a person."""
