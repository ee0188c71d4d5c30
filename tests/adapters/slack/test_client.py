"""Answers that aren't Slack's: whoever asked hears that the call came to nothing, and no more."""

from collections.abc import AsyncIterator

import pytest
from aiohttp import web
from aiohttp.test_utils import TestServer

from adapters.slack.client import Client
from adapters.slack.faults import SLACK_SAID_NO


@pytest.fixture
async def client(request: pytest.FixtureRequest) -> AsyncIterator[Client]:
    """A client of something on the loopback that always answers the same."""
    kind, body = request.param

    async def answered(_request: web.Request) -> web.Response:
        return web.Response(body=body, content_type=kind)

    site = web.Application()
    site.router.add_post("/api/auth.test", answered)
    async with TestServer(site) as server:
        yield Client(base_url=str(server.make_url("/api/")))


@pytest.mark.parametrize(
    "client",
    [
        ("text/plain", b"Please log in to the town hall's network"),
        ("text/html", b"<h1>Please log in</h1>"),
        ("application/json", b'["no", "object"]'),
        ("application/json", b'"a word"'),
        ("application/json", b"7"),
        ("application/json", b"{"),
        ("application/json", b"\xff\xfe"),
        ("application/json", b""),
    ],
    indirect=True,
    ids=str,
)
async def test_what_is_no_answer_of_slacks_is_one_of_the_known_faults(client: Client) -> None:
    """Whatever stands between, its page is no fault of ours: whoever asked may ask again."""
    with pytest.raises(SLACK_SAID_NO) as raised:
        await client.auth_test()
    assert "log in" not in str(raised.value)
