"""What the commands that serve share: the port they listen on, and how they stop."""

import asyncio
import errno
import signal
import socket
from contextlib import suppress
from dataclasses import dataclass
from ipaddress import ip_address


@dataclass(frozen=True, slots=True, kw_only=True)
class Address:
    """Where to listen."""

    host: str
    port: int

    def listen(self) -> socket.socket:
        """Take the port; raises OSError."""
        family = socket.AF_INET6 if ":" in self.host else socket.AF_INET
        return socket.create_server((self.host, self.port), family=family)

    def address(self, port: int) -> str:
        """What to type into a browser."""
        host = {"0.0.0.0": "127.0.0.1", "::": "::1"}.get(self.host, self.host)  # noqa: S104 - compared
        return f"http://[{host}]:{port}" if ":" in host else f"http://{host}:{port}"

    def problem(self, error: OSError, *, elsewhere: str) -> str:
        """Why nothing can be served there; `elsewhere` says how to choose another port."""
        if error.errno == errno.EADDRINUSE:
            return f"Port {self.port} is in use already. Stop what uses it, or {elsewhere}"
        if error.errno == errno.EACCES:
            return f"Port {self.port} needs more rights. Choose one from 1024 on: {elsewhere}"
        return f"Can't listen on {self.host}, port {self.port}: {error.strerror or error}."

    @property
    def reaches_others(self) -> bool:
        """Whether other machines can come in."""
        try:
            return not ip_address(self.host).is_loopback
        except ValueError:
            return self.host != "localhost"


def on_signal() -> asyncio.Event:
    """Give an event that is set when somebody wants it to stop; asking twice stops it hard."""
    stop = asyncio.Event()
    loop = asyncio.get_running_loop()

    def asked(number: int) -> None:
        stop.set()
        loop.remove_signal_handler(number)

    for number in (signal.SIGINT, signal.SIGTERM):
        with suppress(NotImplementedError):  # on Windows Ctrl-C ends it as it ends any program
            loop.add_signal_handler(number, asked, number)
    return stop
