"""Rule 8: it explains itself to the convener, and its figures are true."""

import re
from dataclasses import replace

from hypothesis import given, settings

from bot.domain.commands import SendCard
from bot.domain.events import Event, MessagePosted
from bot.domain.patience import counts_for
from bot.domain.room import Purpose
from bot.domain.wording import card_view, why
from tests.domain.builders import MONDAY, meeting_room
from tests.properties.life import Life
from tests.properties.talk import conversations


@settings(deadline=None)
@given(conversations())
def test_the_reasons_figures_are_those_of_the_talk(events: list[Event]) -> None:
    """As many messages by others, and as many minutes, as there really were."""
    posts = [replace(e, thread=None) for e in events if isinstance(e, MessagePosted)]
    life, followed = Life(meeting_room()), set()
    for post in posts:
        life.live([post])
        asked = life.room.questions.values()
        followed |= {q.id for q in asked if q.pick_ups or q.standing.touches}
    life.until(MONDAY + 1e5)
    for question in life.room.questions.values():
        if question.hanging_since is None or question.id in followed:
            continue
        place = next(n for n, each in enumerate(posts) if each.id == question.message)
        since = [each for each in posts[place + 1 :] if each.author != question.asker]
        others = question.others
        # Of what was said at the very moment when it was noticed, some came after.
        assert sum(each.at < question.hanging_since for each in since) <= others
        assert others <= sum(each.at <= question.hanging_since for each in since)
        said = " ".join(why(question, life.room.now))
        assert ("nobody else wrote" in said) == (others == 0)
        assert (f"others wrote {others} messages" in said) == (others > 1)
        minutes = re.search(r"In the (?:(\d+) minutes|minute) after it", said)
        assert minutes
        waited = question.hanging_since - question.asked_at
        assert abs(int(minutes[1] or 1) * 60 - waited) <= 60


@settings(deadline=None)
@given(conversations())
def test_every_nudge_says_why(events: list[Event]) -> None:
    """At least what kind of thing it is, and how long it waited; all in whole sentences."""
    life = Life(meeting_room()).live(events)
    for card in life.room.cards.values():
        if card.purpose is not Purpose.NUDGE or card.closed is not None:
            continue
        (details,) = card_view(life.room, replace(card, shown=True), life.room.now).details
        if life.room.questions[details.question].sensitive:
            assert details.why == ()
            continue
        assert len(details.why) >= 2
        assert all(re.fullmatch(r"[A-Z].*\.", line) for line in details.why)
        assert not any(".." in line or "  " in line or "{" in line for line in details.why)


@settings(deadline=None)
@given(conversations())
def test_what_the_talk_moved_on_to_was_said_by_somebody_else(events: list[Event]) -> None:
    """The few words stand in a message that came after the question."""
    life = Life(meeting_room()).live(events)
    texts = {each.id: each for each in events if isinstance(each, MessagePosted)}
    for question in life.room.questions.values():
        if not question.moved_on_to:
            continue
        mover = texts[question.moved_on_in]
        assert mover.author != question.asker
        turn = next((each for each in life.room.turns if each.id == mover.id), None)
        assert turn is None or counts_for(turn, question)


def test_a_nudge_is_explained_to_its_recipient_alone() -> None:
    """The command itself carries no reason: words are made when the card is shown."""
    assert set(SendCard.__dataclass_fields__) == {"room", "card", "to"}
