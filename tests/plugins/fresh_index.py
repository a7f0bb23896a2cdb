"""Tests write rows behind the actions' back: then the search index must be built anew.

(Of the site itself every write ends with ``public_change``: tests/clinics/test_public_changes.py.)
"""

import re

from django.db import connections
from django.db.backends.signals import connection_created

from clinics.search import live

_WRITES = re.compile(r'\s*(?:INSERT INTO|UPDATE|DELETE FROM|TRUNCATE)\s+"?clinics_', re.IGNORECASE)
watching = True  # off where a test is about what the site does by itself


def _watch(execute, sql, params, many, context):
    if watching and _WRITES.match(sql):
        live.forget()
    return execute(sql, params, many, context)


def _wrap(connection, **_kwargs) -> None:
    if _watch not in connection.execute_wrappers:
        # First, for others take theirs off again from the end.
        connection.execute_wrappers.insert(0, _watch)


def build_after_each_write() -> None:
    connection_created.connect(_wrap, dispatch_uid="fresh index")
    for connection in connections.all(initialized_only=True):
        _wrap(connection)
