"""What is decided was read."""


class NotSeen(Exception):
    """It changed after the person looked at it: what would be decided was never read."""
