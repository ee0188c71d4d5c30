"""Slack over HTTP: signed requests to Bolt, and the pages of an install."""

from collections.abc import Callable, Coroutine
from typing import Any, Final

from aiohttp import web
from slack_bolt.adapter.aiohttp import to_aiohttp_response, to_bolt_request
from slack_bolt.async_app import AsyncApp
from slack_bolt.oauth.async_oauth_flow import AsyncOAuthFlow
from slack_bolt.request.async_request import AsyncBoltRequest
from slack_bolt.response import BoltResponse

EVENTS_PATH: Final = "/slack/events"
"""Where Slack sends events, commands and presses alike."""

Answering = Callable[[AsyncBoltRequest], Coroutine[Any, Any, BoltResponse]]


def event_routes(bolt: AsyncApp) -> list[web.RouteDef]:
    """The route by which Slack reaches the app; Bolt checks the signature and its time first."""
    return [web.post(EVENTS_PATH, _answered(bolt.async_dispatch))]


def install_routes(flow: AsyncOAuthFlow) -> list[web.RouteDef]:
    """The routes by which a workspace installs Heed."""
    return [
        web.get(flow.install_path, _answered(flow.handle_installation)),
        web.get(flow.redirect_uri_path, _answered(flow.handle_callback)),
    ]


def _answered(
    answer: Answering,
) -> Callable[[web.Request], Coroutine[Any, Any, web.StreamResponse]]:
    async def handle(request: web.Request) -> web.StreamResponse:
        return await to_aiohttp_response(await answer(await to_bolt_request(request)))

    return handle
