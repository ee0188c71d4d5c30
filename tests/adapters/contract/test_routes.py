"""Every route of every server: it stands on the page, asks for what it says, has its limits."""

import ast
import asyncio
import io
from collections.abc import AsyncIterator
from contextlib import AsyncExitStack
from pathlib import Path
from typing import Final

import pytest
import pytest_asyncio
from aiohttp import web
from aiohttp.test_utils import TestClient, TestServer

from adapters.board.tickets import AT_MOST
from adapters.slack import http
from adapters.slack.flood import Bucket
from adapters.web import guard, server
from tests import ROOT
from tests.adapters.contract.routes import PAGE, SAID, Asks, Route, Server, built, everything, page

Client = TestClient[web.Request, web.Application]

# How a route answers whoever brings nothing of what it asks for.
REFUSES: Final = {
    Asks.SIGNATURE: 401,
    Asks.STATE: 400,
    Asks.TICKET: 403,
    Asks.PASS: 403,
    Asks.SEAT: 401,
    Asks.ADDRESS: 421,
}
CASES: Final = [(which, route) for which in Server for route in SAID[which]]
CHANGES: Final = [(which, route) for which, route in CASES if route[0] != "GET"]


@pytest_asyncio.fixture(name="clients", scope="module", loop_scope="module")
async def _clients(tmp_path_factory: pytest.TempPathFactory) -> AsyncIterator[dict[Server, Client]]:
    """Somebody whom no server knows."""
    folder = tmp_path_factory.mktemp("servers")
    async with AsyncExitStack() as stack:
        clients = {}
        for which in Server:
            app = await stack.enter_async_context(built(which, folder))
            clients[which] = await stack.enter_async_context(TestClient(TestServer(app)))
        yield clients


pytestmark = pytest.mark.asyncio(loop_scope="module")


def _filled(route: Route) -> str:
    """The route's path with something in each of its places."""
    path = route[1].replace("{name}", "board.js").replace("{form}", "md")
    for place in ("{pass}", "{message}"):
        path = path.replace(place, "AAAAAAAAAAAAAAAAAAAAAA")
    return "/static/heed.css" if path == "/static" else path


async def test_every_route_stands_on_the_page(tmp_path: Path) -> None:
    """None is missing and none too many; docs/http.md is what the routers and the table make."""
    found = await everything(tmp_path)
    for which in Server:
        assert set(found[which]) == set(SAID[which]), which
    assert PAGE.read_text(encoding="utf-8") == page(found)


@pytest.mark.parametrize(("which", "route"), CASES)
async def test_a_route_asks_for_what_the_page_says(
    clients: dict[Server, Client], which: Server, route: Route
) -> None:
    """Without it nobody gets past; what asks for nothing answers, or misses what it was asked."""
    method, asks = route[0], SAID[which][route].asks
    headers = {"Host": "evil.example"} if asks is Asks.ADDRESS else {}
    answer = await clients[which].request(
        method, _filled(route), headers=headers, allow_redirects=False
    )
    if asks is Asks.NOTHING:
        # Nothing is played that could be stopped, and nothing was said that could be done.
        assert answer.status in {"GET": {200}, "DELETE": {200, 409}}.get(method, {422})
    else:
        assert answer.status == REFUSES[asks]
    text = await answer.text()
    assert "Traceback" not in text


@pytest.mark.parametrize(("which", "route"), CASES)
async def test_every_answer_may_be_neither_framed_nor_guessed_at(
    clients: dict[Server, Client], which: Server, route: Route
) -> None:
    """And loads nothing from elsewhere, but for Slack's own picture on the page of an install."""
    answer = await clients[which].request(route[0], _filled(route), allow_redirects=False)
    assert answer.headers["X-Frame-Options"] == "DENY"
    assert answer.headers["X-Content-Type-Options"] == "nosniff"
    policy = answer.headers["Content-Security-Policy"]
    assert "default-src 'none'" in policy
    assert "frame-ancestors 'none'" in policy
    assert "script-src 'self'" in policy or "script-src" not in policy
    assert "http" not in policy or route[1].startswith("/slack/")
    for cookie in answer.cookies.values():
        assert cookie["httponly"]
        assert cookie["secure"]
        assert cookie["samesite"] == "Lax"


@pytest.mark.parametrize(("which", "route"), CHANGES)
@pytest.mark.parametrize(
    "headers",
    [{"Origin": "https://evil.example"}, {"Origin": "null"}, {"Sec-Fetch-Site": "cross-site"}],
    ids=["origin", "no origin", "fetched"],
)
async def test_no_other_sites_page_changes_anything(
    clients: dict[Server, Client], which: Server, route: Route, headers: dict[str, str]
) -> None:
    """Whatever somebody has in their browser: a request from elsewhere is refused first."""
    answer = await clients[which].request(route[0], _filled(route), headers=headers)
    assert answer.status == 403
    assert "another site's page" in await answer.text()


@pytest.mark.parametrize(("which", "route"), CHANGES)
async def test_every_body_has_its_limit(
    clients: dict[Server, Client], which: Server, route: Route
) -> None:
    """One byte more is refused, before anything looks at it."""
    most = guard.BODY_AT_MOST if which is Server.DEMO else server.BODY_AT_MOST
    too_much = io.BytesIO(b"x" * (most + 1))
    answer = await clients[which].request(route[0], _filled(route), data=too_much)
    assert answer.status == 413


@pytest.mark.parametrize("which", [Server.RUN, Server.DEMO])
@pytest.mark.parametrize(
    "sent",
    [b"", b"GET /heal", b"GET /healthz HTTP/1.1\r\nHost: localhost\r\nX-Slow: "],
    ids=["nothing", "half a line", "half the headers"],
)
async def test_headers_that_dont_come_are_not_waited_for(
    tmp_path: Path, which: Server, sent: bytes
) -> None:
    """However slowly they trickle: a connection is held open for so long, and no longer."""
    async with built(which, tmp_path) as app:
        runner = web.AppRunner(app, access_log=None, keepalive_timeout=0.3)
        await runner.setup()
        site = web.TCPSite(runner, "127.0.0.1", 0)
        await site.start()
        port = runner.addresses[0][1]
        try:
            reader, writer = await asyncio.open_connection("127.0.0.1", port)
            writer.write(sent)
            trickling = asyncio.create_task(_trickle(writer if sent else None))
            async with asyncio.timeout(10):
                assert await reader.read() == b""
            trickling.cancel()
            writer.close()
        finally:
            await runner.cleanup()


async def _trickle(writer: asyncio.StreamWriter | None) -> None:
    while writer is not None:
        await asyncio.sleep(0.05)
        writer.write(b"x")


@pytest.mark.parametrize("path", ["bot/cli/run.py", "bot/cli/demo.py", "bot/bootstrap/figures.py"])
async def test_every_server_runs_with_that_limit(path: str) -> None:
    """What is tried above with a fraction of a second is what they hand to their server."""
    assert "keepalive_timeout=IDLE_FOR" in (ROOT / path).read_text(encoding="utf-8")


async def test_installs_begin_as_often_as_the_page_says(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    """Whoever asks for a thousand fills no database: they are told to wait, with when."""
    monkeypatch.setattr(http, "INSTALLS_AT_ONCE", 3)
    monkeypatch.setattr(http, "INSTALLS_A_SECOND", 0.001)
    async with (
        built(Server.RUN, tmp_path) as app,
        TestClient(TestServer(app)) as anybody,
    ):
        answers = [await anybody.get("/slack/install") for _ in range(5)]
        assert [each.status for each in answers] == [200, 200, 200, 429, 429]
        assert answers[-1].headers["Retry-After"]
        assert (await anybody.get("/slack/oauth_redirect")).status == 400, "it has its own"


async def test_a_bucket_fills_again_and_holds_no_more_than_it_did() -> None:
    """So many at once, then so many a second; a quiet hour saves up no more."""
    now = 0.0
    bucket = Bucket(2, 0.5, lambda: now)
    assert [bucket.take() for _ in range(3)] == [True, True, False]
    now = 2.0
    assert [bucket.take() for _ in range(2)] == [True, False]
    now = 3600.0
    assert [bucket.take() for _ in range(3)] == [True, True, False]


@pytest.mark.parametrize(
    "host", ["evil.example", "evil.example:443", "heed.example.org.evil.example"]
)
async def test_what_a_request_says_of_the_host_leads_nobody_astray(
    clients: dict[Server, Client], host: str
) -> None:
    """Slack is told to lead back to our own address, whatever name somebody came by."""
    headers = {"Host": host, "X-Forwarded-Host": host, "Forwarded": f"host={host}"}
    shown = await (await clients[Server.RUN].get("/slack/install", headers=headers)).text()
    assert "redirect_uri=https://heed.example.org/slack/oauth_redirect" in shown
    assert "evil" not in shown


@pytest.mark.parametrize(
    "query",
    [
        "error=%3Cscript%3Ealert(1)%3C/script%3E",
        "state=%3Cscript%3E&code=%3Cscript%3E",
        "code=a&state=&error=javascript:alert(1)",
    ],
)
async def test_what_an_install_is_refused_with_is_no_markup(
    clients: dict[Server, Client], query: str
) -> None:
    """Nothing of the address comes back as anything but text."""
    answer = await clients[Server.RUN].get(f"/slack/oauth_redirect?{query}")
    assert answer.status in {200, 400}
    assert "<script" not in await answer.text()
    assert "javascript:" not in (await answer.text()).replace("reason: javascript:", "")


@pytest.mark.parametrize("ticket", ["", "x", "A" * (AT_MOST + 1), "\u202e", "%00", "gAAAAA=="])
async def test_no_made_up_link_opens_a_board(clients: dict[Server, Client], ticket: str) -> None:
    """Whatever is sent in as one: closed, without a word of why."""
    for which in (Server.RUN, Server.DEMO):
        answer = await clients[which].post("/board", data={"ticket": ticket})
        assert answer.status == 403
        assert "Set-Cookie" not in answer.headers


# --- constant time ---------------------------------------------------------------------------

_SECRETIVE: Final = ("secret", "token", "ticket", "cookie", "hash", "signature", "password")
_NUMBERS: Final = {"bot/cli/discord_probes.py": ["len(parts) == _TOKEN_PARTS"]}
"""Comparisons of numbers alone, which give nothing away."""


def _compared(path: Path) -> list[str]:
    """Comparisons by `==` or `!=`, which take as long as it fits, of what is called a secret."""
    found = []
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Compare) and any(
            isinstance(each, ast.Eq | ast.NotEq) for each in node.ops
        ):
            said = ast.unparse(node)
            names = {
                getattr(each, "id", None) or getattr(each, "attr", None) or ""
                for each in ast.walk(node)
            }
            if any(word in name.casefold() for name in names for word in _SECRETIVE):
                found.append(said)
    return found


async def test_no_secret_is_compared_by_equality() -> None:
    """What is called like one is compared in constant time, by whatever keeps it."""
    folders = ("adapters", "bot", "storage")
    files = [each for folder in folders for each in (ROOT / folder).rglob("*.py")]
    found = {str(each.relative_to(ROOT)): said for each in files if (said := _compared(each))}
    assert found == _NUMBERS
