"""Run the import contracts of pyproject.toml (import-linter has no ``python -m``)."""

import sys

from importlinter.cli import lint_imports

from scripts.paths import ROOT

if __name__ == "__main__":
    sys.path.insert(0, str(ROOT))
    sys.exit(lint_imports(config_filename=str(ROOT / "pyproject.toml"), no_cache=True))
