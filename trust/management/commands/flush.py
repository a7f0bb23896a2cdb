from typing import Any

from django.core.management.commands import flush
from django.db import connections, transaction

from trust import triggers


class Command(flush.Command):
    """Django's flush, which empties *all* tables, also past the access log's triggers.

    PostgreSQL empties by TRUNCATE, which row triggers do not see; SQLite deletes row by row.
    """

    def handle(self, **options: Any) -> None:  # type: ignore[override]
        connection = connections[options["database"]]
        if connection.vendor != "sqlite" or not triggers.installed(connection):
            super().handle(**options)
            return
        with transaction.atomic(using=options["database"]):
            triggers.remove(connection)
            super().handle(**options)
            triggers.install(connection)
