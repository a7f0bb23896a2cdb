"""Write the settings of a new site, with fresh keys. Standard library only.

Run: python3 -m scripts.new_settings clinics.example.org --operator-name … > kakunin.env
The file is read by systemd, by a shell and by Docker, so a value must not need any escape.
"""

import argparse
import base64
import re
import secrets
import sys

NAME = re.compile(
    r"(?=.{4,253}$)([a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?\.)+[a-z][a-z0-9-]{0,61}[a-z0-9]"
)
NOT_IN_QUOTES = set("\"'$`\\!#\n\r")


def main() -> int:
    """Print the file; return 1 with one line on the error output when a value will not do."""
    given = _parser().parse_args()
    if not NAME.fullmatch(given.host):
        print(f"{given.host}: give the name only, such as clinics.example.org", file=sys.stderr)
        return 1
    values = settings(given)
    bad = [name for name, value in values.items() if NOT_IN_QUOTES & set(value)]
    if bad:
        print(f"{', '.join(bad)}: no quotes, $, `, !, # or \\ please", file=sys.stderr)
        return 1
    print("# Settings of this site; .env.example explains each. KEEP A COPY AWAY FROM THE BACKUPS.")
    print("\n".join(f'{name}="{value}"' for name, value in values.items()))
    return 0


def settings(given: argparse.Namespace) -> dict[str, str]:
    key = base64.b64encode(secrets.token_bytes(32)).decode()
    return {
        "SECRET_KEY": secrets.token_urlsafe(64),
        "DIGEST_KEY": secrets.token_urlsafe(48),
        "FIELD_KEYS": f"k1:{key}",
        "SITE_URL": f"https://{given.host}",
        "ALLOWED_HOSTS": given.host,
        "OPERATOR_NAME": given.operator_name,
        "OPERATOR_ADDRESS": given.operator_address,
        "OPERATOR_EMAIL": given.operator_email,
        "HTTPS": "1",
        "TRUSTED_PROXIES": "1",
        "DATABASE_URL": given.database_url,
        "EMAIL_HOST": "localhost",
        "EMAIL_PORT": "25",
        "STATIC_ROOT": "/var/lib/kakunin/static",
        "PRIVATE_ROOT": "/var/lib/kakunin/private",
        "MEDIA_ROOT": "/var/lib/kakunin/media",
        "BACKUP_FOLDER": "/var/backups/kakunin",
        "BACKUP_RECIPIENT": given.backup_recipient,
    }


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(description="Print the settings of a new site.")
    parser.add_argument("host", help="the site's public name, such as clinics.example.org")
    for name in ("name", "address", "email"):
        parser.add_argument(f"--operator-{name}", required=True)
    parser.add_argument("--backup-recipient", required=True, help="the age public key, age1…")
    parser.add_argument(
        "--database-url",
        default="postgres:////run/postgresql/kakunin",
        help="default: the database on this machine, by its local socket, without a password",
    )
    return parser


if __name__ == "__main__":
    sys.exit(main())
