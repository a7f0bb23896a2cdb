from pathlib import Path


class ContentError(Exception):
    """A content file is wrong. The text names the file and what to change."""

    def __init__(self, path: Path, problem: str) -> None:
        super().__init__(f"{path.name}: {problem}")
        self.path = path
        self.problem = problem
