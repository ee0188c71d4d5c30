"""What a convener starts from when they want to post through Heed, or to hand a question on."""

from dataclasses import dataclass

from bot.domain import policy
from bot.domain.presses import FOLLOW_AT_MOST
from bot.domain.question import Question
from bot.domain.room import Card, Member, Purpose, Room
from bot.domain.views import Stem
from bot.domain.wording import label_of, stems_for


@dataclass(frozen=True, slots=True, kw_only=True)
class Draft:
    """A follow before it is written: stems, or the `words` that couldn't be posted before.

    `label` is what will stand with it in the room. It may be `at_most` so many characters long.
    """

    question: str
    label: str
    stems: tuple[Stem, ...]
    words: str = ""
    at_most: int = FOLLOW_AT_MOST


def draft(room: Room, card: str, question: str, by: str) -> Draft | None:
    """A follow by somebody on their card; None where there is nothing to post about any more.

    `question` may be empty on a card about one alone.
    """
    theirs, about = _meant(room, card, question, by)
    if theirs is None or about is None:
        return None
    unposted = theirs.unposted
    return Draft(
        question=about.id,
        label=label_of(room, by),
        stems=stems_for(room, about),
        words=unposted.text if unposted and unposted.question == about.id else "",
    )


def hands(room: Room, card: str, question: str, by: str) -> tuple[Member, ...]:
    """Whom somebody may hand the question on their card to, by name."""
    _, about = _meant(room, card, question, by)
    if about is None:
        return ()
    others = [
        each
        for each in room.members.values()
        if each.present and not each.bot and each.id not in {about.asker, by}
    ]
    return tuple(sorted(others, key=lambda each: (each.name.casefold(), each.id)))


def _meant(
    room: Room, card: str, question: str, by: str
) -> tuple[Card, Question] | tuple[None, None]:
    theirs = room.cards.get(card)
    if theirs is None or theirs.to != by or theirs.closed is not None:
        return None, None
    if theirs.purpose is Purpose.HANDED:
        return None, None
    name = question or (theirs.questions[0] if len(theirs.questions) == 1 else "")
    for each in policy.left_on(room, theirs):
        if each.id == name and not each.sensitive:
            return theirs, each
    return None, None
