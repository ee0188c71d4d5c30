"""What was asked of Heed's own server: by route, as the router has it, never by what was asked."""

from typing import Final

from aiohttp import hdrs, web
from prometheus_client import CollectorRegistry, Counter

NOWHERE: Final = "none"
"""In a route's place, where there is none: paths that somebody made up aren't remembered."""

METHODS: Final = frozenset({hdrs.METH_GET, hdrs.METH_HEAD, hdrs.METH_POST})


class Requests:
    """Counts answers; `count` is a signal handler of aiohttp's for them."""

    def __init__(self, registry: CollectorRegistry) -> None:
        self._answers = Counter(
            "heed_http_requests",
            "What was asked of Heed's own server, by route and by the status of the answer.",
            ("method", "route", "status"),
            registry=registry,
        )

    async def count(self, request: web.Request, response: web.StreamResponse) -> None:
        """Count an answer that is about to go out."""
        resource = request.match_info.route.resource
        route = resource.canonical if resource else NOWHERE
        method = request.method if request.method in METHODS else "other"
        self._answers.labels(method, route, str(response.status)).inc()
