"""What a language model's server answers: a text, or the word that it can't be read."""

import asyncio
import json
from typing import Final

import httpx2
from hypothesis import given
from openai import AsyncOpenAI

from adapters.llm.client import OpenAiListener
from bot.domain.labels import ALLOWED, About, label_of
from bot.runtime.ports import Asking, ListenerError, Said
from tests.adapters.llm.endpoint import completion
from tests.fuzz.holding import quotes_nobody, timed
from tests.fuzz.inputs import FUZZED, Choices, Samples, choices

_ANSWERS: Final = Samples(
    json.loads(json.dumps(completion("concern"))),
    {"error": {"message": "quagga", "type": "x", "code": 1}},
    {"object": "list", "data": [{"id": "m", "object": "model"}]},
)
_STATUS: Final = (200, 200, 200, 204, 301, 400, 401, 404, 429, 500, 503)
_HEADERS: Final = ("application/json", "text/plain", "text/event-stream", "", "application/json; x")
_REST: Final = ("0", "10", "-1", "nan", "inf", "1e999", "soon")
_WORDS: Final = ("concern", "CONCERN.", '"neither"', "**answer**", "follow\n", "no question")


@FUZZED
@given(choices)
def test_whatever_a_model_answers_is_a_label_or_none(choices: Choices) -> None:
    """Nothing but the words that are allowed there."""
    said = choices.pick(_WORDS) if choices.number(2) == 0 else choices.text()
    about = choices.pick(list(About))
    label = timed(lambda: label_of(said, about), len(said))
    assert label is None or label in ALLOWED[about]


@FUZZED
@given(choices)
def test_whatever_its_server_answers_is_read_or_refused(choices: Choices) -> None:
    """A text, or the one documented error, in words that aren't the server's."""
    status = choices.pick(_STATUS)
    body = json.dumps(choices.spoilt(_ANSWERS)).encode("utf-8", "surrogatepass")
    body = choices.damaged(body)
    headers = {"content-type": choices.pick(_HEADERS), "retry-after": choices.pick(_REST)}

    def answer(_request: httpx2.Request) -> httpx2.Response:
        return httpx2.Response(status, content=body, headers=headers)

    try:
        said = timed(lambda: asyncio.run(_asked(httpx2.MockTransport(answer))), len(body))
    except ListenerError as error:
        quotes_nobody(error)
    else:
        assert isinstance(said, str)


async def _asked(transport: httpx2.MockTransport) -> str:
    asking = Asking(about=About.HEARING, said=(Said(who="A", text="who?"),), question=0, message=0)
    async with (
        httpx2.AsyncClient(transport=transport) as http,
        AsyncOpenAI(
            api_key="none", base_url="http://127.0.0.1:1", max_retries=0, http_client=http
        ) as client,
    ):
        listener = OpenAiListener(client, "m")
        await listener.has_model()
        return await listener.ask(asking)
