"""A stranger's file as an answer: always a download, never a page of ours."""

from django.http import HttpResponse

from trust.uploads.kinds import BY_CODE

# Nothing in it runs or loads even where a browser shows it all the same.
POLICY = "sandbox; default-src 'none'"


def as_download(content: bytes, *, kind: str, name: str) -> HttpResponse:
    """``name`` is ours (ASCII, without ending), never the sender's."""
    known = BY_CODE[kind]
    response = HttpResponse(content, content_type=known.content_type)
    response["Content-Disposition"] = f'attachment; filename="{name}.{known.endings[0]}"'
    response["Content-Security-Policy"] = POLICY
    response["X-Content-Type-Options"] = "nosniff"
    response["Cache-Control"] = "no-store, private"
    response["Cross-Origin-Resource-Policy"] = "same-origin"
    return response
