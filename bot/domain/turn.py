"""A message as the room remembers it: what hearing and uptake need, and no text."""

from dataclasses import dataclass
from enum import StrEnum

from bot.domain.events import MessagePosted
from bot.domain.standing import Thread


class Cue(StrEnum):
    """What a message's words do in the talk, besides asking."""

    ACK = "acknowledges"
    THANKS = "thanks"
    JOKE = "jokes"
    BRUSH_OFF = "puts it off"
    PRAISE = "praises"
    ANSWER = "answers"
    FOLLOW = "follows"
    TAKE_AWAY = "takes it away"
    WITHDRAW = "takes it back"
    SETTLED = "says it is settled"
    NEXT_ITEM = "moves to the next item"
    GREETING = "greets"
    ASKS = "asks"
    CODE = "code"
    QUOTE = "quotes"
    REACTION = "reacts"
    CALLS = "calls somebody by name"
    YES_NO = "says yes or no"
    FIGURE = "gives a figure"
    REASON = "gives a reason"
    LOOKS_BACK = "goes back to something"
    COMMITS = "offers to do something"


@dataclass(frozen=True, slots=True, kw_only=True)
class Turn:
    """One remembered message. `at` in epoch seconds; `seq` counts the room's messages.

    `words` are the content words as (keyed hash, rarity weight); `addressed` the member ids that
    the message names or answers; `length` is in words. Of a `deleted` message only its place in
    the talk is left; of an `unread` one (its author opted out, say) the words were never looked at.
    `threads`: the questions whose talk it belongs to, as far as that can be told; `begins` (0 to
    1): how surely it begins a talk of its own, where that was looked at. `takes_up`: what its words
    give to taking something up (log-odds): right after it was asked, soon, later.
    `manner`: what they say of its place in a crowd's talk, in steps (bot/domain/uptake/manner.py).
    """

    id: str
    at: float
    seq: int
    author: str
    reply_to: str | None = None
    thread: str | None = None
    broadcast: bool = False
    bot: bool = False
    length: int = 0
    words: tuple[tuple[int, float], ...] = ()
    addressed: tuple[str, ...] = ()
    cues: frozenset[Cue] = frozenset()
    deleted: bool = False
    unread: bool = False
    threads: tuple[Thread, ...] = ()
    begins: float = 0.0
    takes_up: tuple[float, ...] = ()
    manner: tuple[int, ...] = ()


def turn_of(  # noqa: PLR0913 - what may be found in a message
    message: MessagePosted,
    seq: int,
    *,
    length: int = 0,
    words: tuple[tuple[int, float], ...] = (),
    addressed: tuple[str, ...] = (),
    cues: frozenset[Cue] = frozenset(),
) -> Turn:
    """A message as it is remembered: where it stands, and what was found in it."""
    return Turn(
        id=message.id,
        at=message.at,
        seq=seq,
        author=message.author,
        reply_to=message.reply_to,
        thread=message.thread,
        broadcast=message.broadcast,
        bot=message.bot,
        length=length,
        words=words,
        addressed=addressed,
        cues=cues,
        unread=message.unread,
    )
