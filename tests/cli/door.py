"""Slack's front door on the loopback: it answers what commands ask with a token before a start."""

import json
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

from adapters.slack.manifest import SCOPES

BOT = "SLACK_BOT_TOKEN=xoxb-hunter2"
APP = "SLACK_APP_TOKEN=xapp-hunter2"


def _answers() -> dict[str, Any]:
    return {
        "auth.test": {
            "ok": True,
            "team": "Town",
            "team_id": "T1",
            "user_id": "UHEED",
            "bot_id": "BHEED",
        },
        "apps.connections.open": {"ok": True, "url": "ws://127.0.0.1:9/"},
        "users.conversations": {"ok": True, "channels": [{"id": "C1"}]},
        "conversations.open": {"ok": True, "channel": {"id": "D1"}},
    }


@dataclass
class Door:
    """What it says to each method, and with which scopes; `asked` holds what was asked."""

    url: str = ""
    answers: dict[str, Any] = field(default_factory=_answers)
    scopes: str | None = ",".join(SCOPES)
    asked: list[str] = field(default_factory=list)

    @property
    def setting(self) -> str:
        """The line that leads Heed here."""
        return f"HEED_SLACK_API_URL={self.url}"

    def refuse(self, method: str, error: str) -> None:
        """Say no from now on."""
        self.answers[method] = {"ok": False, "error": error}


@contextmanager
def door() -> Iterator[Door]:
    """The door, as long as the block lasts."""
    made = Door()
    server = ThreadingHTTPServer(("127.0.0.1", 0), _handler(made))
    made.url = f"http://127.0.0.1:{server.server_address[1]}/api"
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    try:
        yield made
    finally:
        server.shutdown()
        server.server_close()
        thread.join()


def _handler(door: Door) -> type[BaseHTTPRequestHandler]:
    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            self.rfile.read(int(self.headers.get("Content-Length", "0")))
            method = self.path.partition("?")[0].rpartition("/")[2]
            door.asked.append(method)
            body = json.dumps(door.answers[method]).encode()
            self.send_response(200)
            self.send_header("Content-Type", "application/json; charset=utf-8")
            self.send_header("Content-Length", str(len(body)))
            if door.scopes is not None:
                self.send_header("x-oauth-scopes", door.scopes)
            self.end_headers()
            self.wfile.write(body)

        do_GET = do_POST  # noqa: N815 - the base class calls it so

        def log_message(self, *_args: object) -> None:
            """Say nothing."""

    return Handler
