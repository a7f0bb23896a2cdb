"""testssl against nginx with the sample of deploy/nginx, before a site with the settings of a real one.

Run: make tls (TESTSSL=/path/to/testssl, 3.2 or newer: only that gives a grade; Debian 13 has it).
Writes var/reports/tls.json; ends with 1 below grade A
and for a finding that no reason explains.
"""

import datetime
import json
import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import ExtendedKeyUsageOID, NameOID

from audit.site import FOLDER, running_site
from benchmarks.load import proxy
from scripts.paths import VAR

REPORT = VAR / "reports/tls.json"
GOOD = {"A", "A+"}
# What testssl calls harmless; everything above is a finding.
HARMLESS = {"OK", "INFO", "DEBUG", "WARN"}
# {id: why it is none}
EXPLAINED = {
    "cert_revocation": "the authority lives for this test; Let's Encrypt names its lists",
    "DNS_CAArecord": "localhost has no DNS; docs/operations/install.md tells of the record",
    "BREACH": "asked of the public home page; private pages are not packed (deploy/nginx)",
}


def main() -> int:
    """Return 0 for grade A or better without findings that no reason explains."""
    testssl = program()
    folder = FOLDER / "tls"
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir(parents=True)
    with running_site() as site:
        before = _Chained(folder, site.url)
        before.start()
        try:
            said = folder / "testssl.json"
            subprocess.run(
                [testssl, "--quiet", "--color", "0", "--warnings", "off", "--add-ca",
                 str(before.folder / "ca.pem"), "--ip", "127.0.0.1", "--jsonfile", str(said),
                 f"localhost:{before.port}"],
                check=False, stdout=subprocess.DEVNULL,
            )  # fmt: skip
        finally:
            before.stop()
    rows = {row["id"]: row for row in json.loads(said.read_text())}
    grade = rows.get("overall_grade", {}).get("finding", "none")
    findings = [
        f"{name}: {row['severity']} {row['finding'][:150]}"
        for name, row in rows.items()
        if row["severity"] not in HARMLESS and name not in EXPLAINED
    ]
    report = {
        "date": datetime.datetime.now(datetime.UTC).isoformat(timespec="seconds"),
        "testssl": version(testssl),
        "grade": grade,
        "findings": len(findings),
        "open": findings,
        "explained": sorted(EXPLAINED.keys() & rows.keys()),
        "missed": [*([] if grade in GOOD else ["grade"]), *(["findings"] if findings else [])],
    }
    REPORT.parent.mkdir(parents=True, exist_ok=True)
    REPORT.write_text(json.dumps(report, indent=1) + "\n")
    print("\n".join(findings))
    print(f"grade {grade} by testssl {report['testssl']}: {REPORT}")
    return 1 if report["missed"] else 0


def program() -> str:
    """Return the path of testssl; raises SystemExit without one that gives grades."""
    found = os.environ.get("TESTSSL") or shutil.which("testssl") or shutil.which("testssl.sh")
    if not found:
        raise SystemExit("Please install testssl.sh 3.2 or newer, or set TESTSSL to its path.")
    if tuple(map(int, version(found).split("."))) < (3, 2):
        raise SystemExit(f"{found} is {version(found)}; only 3.2 and newer give a grade.")
    return found


def version(testssl: str) -> str:
    """Return its number, as in 3.2.1."""
    said = subprocess.run([testssl, "--version"], capture_output=True, text=True, check=False)
    number = re.search(r"(\d+\.\d+(?:\.\d+)?)", re.sub(r"\x1b\[[\d;]*m", "", said.stdout))
    return number.group(1) if number else "0"


class _Chained(proxy.Proxy):
    """With a certificate that an authority (of this moment) signed, as on a real site."""

    def certificate(self) -> None:
        authority, leaf = (ec.generate_private_key(ec.SECP256R1()) for _ in range(2))
        signed = _signed("Authority of a test", authority, "Authority of a test", authority)
        _write(self.folder / "ca.pem", signed.public_bytes(serialization.Encoding.PEM))
        certificate = _signed("localhost", leaf, "Authority of a test", authority)
        _write(self.folder / "cert.pem", certificate.public_bytes(serialization.Encoding.PEM))
        private = leaf.private_bytes(
            serialization.Encoding.PEM,
            serialization.PrivateFormat.PKCS8,
            serialization.NoEncryption(),
        )
        _write(self.folder / "key.pem", private)


def _signed(
    subject: str, key: ec.EllipticCurvePrivateKey, issuer: str, by: ec.EllipticCurvePrivateKey
) -> x509.Certificate:
    """Return a certificate for 90 days, as Let's Encrypt gives; for an authority when it is its own."""
    authority = subject == issuer
    now = datetime.datetime.now(datetime.UTC)
    building = (
        x509.CertificateBuilder()
        .subject_name(x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, subject)]))
        .issuer_name(x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, issuer)]))
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(now - datetime.timedelta(hours=1))
        .not_valid_after(now + datetime.timedelta(days=90))
        .add_extension(
            x509.BasicConstraints(ca=authority, path_length=0 if authority else None), critical=True
        )
        .add_extension(x509.SubjectKeyIdentifier.from_public_key(key.public_key()), critical=False)
        .add_extension(
            x509.AuthorityKeyIdentifier.from_issuer_public_key(by.public_key()), critical=False
        )
    )
    if not authority:
        building = building.add_extension(
            x509.SubjectAlternativeName([x509.DNSName("localhost")]), critical=False
        ).add_extension(x509.ExtendedKeyUsage([ExtendedKeyUsageOID.SERVER_AUTH]), critical=False)
    return building.sign(by, hashes.SHA256())


def _write(path: Path, content: bytes) -> None:
    path.touch(mode=0o600)
    path.write_bytes(content)


if __name__ == "__main__":
    FOLDER.mkdir(parents=True, exist_ok=True)
    sys.exit(main())
