"""From what people press on Discord to what they ask for. Pure.

Where a press belongs is read from what we sent with it; what somebody wrote or ticked before, from
the message that was pressed, so that nothing has to be remembered. Whoever pressed comes from
Discord; whether they may is the core's matter. `at` is in epoch seconds; `key` is unique for ever.
"""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any, Final

import discord

from adapters.discord.address import (
    WORDS,
    Address,
    BadAddressError,
    Do,
    Mark,
    action_of,
    is_ours,
)
from adapters.discord.address import read as read_id
from adapters.discord.ids import epoch, is_id
from adapters.discord.render.text import unescaped
from adapters.discord.words import clean
from bot.domain.events import Action, Pressed


@dataclass(frozen=True, slots=True, kw_only=True)
class Opened:
    """Something is wanted first, to be shown at once: a follow's words, or whom to hand it to.

    `do` is FOLLOW or HAND_TO. No modal can be opened after a defer.
    """

    do: Do
    address: Address
    by: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Previewed:
    """A follow was written: its words are to be seen, by them alone, as they would be posted."""

    address: Address
    by: str
    text: str


@dataclass(frozen=True, slots=True, kw_only=True)
class StemChosen:
    """On a preview, another beginning was chosen: the preview is to be shown with it."""

    address: Address
    by: str
    stem: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Changing:
    """On a preview, *Change it*: the modal is to be opened again, with these words in it."""

    address: Address
    by: str
    text: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Named:
    """Somebody to hand a question to, by name: `render.named` finds them."""

    address: Address
    by: str
    name: str
    at: float
    key: str

    def handed(self, member: str) -> Pressed:
        """The press, once it is known who is meant."""
        return Pressed(
            room=self.address.room,
            at=self.at,
            key=self.key,
            card=self.address.card,
            by=self.by,
            action=Action.HAND_TO,
            value=member,
            question=self.address.question,
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class Wished:
    """A command, as if typed after `/heed`. `ticked` are the ids of lines that were ticked."""

    room: str
    by: str
    text: str
    at: float
    key: str
    ticked: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Ticked:
    """Lines were ticked: `render.ticked_again` shows the message with them."""

    menu: str
    ticked: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Convening:
    """On the greeting: *I'll convene*, or somebody else was chosen to be asked."""

    room: str
    by: str
    member: str
    at: float
    key: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Chosen:
    """On the welcome: the channels that Heed is asked into; `where` is as in the welcome."""

    where: str
    by: str
    channels: tuple[int, ...]
    at: float
    key: str


@dataclass(frozen=True, slots=True, kw_only=True)
class NotOurs:
    """Another part's, or another app's: nothing is to be done here."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Malformed:
    """Not a press of ours, or not as Discord documents it. `why` is fit for a log."""

    why: str


Read = (
    Pressed
    | Opened
    | Previewed
    | StemChosen
    | Changing
    | Named
    | Wished
    | Ticked
    | Convening
    | Chosen
    | NotOurs
    | Malformed
)
Json = Mapping[str, Any]
_DIGITS: Final = 4
_DEEPEST: Final = 8  # Discord lays what can be filled in two deep


@dataclass(frozen=True, slots=True, kw_only=True)
class Seen:
    """What a press's own message says: a preview's words, and the lines that were ticked."""

    words: str = ""
    ticked: tuple[str, ...] = ()


class _BadPressError(Exception):
    """The payload isn't as Discord documents it; says where."""


@dataclass(frozen=True, slots=True, kw_only=True)
class _Press:
    """One press, or one modal that was sent in."""

    mark: Mark
    by: str
    at: float
    key: str
    data: Json
    seen: Seen

    @property
    def address(self) -> Address:
        return self.mark.address

    @property
    def values(self) -> tuple[str, ...]:
        """What was chosen in a menu."""
        found = self.data.get("values")
        return tuple(map(_text, found)) if isinstance(found, list) else ()

    def one(self, what: str) -> str:
        """The one thing that was chosen."""
        if len(self.values) != 1:
            raise _BadPressError(what)
        return self.values[0]

    def pressed(self, action: Action, value: str, question: str = "") -> Pressed:
        return Pressed(
            room=self.address.room,
            at=self.at,
            key=self.key,
            card=self.address.card,
            by=self.by,
            action=action,
            value=value,
            question=question or self.address.question,
        )


def of(interaction: "discord.Interaction[Any]") -> Read:
    """What somebody asks for with a component or a modal."""
    return read(
        interaction.data or {},
        by=str(interaction.user.id),
        at=epoch(interaction.id),
        key=f"i{interaction.id}",
        seen=_seen(interaction.message),
    )


def read(data: Json, *, by: str, at: float, key: str, seen: Seen | None = None) -> Read:
    """The same, from the `data` of an interaction and what is known of it otherwise."""
    name = data.get("custom_id")
    if not is_ours(name):
        return NotOurs()
    try:
        mark = read_id(name)
        press = _Press(mark=mark, by=by, at=at, key=key, data=data, seen=seen or Seen())
        return _READERS[mark.do](press)
    except BadAddressError as error:
        return Malformed(why=str(error))
    except _BadPressError as error:
        return Malformed(why=f"a press without {error}")


# --- cards -----------------------------------------------------------------------------------

_OPENS: Final = {Action.POST: Do.FOLLOW, Action.HAND_TO: Do.HAND_TO}


def _button(press: _Press) -> Read:
    return _on_card(press, press.mark.more)


def _menu(press: _Press) -> Read:
    return _on_card(press, press.one("a choice"))


def _on_card(press: _Press, brought: str) -> Read:
    """A card's press goes to the core; some open something first, which brings what is missing."""
    action, value, question = action_of(brought)
    if action in _OPENS:
        return Opened(do=_OPENS[action], address=press.address, by=press.by)
    return press.pressed(action, value, question)


def _member(press: _Press) -> Read:
    return press.pressed(Action.HAND_TO, _somebody(press))


def _somebody(press: _Press) -> str:
    chosen = press.one("a member")
    if not is_id(chosen):
        raise _BadPressError("a member")
    return chosen


# --- a follow's preview ----------------------------------------------------------------------


def _stem(press: _Press) -> Read:
    number = press.one("a stem")
    if not number.isdecimal() or len(number) > _DIGITS:
        raise _BadPressError("a stem's number")
    return StemChosen(address=press.address, by=press.by, stem=int(number))


def _post_it(press: _Press) -> Read:
    return press.pressed(Action.POST, press.seen.words)


def _change_it(press: _Press) -> Read:
    return Changing(address=press.address, by=press.by, text=press.seen.words)


# --- answers, the greeting, the welcome ------------------------------------------------------


def _wish(press: _Press) -> Read:
    return Wished(
        room=press.address.room,
        by=press.by,
        text=press.mark.more,
        at=press.at,
        key=press.key,
        ticked=press.seen.ticked,
    )


def _tick(press: _Press) -> Read:
    return Ticked(menu=str(press.data.get("custom_id")), ticked=press.values)


def _convene(press: _Press) -> Read:
    return _convening(press, press.by)


def _invite(press: _Press) -> Read:
    return _convening(press, _somebody(press))


def _convening(press: _Press, member: str) -> Read:
    return Convening(
        room=press.address.room, by=press.by, member=member, at=press.at, key=press.key
    )


def _channels(press: _Press) -> Read:
    if not press.values or not all(map(is_id, press.values)):
        raise _BadPressError("a channel")
    return Chosen(
        where=press.address.room,
        by=press.by,
        channels=tuple(map(int, press.values)),
        at=press.at,
        key=press.key,
    )


# --- modals ----------------------------------------------------------------------------------


def _written(press: _Press) -> Read:
    return Previewed(address=press.address, by=press.by, text=_filled_in(press))


def _named(press: _Press) -> Read:
    return Named(
        address=press.address, by=press.by, name=_filled_in(press), at=press.at, key=press.key
    )


def _filled_in(press: _Press) -> str:
    """What somebody wrote in a modal, in one line."""
    for each in _inputs(press.data.get("components")):
        if each.get("custom_id") == WORDS:
            return " ".join(_text(each.get("value")).split())
    raise _BadPressError("the words")


def _text(value: object) -> str:
    """The text, such as it may go on; empty for what is none."""
    return clean(value) if isinstance(value, str) else ""


def _inputs(components: object, depth: int = _DEEPEST) -> Iterator[Json]:
    """Everything that can be filled in: it lies in rows or in labels."""
    for each in components if isinstance(components, list) and depth else []:
        if isinstance(each, Mapping):
            yield each
            yield from _inputs(each.get("components"), depth - 1)
            yield from _inputs([each.get("component")], depth - 1)


_READERS: Final[Mapping[Do, Callable[[_Press], Read]]] = {
    Do.PRESS: _button,
    Do.MENU: _menu,
    Do.WISH: _wish,
    Do.TICK: _tick,
    Do.CONVENE: _convene,
    Do.INVITE: _invite,
    Do.CHANNELS: _channels,
    Do.STEM: _stem,
    Do.POST_IT: _post_it,
    Do.CHANGE_IT: _change_it,
    Do.MEMBER: _member,
    Do.FOLLOW: _written,
    Do.HAND_TO: _named,
}


# --- the message that was pressed ------------------------------------------------------------


def _seen(message: discord.Message | None) -> Seen:
    """What a message of ours says that is needed again."""
    if message is None:
        return Seen()
    words = message.embeds[0].description if message.embeds else None
    return Seen(words=unescaped(words or ""), ticked=tuple(_ticks(message)))


def _ticks(message: discord.Message) -> Iterator[str]:
    for row in message.components:
        for each in row.children if isinstance(row, discord.ActionRow) else []:
            if isinstance(each, discord.SelectMenu) and _ticks_lines(each.custom_id):
                yield from (option.value for option in each.options if option.default)


def _ticks_lines(name: str | None) -> bool:
    try:
        return read_id(name).do is Do.TICK
    except BadAddressError:
        return False
