"""One line for each thing that an installation needs, with how to mend what fails."""

import json
from argparse import ArgumentParser
from dataclasses import asdict
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError

from operations.install import served, service_checks, settings_checks
from operations.install.findings import run


class Command(BaseCommand):
    """``manage.py verify_install``; changes nothing and sends nothing but questions."""

    help = "Check settings, permissions, services and the site as served; exit 1 on a failure."
    requires_system_checks: list[str] = []

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--url", default=settings.SITE_URL, help="where the site answers")
        parser.add_argument("--no-url", action="store_true", help="do not ask the site")
        parser.add_argument("--certificate", help="a file with the authority to trust")
        parser.add_argument("--json", action="store_true", help="one JSON object instead of lines")

    def handle(self, *args: Any, **options: Any) -> None:
        checks = {**settings_checks.CHECKS, **service_checks.CHECKS}
        if not options["no_url"]:
            checks |= served.checks(options["url"], options["certificate"])
        found = list(run(checks))
        failed = [finding.name for finding in found if finding.state == "fail"]
        if options["json"]:
            rows = [asdict(finding) for finding in found]
            self.stdout.write(json.dumps({"failed": failed, "checks": rows}))
        else:
            for finding in found:
                self.stdout.write(str(finding))
        if failed:
            raise CommandError(f"{len(failed)} of {len(found)} checks failed: {', '.join(failed)}")
