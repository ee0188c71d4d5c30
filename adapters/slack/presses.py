"""From what people press on Slack to what they ask for. Pure.

Whoever pressed is taken from the payload's own `user`; where it belongs, from what we sent with
the button. Whether they may is the core's matter. `at` is in epoch seconds; `key` is unique for
ever, and the same when Slack tells of a press again.
"""

import hashlib
import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any, Final

from adapters.slack.address import (
    Address,
    BadAddressError,
    Do,
    Memory,
    Modal,
    action_of,
    address_of,
    chosen,
    memory_of,
)
from adapters.slack.ids import action_key, epoch, is_id, is_ts
from bot.domain.events import Action, Pressed


@dataclass(frozen=True, slots=True, kw_only=True)
class Opened:
    """A modal is wanted: FOLLOW, HAND_TO or LATER. `trigger` lets one open it for 3 seconds."""

    modal: Modal
    address: Address
    by: str
    trigger: str


@dataclass(frozen=True, slots=True, kw_only=True)
class StemChosen:
    """In the modal for a follow, another stem was chosen: `view` is to be shown with it.

    `hash` says which version of the view was meant.
    """

    address: Address
    by: str
    stem: int
    view: str
    hash: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Previewed:
    """A follow was written: its words are to be seen as they would be posted.

    `block` is where they stand, to say there that something is amiss with them.
    """

    address: Address
    by: str
    text: str
    block: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Wished:
    """A command, as if typed after `/heed`. `ticked` are the ids of lines that were ticked.

    `trigger` lets one open a modal for 3 seconds; empty where a modal was submitted.
    """

    room: str
    by: str
    text: str
    at: float
    key: str
    ticked: tuple[str, ...] = ()
    trigger: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Convening:
    """On the greeting: *I'll convene*, or somebody else was chosen to be asked.

    `inviter` is whoever asked Heed in; empty where Slack didn't say.
    """

    room: str
    by: str
    member: str
    inviter: str
    at: float
    key: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Nothing:
    """Nothing is to be done but to acknowledge it (a link was followed, a modal closed)."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Malformed:
    """Not a press of ours, or not as Slack documents it. `why` is fit for a log."""

    why: str


Read = Pressed | Opened | StemChosen | Previewed | Wished | Convening | Nothing | Malformed
Json = Mapping[str, Any]

_OPENS: Final = {Action.POST: Modal.FOLLOW, Action.HAND_TO: Modal.HAND_TO}


class _BadPressError(Exception):
    """The payload isn't as Slack documents it; says where."""


@dataclass(frozen=True, slots=True, kw_only=True)
class _Action:
    """One press of a `block_actions` payload."""

    id: str
    by: str
    at: float
    key: str
    trigger: str
    address: Address
    said: Json
    view: Json

    def pressed(self, action: Action, value: str) -> Pressed:
        return Pressed(
            room=self.address.room,
            at=self.at,
            key=self.key,
            card=self.address.card,
            by=self.by,
            action=action,
            value=value,
            question=self.address.question,
        )


def read(body: Json, now: float) -> Read:
    """What somebody asks for with a press; `now` (epoch s) stands in where Slack gives no time.

    Takes `block_actions`, `view_submission` and `view_closed` payloads.
    """
    try:
        return _KINDS.get(str(body.get("type")), _unknown)(body, now)
    except BadAddressError as error:
        return Malformed(why=str(error))
    except _BadPressError as error:
        return Malformed(why=f"a press without {error}")


def _unknown(_body: Json, _now: float) -> Read:
    return Malformed(why="a payload that isn't a press")


def _closed(_body: Json, _now: float) -> Read:
    return Nothing()


# --- buttons and menus -----------------------------------------------------------------------


def _acted(body: Json, now: float) -> Read:
    said = _first(body.get("actions"))
    press = _Action(
        id=_text(said, "action_id"),
        by=_member(body),
        at=_time(said, now),
        key=_key(body, said),
        trigger=str(body.get("trigger_id", "")),
        address=address_of(said.get("block_id")),
        said=said,
        view=_part(body, "view"),
    )
    if (action := action_of(press.id)) is not None:
        return _on_card(press, action, str(said.get("value", "")))
    name = press.id.split("#", maxsplit=1)[0]
    return _ACTIONS[name](press) if name in _ACTIONS else Malformed(why="a button that isn't ours")


def _on_card(press: _Action, action: Action, value: str) -> Read:
    """A card's press goes to the core; some open a modal first, which brings what is missing."""
    modal = _OPENS.get(action)
    if action is Action.LATER and not value:
        modal = Modal.LATER
    if modal is None:
        return press.pressed(action, value)
    return Opened(modal=modal, address=press.address, by=press.by, trigger=press.trigger)


def _from_menu(press: _Action) -> Read:
    action, value = chosen(_text(_part(press.said, "selected_option"), "value"))
    return _on_card(press, action, value)


def _wish(press: _Action) -> Read:
    return Wished(
        room=press.address.room,
        by=press.by,
        text=_text(press.said, "value"),
        at=press.at,
        key=press.key,
        trigger=press.trigger,
    )


def _convene(press: _Action) -> Read:
    return _convening(press, press.by)


def _invite(press: _Action) -> Read:
    return _convening(press, _text(press.said, "selected_user"))


def _convening(press: _Action, member: str) -> Read:
    return Convening(
        room=press.address.room,
        by=press.by,
        member=member,
        inviter=press.address.card,
        at=press.at,
        key=press.key,
    )


def _stem(press: _Action) -> Read:
    number = _text(_part(press.said, "selected_option"), "value")
    if not number.isdecimal():
        raise _BadPressError("a stem's number")
    return StemChosen(
        address=press.address,
        by=press.by,
        stem=int(number),
        view=_text(press.view, "id"),
        hash=str(press.view.get("hash", "")),
    )


def _nothing(_press: _Action) -> Read:
    return Nothing()


_ACTIONS: Final[Mapping[str, Callable[[_Action], Read]]] = {
    Do.MENU: _from_menu,
    Do.WISH: _wish,
    Do.CONVENE: _convene,
    Do.INVITE: _invite,
    Do.STEM: _stem,
    Do.TICK: _nothing,
}


# --- modals ----------------------------------------------------------------------------------


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


def _submitted(body: Json, now: float) -> Read:
    view = _part(body, "view")
    sent = _Submission(
        by=_member(body),
        at=now,
        view=_text(view, "id"),
        memory=memory_of(view.get("private_metadata")),
        fields=tuple(_fields(view)),
    )
    name = str(view.get("callback_id"))
    return _MODALS[name](sent) if name in _MODALS else Malformed(why="a modal that isn't ours")


def _fields(view: Json) -> list[tuple[str, str, Json]]:
    values = _part(_part(view, "state"), "values")
    return [
        (block, name.split("#", maxsplit=1)[0], state)
        for block, inputs in values.items()
        if isinstance(inputs, Mapping)
        for name, state in inputs.items()
        if isinstance(state, Mapping)
    ]


def _written(sent: _Submission) -> Read:
    block, state = sent.field(Do.WORDS)
    text = " ".join(str(state.get("value") or "").split())
    return Previewed(address=sent.memory.address, by=sent.by, text=text, block=block)


def _previewed(sent: _Submission) -> Read:
    return sent.pressed(Action.POST, sent.memory.text)


def _handed(sent: _Submission) -> Read:
    _, state = sent.field(Do.MEMBER)
    member = state.get("selected_user") or _part(state, "selected_option").get("value")
    if not isinstance(member, str):
        raise _BadPressError("a member to hand it to")
    return sent.pressed(Action.HAND_TO, member)


def _put_off(sent: _Submission) -> Read:
    _, state = sent.field(Do.WHEN)
    seconds = _text(_part(state, "selected_option"), "value")
    return sent.pressed(Action.LATER, seconds)


def _ticked(sent: _Submission) -> Read:
    ticks = tuple(
        _text(option, "value")
        for _, name, state in sent.fields
        if name == Do.TICK
        for option in _options(state)
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
_KINDS: Final[Mapping[str, Callable[[Json, float], Read]]] = {
    "block_actions": _acted,
    "view_submission": _submitted,
    "view_closed": _closed,
}


# --- parts of a payload ----------------------------------------------------------------------


def _first(actions: object) -> Json:
    match actions:
        case [dict(action), *_]:
            return action
    raise _BadPressError("an action")


def _part(of: Json, name: str) -> Json:
    part = of.get(name)
    return part if isinstance(part, Mapping) else {}


def _options(state: Json) -> list[Json]:
    found = state.get("selected_options")
    options = found if isinstance(found, list) else []
    return [each for each in options if isinstance(each, Mapping)]


def _text(of: Json, name: str) -> str:
    text = of.get(name)
    if not isinstance(text, str) or not text:
        raise _BadPressError(f"`{name}`")
    return text


def _member(body: Json) -> str:
    member = _part(body, "user").get("id")
    if not is_id(member):
        raise _BadPressError("a user")
    return str(member)


def _time(said: Json, now: float) -> float:
    ts = said.get("action_ts")
    return epoch(str(ts)) if is_ts(ts) else now


def _key(body: Json, said: Json) -> str:
    container = _part(body, "container")
    where = container.get("message_ts") or container.get("view_id") or ""
    return action_key(str(where), str(said.get("action_ts", "")), _member(body))
