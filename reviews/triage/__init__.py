"""Flags for the moderator: what in a review's text deserves a look, with the words marked.

Explainable rules only (``rules``), no outside service. A flag never refuses anything; a text
without flags is not thereby fit to publish.
"""

from reviews.triage.engine import Flag, Span, find_flags
from reviews.triage.pace import burst, bursts

__all__ = ["Flag", "Span", "burst", "bursts", "find_flags"]
