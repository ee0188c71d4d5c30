"""Slack over HTTP: signed requests to Bolt, and the pages of an install."""

from collections.abc import Callable, Coroutine
from typing import Any, Final

from aiohttp import web
from slack_bolt.adapter.aiohttp import to_aiohttp_response, to_bolt_request
from slack_bolt.async_app import AsyncApp
from slack_bolt.oauth.async_oauth_flow import AsyncOAuthFlow
from slack_bolt.request.async_request import AsyncBoltRequest
from slack_bolt.response import BoltResponse

from adapters.slack.flood import Bucket, Crowd

EVENTS_PATH: Final = "/slack/events"
"""Where Slack sends events, commands and presses alike."""

AT_ONCE: Final = 5_000
"""So many events are at work at a time, at some 22 kB each: more would exhaust the process. What is
taken in late counts in its place all the same; what is turned away comes out of it."""

_LAST_TRY: Final = 3
"""By then Slack has told three times again; what it isn't rid of is lost."""

TRY_AGAIN_AFTER: Final = "5"
"""Seconds; a wish: Slack itself tells again at once, after a minute and after five."""

INSTALLS_AT_ONCE: Final = 30
INSTALLS_A_SECOND: Final = 1.0
"""How many pages of an install are shown, whoever asks: each begins one, which is written down."""

# The pages are Bolt's own: they bring a style, and Slack's picture of a button.
_POLICY: Final = (
    "default-src 'none'; style-src 'unsafe-inline'; img-src https://platform.slack-edge.com data:; "
    "base-uri 'none'; form-action 'none'; frame-ancestors 'none'"
)

Answering = Callable[[AsyncBoltRequest], Coroutine[Any, Any, BoltResponse]]
Handler = Callable[[web.Request], Coroutine[Any, Any, web.StreamResponse]]


def event_routes(
    bolt: AsyncApp, turned_away: Callable[[], None] = lambda: None
) -> list[web.RouteDef]:
    """The route by which Slack reaches the app; Bolt checks the signature and its time first.

    Before that, for it costs the most, events beyond `AT_ONCE` are sent away: Slack tells again,
    and what it tells for the last time is taken. Each time `turned_away` is called.
    """
    return [web.post(EVENTS_PATH, _unless_full(_answered(bolt.async_dispatch), turned_away))]


def install_routes(flow: AsyncOAuthFlow) -> list[web.RouteDef]:
    """The routes by which a workspace installs Heed: for anybody, so they are bounded."""
    return [
        web.get(flow.install_path, _page(flow.handle_installation)),
        web.get(flow.redirect_uri_path, _page(flow.handle_callback)),
    ]


def _page(answer: Answering) -> Handler:
    answered = _answered(answer)
    bucket = Bucket(INSTALLS_AT_ONCE, INSTALLS_A_SECOND)

    async def handle(request: web.Request) -> web.StreamResponse:
        if not bucket.take():
            later = {"Retry-After": "30"}
            return web.Response(status=429, text="Please try again in a minute.", headers=later)
        response = await answered(request)
        response.headers["Content-Security-Policy"] = _POLICY
        for cookie in response.cookies.values():
            cookie["samesite"] = "Lax"  # it has to come back with whoever Slack leads back here
        return response

    return handle


def _unless_full(handler: Handler, turned_away: Callable[[], None]) -> Handler:
    crowd = Crowd(AT_ONCE)

    async def handle(request: web.Request) -> web.StreamResponse:
        if request.content_type != "application/json":
            return await handler(request)  # a press or a command, which nobody tells again
        if not _is_last(request) and crowd.is_full():
            turned_away()
            return web.Response(status=503, headers={"Retry-After": TRY_AGAIN_AFTER})
        with crowd.joined():
            return await handler(request)

    return handle


def _is_last(request: web.Request) -> bool:
    """Whether Slack will never tell of it again. Whoever only says so fails at the signature."""
    number = request.headers.get("X-Slack-Retry-Num", "")
    return number.isdecimal() and int(number[:2]) >= _LAST_TRY


def _answered(answer: Answering) -> Handler:
    async def handle(request: web.Request) -> web.StreamResponse:
        return await to_aiohttp_response(await answer(await to_bolt_request(request)))

    return handle
