"""From what people press on Slack to what they ask for. Pure. Of modals see `submissions`.

Whoever pressed is taken from the payload's own `user`; where it belongs, from what we sent with
the button. Whether they may is the core's matter. `at` is in epoch seconds; `key` is unique for
ever, and the same when Slack tells of a press again.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Final

from adapters.slack.address import (
    Address,
    BadAddressError,
    Do,
    Modal,
    action_of,
    address_of,
    chosen,
)
from adapters.slack.asked import Convening, Malformed, Nothing, Opened, Read, StemChosen, Wished
from adapters.slack.ids import action_key, epoch, is_id, is_ts
from adapters.slack.interaction import (
    BadPressError,
    Json,
    member_of,
    number_of,
    part,
    said_in,
    text_of,
)
from adapters.slack.submissions import submitted
from bot.domain.events import Action, Pressed

_OPENS: Final = {Action.POST: Modal.FOLLOW, Action.HAND_TO: Modal.HAND_TO}


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
    except BadPressError as error:
        return Malformed(why=f"a press without {error}")
    except RecursionError:
        return Malformed(why="a payload that is nested too deeply")


def _unknown(_body: Json, _now: float) -> Read:
    return Malformed(why="a payload that isn't a press")


def _closed(_body: Json, _now: float) -> Read:
    return Nothing()


# --- buttons and menus -----------------------------------------------------------------------


def _acted(body: Json, now: float) -> Read:
    said = _first(body.get("actions"))
    press = _Action(
        id=text_of(said, "action_id"),
        by=member_of(body),
        at=_time(said, now),
        key=_key(body, said),
        trigger=said_in(body, "trigger_id"),
        address=address_of(said.get("block_id")),
        said=said,
        view=part(body, "view"),
    )
    if (action := action_of(press.id)) is not None:
        return _on_card(press, action, said_in(said, "value"))
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
    action, value = chosen(text_of(part(press.said, "selected_option"), "value"))
    return _on_card(press, action, value)


def _wish(press: _Action) -> Read:
    return Wished(
        room=press.address.room,
        by=press.by,
        text=text_of(press.said, "value"),
        at=press.at,
        key=press.key,
        trigger=press.trigger,
    )


def _convene(press: _Action) -> Read:
    return _convening(press, press.by)


def _invite(press: _Action) -> Read:
    chosen = text_of(press.said, "selected_user")
    if not is_id(chosen):
        raise BadPressError("a member")  # it becomes a part of what is asked for
    return _convening(press, chosen)


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
    number = text_of(part(press.said, "selected_option"), "value")
    return StemChosen(
        address=press.address,
        by=press.by,
        stem=number_of(number, "a stem's number"),
        view=text_of(press.view, "id"),
        hash=said_in(press.view, "hash"),
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
    Do.LINK: _nothing,
}
_KINDS: Final[Mapping[str, Callable[[Json, float], Read]]] = {
    "block_actions": _acted,
    "view_submission": submitted,
    "view_closed": _closed,
}


# --- parts of a payload ----------------------------------------------------------------------


def _first(actions: object) -> Json:
    match actions:
        case [dict(action), *_]:
            return action
    raise BadPressError("an action")


def _time(said: Json, now: float) -> float:
    ts = said.get("action_ts")
    return epoch(str(ts)) if is_ts(ts) else now


def _key(body: Json, said: Json) -> str:
    container = part(body, "container")
    where = said_in(container, "message_ts") or said_in(container, "view_id")
    return action_key(where, said_in(said, "action_ts"), member_of(body))
