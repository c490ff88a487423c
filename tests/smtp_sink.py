"""A mail server that keeps what it is sent, or refuses it: real SMTP on a real socket."""

from email import message_from_bytes
from email import policy
from socketserver import StreamRequestHandler
from socketserver import ThreadingTCPServer
from threading import Thread
import time


class _Talk(StreamRequestHandler):
    def handle(self):
        self._say("220 sink")
        to = []
        for line in self.rfile:
            verb = line[:4].upper()
            if verb == b"QUIT":
                self._say("221 bye")
                return
            if verb == b"MAIL" and self.server.sink.refusing:
                self._say("451 later")
            elif verb == b"RCPT":
                to.append(line.decode().partition("<")[2].partition(">")[0])
                self._say("250 ok")
            elif verb == b"DATA":
                self._say("354 go on")
                self._keep(to)
                to = []
            else:
                self._say("250 ok")

    def _keep(self, to: list[str]):
        lines = []
        for line in self.rfile:
            if line == b".\r\n":
                break
            lines.append(line.removeprefix(b".") if line.startswith(b"..") else line)
        self.server.sink.raw = b"".join(lines)
        self.server.sink.received.append((to, message_from_bytes(b"".join(lines), policy=policy.default)))
        self._say("250 kept")

    def _say(self, text: str):
        self.wfile.write(f"{text}\r\n".encode())


class SmtpSink:
    """``received``: recipients and message of each mail, as they came; ``raw``: bytes of the last."""

    def __init__(self):
        self.raw = b""
        self.received = []
        self.refusing = False
        self.server = ThreadingTCPServer(("localhost", 0), _Talk)
        self.server.daemon_threads = True
        self.server.sink = self
        self.port = self.server.server_address[1]
        Thread(target=self.server.serve_forever, daemon=True).start()

    def wait(self, count: int, seconds: float = 20) -> list:
        """The mails, once there are so many."""
        end = time.monotonic() + seconds
        while len(self.received) < count and time.monotonic() < end:
            time.sleep(0.05)
        assert len(self.received) == count, [str(mail["Subject"]) for _to, mail in self.received]
        return self.received

    def to(self, address: str) -> list:
        """Messages for one address."""
        return [mail for to, mail in self.received if address in to]

    def close(self):
        self.server.shutdown()
        self.server.server_close()
