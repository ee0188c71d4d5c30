"""Rows that were damaged: read as what they are, or refused in words that quote nobody."""

import json
import re
from collections.abc import Callable
from typing import Any, Final

from cryptography.fernet import Fernet
from hypothesis import given
from pydantic import SecretStr

from bot.domain.events import MessageDeleted
from bot.domain.journal import Page, Told
from bot.domain.question import Kind, Question
from bot.domain.remembered import Said
from bot.domain.room import Card, Convener, Meeting, Member, Pace, Purpose, Room
from bot.domain.settings import RoomSettings
from bot.domain.turn import Turn
from bot.runtime.ports import StorageError
from storage.codec import pack, unpack, unpack_whole
from storage.journal import _packed, _page
from storage.sealing import Sealer
from tests.domain.builders import MONDAY, ROOM, ready
from tests.fuzz.holding import quotes_nobody, timed
from tests.fuzz.inputs import FUZZED, MARK, Choices, Samples, choices

_QUESTION: Final = Question(
    id="m1",
    message="m1",
    asker="ana",
    asked_at=MONDAY,
    seq=1,
    run_seq=1,
    kind=Kind.CONCERN,
    confidence=0.75,
    tracked=True,
    text=f"Who asked the {MARK}?",
)
_TURN: Final = Turn(id="m1", at=MONDAY, author="ana", seq=1)
_CARD: Final = Card(
    id="nudge:1", purpose=Purpose.NUDGE, to="cora", questions=("m1",), made_at=MONDAY
)
_ROW_KINDS: Final[dict[type[Any], Samples]] = {
    type(each): Samples(json.loads(pack(each)))
    for each in (
        _QUESTION,
        _TURN,
        _CARD,
        Member(id="ana", name=MARK),
        Convener(member="cora"),
        Meeting(id="t1", started_at=MONDAY),
        Pace(),
        RoomSettings(),
    )
}
_ROOMS: Final = Samples(json.loads(pack(ready())))
_PAGES: Final = Samples(
    json.loads(
        _packed(
            Page(
                number=1,
                told=(
                    Told(event=MessageDeleted(room=ROOM, at=MONDAY, id="m1")),
                    Told(
                        event=Said(
                            room=ROOM, at=MONDAY, turn=_TURN, name=MARK, heard=(), topic=None
                        ),
                        given=(_CARD,),
                    ),
                ),
            )
        )
    )
)
_SEALER: Final = Sealer([SecretStr(Fernet.generate_key().decode())])
_SEALED: Final = _SEALER.seal(MARK.encode())


def _read(how: Callable[[], Any], size: int) -> Any:  # noqa: ANN401 - any value of the domain
    """What comes of it, None where it is refused."""
    try:
        return timed(how, size)
    except StorageError as error:
        quotes_nobody(error)
        return None


def _body(choices: Choices, samples: Samples) -> bytes:
    body = json.dumps(choices.spoilt(samples)).encode("utf-8", "surrogatepass")
    return choices.damaged(body)


@FUZZED
@given(choices)
def test_a_damaged_row_is_read_or_refused(choices: Choices) -> None:
    """What is read can be written, and is read again as the same."""
    kind = choices.pick(list(_ROW_KINDS))
    body = _body(choices, _ROW_KINDS[kind])
    found = _read(lambda: unpack(kind, body), len(body))
    # JSON knows neither, and nothing that is written has them.
    if found is not None and not {"nan", "inf"} & set(re.findall(r"\w+", repr(found))):
        assert unpack(kind, pack(found)) == found


@FUZZED
@given(choices)
def test_a_damaged_journal_is_read_or_refused(choices: Choices) -> None:
    """A room's base, and its pages."""
    base = _body(choices, _ROOMS)
    room = _read(lambda: unpack_whole(base), len(base))
    assert room is None or isinstance(room, Room)
    body = _body(choices, _PAGES)
    page = _read(lambda: _page(1, body), len(body))
    if page is not None and not {"nan", "inf"} & set(re.findall(r"\w+", repr(page))):
        assert _page(1, _packed(page)) == page


@FUZZED
@given(choices)
def test_what_was_sealed_is_opened_whole_or_not_at_all(choices: Choices) -> None:
    """No damage gives other words than those that were sealed."""
    body = choices.damaged(_SEALED)
    found = _read(lambda: _SEALER.open(body), len(body))
    if body.startswith(_SEALED[:1]):
        assert found in {None, MARK.encode()}
    text = body.decode("utf-8", "replace")
    _read(lambda: _SEALER.open_text(text), len(body))
    _read(lambda: _SEALER.open_json(text), len(body))
