"""What a page of an address gets to read."""

from urllib.parse import urlsplit

from django.http import QueryDict


def query_dict(address: str) -> QueryDict:
    return QueryDict(urlsplit(address).query)
