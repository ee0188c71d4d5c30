"""What the core asks for. Only the runtime carries these out; an unknown one raises there.

Cards are named, not spelt out: their words are made when they are delivered, from what is true
then, so an edit, a deletion or a pick-up in between is never overtaken by an older text.
"""

from dataclasses import dataclass

from bot.domain.labels import About
from bot.domain.question import Question


class UnknownCommandError(Exception):
    """The core asked for something that nobody carries out: a defect of ours."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Command:
    """Something to be done for one room."""

    room: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ReservePlace(Command):
    """Take one of the convener's places for `day` (YYYY-MM-DD, local), across all rooms.

    Answered by PlaceAnswered within the same transaction.
    """

    card: str
    convener: str
    day: str
    limit: int


@dataclass(frozen=True, slots=True, kw_only=True)
class SendCard(Command):
    """Bring this new card to its recipient, privately."""

    card: str
    to: str


@dataclass(frozen=True, slots=True, kw_only=True)
class UpdateCard(Command):
    """Show the card as it now is, in place (an edit notifies nobody)."""

    card: str
    to: str


@dataclass(frozen=True, slots=True, kw_only=True)
class PostFollow(Command):
    """Post a convener's words in the room, in reply to the question, labelled as sent by them.

    Answered by FollowPosted once it stands.
    """

    id: str
    question: str
    by: str
    text: str


@dataclass(frozen=True, slots=True, kw_only=True)
class PostNotice(Command):
    """Post the room's notice: who convenes, who runs it, what is kept, how to opt out or pause.

    `notice` names this wording of it. Answered by NoticePosted once it stands.
    """

    notice: str


@dataclass(frozen=True, slots=True, kw_only=True)
class PostPage(Command):
    """Post a public page in the room. Answered by PagePosted once it stands."""

    page: str


@dataclass(frozen=True, slots=True, kw_only=True)
class UpdatePage(Command):
    """Show a posted page as it may now be shown, in place."""

    page: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Reply(Command):
    """Tell the person who pressed or asked, and nobody else, at once."""

    to: str
    text: str


@dataclass(frozen=True, slots=True, kw_only=True)
class AskListener(Command):
    """Ask the second listener about a question and the message that asks it, or may take it up.

    The words are in nobody's hands here: the runtime has them, or doesn't ask. Answered by
    ListenerAnswered, or by nothing: after `until` (epoch seconds) nobody waits for it.
    """

    question: str
    message: str
    about: About
    until: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Retired(Command):
    """This question has left the room's memory in its last state; it stays in the store."""

    question: Question
