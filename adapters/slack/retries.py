"""How the SDK tries again."""

from typing import Final

from slack_sdk.http_retry.async_handler import AsyncRetryHandler
from slack_sdk.http_retry.builtin_async_handlers import (
    AsyncConnectionErrorRetryHandler,
    AsyncRateLimitErrorRetryHandler,
    AsyncServerErrorRetryHandler,
)
from slack_sdk.http_retry.request import HttpRequest
from slack_sdk.http_retry.response import HttpResponse
from slack_sdk.http_retry.state import RetryState

WAITS_AT_MOST: Final = 3.0
"""Real seconds that a call is held up because Slack is busy. What has to wait longer is told so,
and may wait elsewhere: the outbox, which keeps no place while it does."""

TRIES: Final = 2
"""How often the SDK asks again where Slack is away or in trouble."""


class BrieflyBusy(AsyncRateLimitErrorRetryHandler):
    """Waits as long as Slack's `Retry-After` says, where that is a moment."""

    async def _can_retry_async(
        self,
        *,
        state: RetryState,
        request: HttpRequest,
        response: HttpResponse | None = None,
        error: Exception | None = None,
    ) -> bool:
        busy = await super()._can_retry_async(
            state=state, request=request, response=response, error=error
        )
        return busy and response is not None and _wished(response) <= WAITS_AT_MOST


def retries(*, once: bool) -> list[AsyncRetryHandler]:
    """The SDK's handlers; with `once` only those that can't do anything twice."""
    if once:
        return [BrieflyBusy(max_retry_count=1)]
    return [
        BrieflyBusy(max_retry_count=1),
        AsyncConnectionErrorRetryHandler(max_retry_count=TRIES),
        AsyncServerErrorRetryHandler(max_retry_count=TRIES),
    ]


def _wished(response: HttpResponse) -> float:
    """In how many real seconds Slack wants to be asked again."""
    for name, values in response.headers.items():
        if name.lower() == "retry-after" and values and values[0].isdecimal():
            return float(values[0])
    return 1.0  # as the SDK's own handler takes it
