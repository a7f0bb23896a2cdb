"""Read what a visitor pasted: numbers decoded, names looked up, phrases explained.

Used by the check page and its API. Nothing is stored and nothing is logged.
"""

from register.checking.checked import Checked, Explained, check_text

__all__ = ["Checked", "Explained", "check_text"]
