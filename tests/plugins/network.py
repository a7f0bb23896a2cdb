"""No test reaches another computer."""

import ipaddress
import socket


class NetworkRefused(AssertionError):
    """A test tried to reach another host."""


def _is_local(sock: socket.socket, address: object) -> bool:
    if sock.family not in (socket.AF_INET, socket.AF_INET6):
        return True
    host = str(address[0]) if isinstance(address, tuple) else str(address)
    if host in ("", "localhost"):
        return True
    try:
        return ipaddress.ip_address(host.partition("%")[0]).is_loopback
    except ValueError:
        return False


def block() -> None:
    """Refuse every connection that does not stay on this computer."""
    if getattr(socket.socket, "_kakunin_blocked", False):
        return
    connect, connect_ex = socket.socket.connect, socket.socket.connect_ex

    def guarded_connect(self, address):
        if not _is_local(self, address):
            raise NetworkRefused(f"a test may not reach {address!r}")
        return connect(self, address)

    def guarded_connect_ex(self, address):
        if not _is_local(self, address):
            raise NetworkRefused(f"a test may not reach {address!r}")
        return connect_ex(self, address)

    socket.socket.connect = guarded_connect  # type: ignore[method-assign]
    socket.socket.connect_ex = guarded_connect_ex  # type: ignore[method-assign]
    socket.socket._kakunin_blocked = True  # type: ignore[attr-defined]
