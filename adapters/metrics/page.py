"""Figures as a page that Prometheus reads."""

from aiohttp import web
from aiohttp.typedefs import Handler
from prometheus_client import CollectorRegistry
from prometheus_client.aiohttp import make_aiohttp_handler

from adapters.metrics.state import Gauges, Look


def figures_page(registry: CollectorRegistry, look: Look) -> Handler:
    """Answers with all figures of the registry, and with how things stand."""
    gauges = Gauges(registry, look)
    written = make_aiohttp_handler(registry)

    async def page(request: web.Request) -> web.StreamResponse:
        await gauges.refresh()
        return await written(request)

    return page
