"""Where things stand in the working tree."""

from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
VAR = ROOT / "var"
STAMPS = VAR / "stamps"
VENV = ROOT / ".venv"
VENV_PYTHON = VENV / "bin" / "python"

# The packages of the application itself, top layer first.
APPS = [
    "operations",
    "pages",
    "quotes",
    "reviews",
    "register",
    "guides",
    "clinics",
    "staff",
    "trust",
    "ui",
]
