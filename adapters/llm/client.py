"""The second listener, asked through OpenAI's own client library.

Of what goes wrong only the kind is told: a server's words about it may quote what it was sent.
"""

import logging
import math
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Final

import httpx2
from openai import APIConnectionError, APIStatusError, AsyncOpenAI, OpenAIError

from adapters.llm.prompt import messages
from adapters.llm.transport import Narrow, TooLongError
from bot.runtime.ports import Asking, ListenerError

NO_KEY: Final = "none"  # the client wants one, and local servers pass it over
_CHATTY: Final = ("openai", "httpx2", "httpcore2")  # below warnings they log whole requests
_BUSY: Final = 429
_REFUSED: Final = frozenset({401, 403, 404})  # a key, or a model's name
_REST_AFTER_REFUSAL: Final = 900.0  # seconds: neither becomes right by itself

# What an answer that isn't the protocol's makes of the client's reading, besides its own errors:
# JSON that is none, and parts that are missing or are something else.
_UNREADABLE: Final = (ValueError, TypeError, AttributeError, LookupError, RecursionError)


class OpenAiListener:
    """Implements Listener."""

    def __init__(self, client: AsyncOpenAI, model: str) -> None:
        self._client = client
        self._model = model

    async def ask(self, asking: Asking) -> str:
        """What the model says. Raises ListenerError."""
        told, chat = messages(asking)
        try:
            # Nothing further is set: servers differ in what else they take, and refuse the rest.
            answer = await self._client.chat.completions.create(
                model=self._model,
                messages=[
                    {"role": "system", "content": told},
                    {"role": "user", "content": chat},
                ],
            )
            said: object = answer.choices[0].message.content
        except (OpenAIError, httpx2.HTTPError, *_UNREADABLE) as error:
            raise _understood(error) from None
        if not isinstance(said, str):
            raise ListenerError("its answer can't be read")
        return said

    async def has_model(self) -> bool:
        """Whether the server lists the model. Raises ListenerError."""
        try:
            page = await self._client.models.list()
            return any(each.id == self._model for each in page.data)
        except (OpenAIError, httpx2.HTTPError, *_UNREADABLE) as error:
            raise _understood(error) from None


@asynccontextmanager
async def connect(base_url: str, model: str, key: str) -> AsyncIterator[OpenAiListener]:
    """The listener at that address, for as long as the block lasts. Nothing is asked yet.

    It goes where the settings say and nowhere else: no redirect is followed, and no proxy of the
    environment is used. It doesn't ask twice.
    """
    for name in _CHATTY:
        logging.getLogger(name).setLevel(logging.WARNING)
    # Time limits are the runtime's, for the whole of an asking.
    http = httpx2.AsyncClient(
        transport=Narrow(), follow_redirects=False, trust_env=False, timeout=None
    )
    async with AsyncOpenAI(
        api_key=key or NO_KEY, base_url=base_url, max_retries=0, timeout=None, http_client=http
    ) as client:
        yield OpenAiListener(client, model)


def _understood(error: Exception) -> ListenerError:
    """The error in words for admins, without the server's own."""
    if isinstance(error, APIStatusError):
        return _status(error)
    if isinstance(error, APIConnectionError | httpx2.HTTPError):
        long = isinstance(error, TooLongError) or isinstance(error.__cause__, TooLongError)
        return ListenerError("its answer is too long" if long else "it can't be reached")
    return ListenerError("its answer can't be read")


def _status(error: APIStatusError) -> ListenerError:
    status = error.status_code
    if status == _BUSY:
        return ListenerError("it wants to be asked less (429)", _rest(error))
    if status in _REFUSED:
        return ListenerError(f"it refuses the key or the model ({status})", _REST_AFTER_REFUSAL)
    return ListenerError(f"it answers with an error ({status})")


def _rest(error: APIStatusError) -> float:
    """How long it wants to be left alone, in seconds, where it says so as a number."""
    try:
        seconds = float(error.response.headers.get("retry-after", "0"))
    except ValueError:
        return 0.0
    return seconds if math.isfinite(seconds) and seconds > 0 else 0.0
