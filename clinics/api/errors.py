"""What a program is told when it asks for something we do not have."""

from collections.abc import Iterable

from django.http import JsonResponse
from django.utils.translation import gettext as _


class BadParameter(ValueError):
    """A parameter or value nobody knows: 400 with its name and what is allowed."""

    def __init__(self, parameter: str, allowed: Iterable[str], message: str = "") -> None:
        super().__init__(parameter)
        self.parameter = parameter
        self.allowed = list(allowed)
        self.message = message or _("We do not know this value.")


class NotListed(LookupError):
    """Nothing public has this id: 404."""


def answer(error: BadParameter | NotListed) -> JsonResponse:
    """Return the error as JSON: {"error", "parameter", "allowed"} or {"error"}."""
    if isinstance(error, NotListed):
        return json({"error": _("Nothing is listed here.")}, status=404)
    body = {"error": error.message, "parameter": error.parameter, "allowed": error.allowed}
    return json(body, status=400)


def json(body: dict, status: int = 200) -> JsonResponse:
    return JsonResponse(body, status=status, json_dumps_params={"ensure_ascii": False})
