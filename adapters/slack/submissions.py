"""From the modals that people send in on Slack to what they ask for. Pure."""

import hashlib
import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Final

from adapters.slack.address import Do, Memory, Modal, memory_of
from adapters.slack.asked import Malformed, Nothing, Previewed, Read, Wished
from adapters.slack.ids import is_id
from adapters.slack.interaction import BadPressError, Json, member_of, part, said_in, text_of
from adapters.slack.words import clean
from bot.domain.events import Action, Pressed


@dataclass(frozen=True, slots=True, kw_only=True)
class _Submission:
    """A modal that was sent in; `fields` are its inputs: block, action id and state, in order."""

    by: str
    at: float
    view: str
    memory: Memory
    fields: tuple[tuple[str, str, Json], ...]

    def field(self, name: Do) -> tuple[str, Json]:
        return next(
            ((block, state) for block, each, state in self.fields if each == name), ("", {})
        )

    def pressed(self, action: Action, value: str) -> Pressed:
        return Pressed(
            room=self.memory.room,
            at=self.at,
            key=self.key,
            card=self.memory.card,
            by=self.by,
            action=action,
            value=value,
            question=self.memory.question,
        )

    @property
    def key(self) -> str:
        """Told twice it is the same; sent in again with something else in it, it isn't."""
        filled_in = hashlib.sha256(json.dumps(self.fields, sort_keys=True).encode())
        return f"view:{self.view}:{self.by}:{filled_in.hexdigest()[:16]}"


def submitted(body: Json, now: float) -> Read:
    """What is asked for with it; `now` (epoch s) stands in, since Slack gives no time.

    Raises BadPressError, BadAddressError.
    """
    view = part(body, "view")
    sent = _Submission(
        by=member_of(body),
        at=now,
        view=text_of(view, "id"),
        memory=memory_of(view.get("private_metadata")),
        fields=tuple(_fields(view)),
    )
    name = said_in(view, "callback_id")
    return _MODALS[name](sent) if name in _MODALS else Malformed(why="a modal that isn't ours")


def _fields(view: Json) -> list[tuple[str, str, Json]]:
    values = part(part(view, "state"), "values")
    return [
        (clean(block), name.split("#", maxsplit=1)[0], state)
        for block, inputs in values.items()
        if isinstance(inputs, Mapping)
        for name, state in inputs.items()
        if isinstance(state, Mapping)
    ]


def _written(sent: _Submission) -> Read:
    block, state = sent.field(Do.WORDS)
    text = " ".join(said_in(state, "value").split())
    return Previewed(address=sent.memory.address, by=sent.by, text=text, block=block)


def _previewed(sent: _Submission) -> Read:
    return sent.pressed(Action.POST, sent.memory.text)


def _handed(sent: _Submission) -> Read:
    _, state = sent.field(Do.MEMBER)
    member = state.get("selected_user") or part(state, "selected_option").get("value")
    if not is_id(member):
        raise BadPressError("a member to hand it to")
    return sent.pressed(Action.HAND_TO, str(member))


def _put_off(sent: _Submission) -> Read:
    _, state = sent.field(Do.WHEN)
    seconds = text_of(part(state, "selected_option"), "value")
    return sent.pressed(Action.LATER, seconds)


def _ticked(sent: _Submission) -> Read:
    ticks = tuple(
        text_of(option, "value")
        for _, name, state in sent.fields
        if name == Do.TICK
        for option in _ticked_in(state)
    )
    return Wished(
        room=sent.memory.room,
        by=sent.by,
        text=sent.memory.text,
        at=sent.at,
        key=sent.key,
        ticked=ticks,
    )


def _word(_sent: _Submission) -> Read:
    return Nothing()


_MODALS: Final[Mapping[str, Callable[[_Submission], Read]]] = {
    Modal.FOLLOW: _written,
    Modal.PREVIEW: _previewed,
    Modal.HAND_TO: _handed,
    Modal.LATER: _put_off,
    Modal.PAGE: _ticked,
    Modal.WORD: _word,
}


def _ticked_in(state: Json) -> list[Json]:
    found = state.get("selected_options")
    options = found if isinstance(found, list) else []
    return [each for each in options if isinstance(each, Mapping)]
