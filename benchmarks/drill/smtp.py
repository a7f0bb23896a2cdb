"""A mail server on loopback that can be up, refusing, hanging, or answer "try later"."""

import contextlib
import re
import socket
import socketserver
import threading
from dataclasses import dataclass
from email import message_from_bytes
from email.message import Message

MODES = ("up", "refusing", "hanging", "later")
LONGEST_HANG = 40


@dataclass(frozen=True)
class Mail:
    to: str
    message_id: str
    raw: bytes

    @property
    def message(self) -> Message:
        return message_from_bytes(self.raw)

    def text(self) -> str:
        """Subject and all parts, decoded."""
        parts = [part.get_payload(decode=True) or b"" for part in self.message.walk()]
        return "\n".join([str(self.message["Subject"]), *(part.decode() for part in parts)])


class Sink:
    """Keeps what it accepted in ``mails``."""

    def __init__(self) -> None:
        self.mails: list[Mail] = []
        self.mode = "up"
        self.released = threading.Event()
        self._server: socketserver.ThreadingTCPServer | None = None
        with socket.socket() as probe:
            probe.bind(("127.0.0.1", 0))
            self.port = int(probe.getsockname()[1])
        self._open()

    def switch(self, mode: str) -> None:
        """Change how connections are met from now on."""
        self.mode = mode
        self.released.set()
        if mode == "refusing":
            self.close()
        elif self._server is None:
            self._open()
        if mode == "hanging":
            self.released = threading.Event()

    def close(self) -> None:
        if self._server is not None:
            self._server.shutdown()
            self._server.server_close()
            self._server = None

    def _open(self) -> None:
        sink = self

        class Handler(socketserver.StreamRequestHandler):
            timeout = LONGEST_HANG

            def handle(self) -> None:
                with contextlib.suppress(OSError):
                    if sink.mode == "hanging":
                        sink.released.wait(LONGEST_HANG)
                    else:
                        sink.converse(self)

        class Server(socketserver.ThreadingTCPServer):
            allow_reuse_address = True
            daemon_threads = True

        self._server = Server(("127.0.0.1", self.port), Handler)
        threading.Thread(target=self._server.serve_forever, args=(0.05,), daemon=True).start()

    def converse(self, handler: socketserver.StreamRequestHandler) -> None:
        """Speak as much of RFC 5321 as a sender needs."""

        def say(line: str) -> None:
            handler.wfile.write(f"{line}\r\n".encode())

        to = ""
        say("220 sink")
        while line := handler.rfile.readline().decode("ascii", "replace").strip():
            verb = line[:4].upper()
            if verb == "RCPT":
                to = "".join(re.findall(r"<(.+?)>", line)[:1])
                say(f"451 4.7.1 <{to}> later please" if self.mode == "later" else "250 ok")
            elif verb == "DATA":
                say("354 go on")
                self._keep(to, handler)
                say("250 ok")
            elif verb == "QUIT":
                say("221 bye")
                return
            else:
                say("250 ok")

    def _keep(self, to: str, handler: socketserver.StreamRequestHandler) -> None:
        lines = []
        while (line := handler.rfile.readline()) not in {b".\r\n", b""}:
            lines.append(line[1:] if line.startswith(b"..") else line)
        raw = b"".join(lines)
        self.mails.append(Mail(to, str(message_from_bytes(raw)["Message-ID"]).strip(), raw))
