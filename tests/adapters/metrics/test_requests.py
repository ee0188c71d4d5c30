"""What is asked of the server is counted by route and status, whatever somebody makes up."""

import pytest
from aiohttp import web
from aiohttp.test_utils import TestClient, TestServer
from prometheus_client import CollectorRegistry, generate_latest

from adapters.metrics.requests import Requests


async def _answer(request: web.Request) -> web.Response:
    return web.Response(status=int(request.match_info["status"]))


@pytest.mark.parametrize(
    ("method", "path", "labels"),
    [
        ("GET", "/board/200", ("GET", "/board/{status}", "200")),
        ("POST", "/board/401", ("POST", "/board/{status}", "401")),
        ("GET", "/made/up", ("GET", "none", "404")),
        ("PATCH", "/board/200", ("other", "none", "405")),
        ("DELETE", "/made/up", ("other", "none", "404")),
    ],
)
async def test_an_answer_is_counted_by_its_route(
    method: str, path: str, labels: tuple[str, str, str]
) -> None:
    """And nothing that was asked for stands in it."""
    registry = CollectorRegistry()
    app = web.Application()
    app.add_routes([web.get("/board/{status}", _answer), web.post("/board/{status}", _answer)])
    app.on_response_prepare.append(Requests(registry).count)
    async with TestClient(TestServer(app)) as client:
        for _ in range(2):
            await client.request(method, path)
    named = dict(zip(("method", "route", "status"), labels, strict=True))
    assert registry.get_sample_value("heed_http_requests_total", named) == 2
    page = generate_latest(registry).decode()
    assert page.count("heed_http_requests_total{") == 1
    assert path not in page
