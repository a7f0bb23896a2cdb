"""The public name of a request: short enough to say on the telephone, not sequential."""

import re
import secrets

PATTERN = re.compile(r"^KJ-\d{4}-\d{4}$")


def _check_digit(digits: str) -> int:
    """ISO/IEC 7064 MOD 11-10: notices every single wrong digit and nearly all swapped pairs."""
    check = 10
    for digit in digits:
        check = ((check + int(digit)) % 10 or 10) * 2 % 11
    return (11 - check) % 10


def new_reference() -> str:
    """Return a random reference such as ``KJ-4821-7306``; the last digit is a check digit."""
    digits = f"{secrets.randbelow(10_000_000):07d}"
    return f"KJ-{digits[:4]}-{digits[4:]}{_check_digit(digits)}"


def is_reference(text: str) -> bool:
    """Return whether the text has the form and the right check digit."""
    if not PATTERN.match(text):
        return False
    digits = text.replace("KJ-", "").replace("-", "")
    return _check_digit(digits[:-1]) == int(digits[-1])
