"""Discord's front door on the loopback: what it answers over HTTP before a connection."""

import json
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

TOKEN = "DISCORD_BOT_TOKEN=hunter2.hunter2.hunter2"  # noqa: S105 - of nobody
GUILD, CHANNEL, HEED = "100000000000000001", "100000000000000002", "90"
MEMBERS_LIMITED, CONTENT_LIMITED = 1 << 15, 1 << 19
"""The flags by which a small application has its privileged intents switched on."""
USER = {"id": HEED, "username": "heed", "discriminator": "0", "avatar": None, "bot": True}


def _application(flags: int) -> dict[str, Any]:
    return {
        "id": "91",
        "name": "Heed",
        "description": "",
        "icon": None,
        "bot_public": True,
        "bot_require_code_grant": False,
        "owner": USER,
        "summary": "",
        "verify_key": "",
        "team": None,
        "flags": flags,
    }


def _answers() -> dict[str, tuple[int, Any]]:
    return {
        "/users/@me": (200, USER),
        "/oauth2/applications/@me": (200, _application(MEMBERS_LIMITED | CONTENT_LIMITED)),
        "/users/@me/guilds": (200, []),
        "/gateway/bot": (200, {"url": "ws://127.0.0.1:9", "shards": 1, "session_start_limit": {}}),
    }


@dataclass
class DiscordDoor:
    """What it says to each path; `asked` holds what was asked."""

    url: str = ""
    answers: dict[str, tuple[int, Any]] = field(default_factory=_answers)
    asked: list[str] = field(default_factory=list)

    @property
    def setting(self) -> str:
        """The line that leads Heed here."""
        return f"HEED_DISCORD_API_URL={self.url}"

    def refuse(self) -> None:
        """Know no token from now on."""
        self.answers["/users/@me"] = (401, {"message": "401: Unauthorized", "code": 0})

    def switch(self, flags: int) -> None:
        """Let the application have these flags."""
        self.answers["/oauth2/applications/@me"] = (200, _application(flags))


@contextmanager
def discord_door() -> Iterator[DiscordDoor]:
    """The door, as long as the block lasts."""
    made = DiscordDoor()
    server = ThreadingHTTPServer(("127.0.0.1", 0), _handler(made))
    made.url = f"http://127.0.0.1:{server.server_address[1]}/api/v10"
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    try:
        yield made
    finally:
        server.shutdown()
        server.server_close()
        thread.join()


def _handler(door: DiscordDoor) -> type[BaseHTTPRequestHandler]:
    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            path = self.path.removeprefix("/api/v10").partition("?")[0]
            door.asked.append(path)
            status, said = door.answers.get(path, (404, {"message": "Not Found", "code": 10003}))
            body = json.dumps(said).encode()
            self.send_response(status)
            # The library reads an answer as JSON only with exactly this type.
            self.send_header("Content-Type", "application/json")
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, *_args: object) -> None:
            """Say nothing."""

    return Handler
