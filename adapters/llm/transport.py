"""The way to the endpoint and back: it leads nowhere else, says little, and brings little."""

from collections.abc import AsyncIterator
from typing import Final

import httpx2

LONGEST_ANSWER: Final = 64 * 1024  # bytes: an answer is one word, in a little JSON

# What is told besides the request itself. The client would also tell its version, Python's and the
# system's, and what stands in the environment for other programs.
_TOLD: Final = frozenset(
    {"host", "content-type", "content-length", "authorization", "accept", "connection"}
)


class TooLongError(httpx2.TransportError):
    """An answer that is longer than any could be, or that is packed so that it may be."""


class Narrow(httpx2.AsyncBaseTransport):
    """Lets few headers out, and no more than an answer's worth of bytes in."""

    def __init__(self, inner: httpx2.AsyncBaseTransport | None = None) -> None:
        self._inner = inner or httpx2.AsyncHTTPTransport()

    async def handle_async_request(self, request: httpx2.Request) -> httpx2.Response:
        """Send a request; raises TooLongError while its answer is read, or before."""
        told = [(name, value) for name, value in request.headers.items() if name in _TOLD]
        request.headers = httpx2.Headers([*told, ("accept-encoding", "identity")])
        response = await self._inner.handle_async_request(request)
        packed = response.headers.get("content-encoding", "identity") != "identity"
        if packed or not isinstance(response.stream, httpx2.AsyncByteStream):
            await response.aclose()
            raise TooLongError("the answer is packed, which wasn't asked for")
        response.stream = _Measured(response.stream)
        return response

    async def aclose(self) -> None:
        """End all connections."""
        await self._inner.aclose()


class _Measured(httpx2.AsyncByteStream):
    """A stream that ends with an error where it is too long."""

    def __init__(self, inner: httpx2.AsyncByteStream) -> None:
        self._inner = inner

    async def __aiter__(self) -> AsyncIterator[bytes]:
        left = LONGEST_ANSWER
        async for part in self._inner:
            left -= len(part)
            if left < 0:
                raise TooLongError("the answer is too long")
            yield part

    async def aclose(self) -> None:
        """End the connection."""
        await self._inner.aclose()
