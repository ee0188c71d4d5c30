"""A room's life in a test: events in order, due wake-ups before them, places answered at once."""

from collections import Counter
from dataclasses import dataclass, field, replace

from bot.bootstrap.tracker import build_tracker
from bot.domain import arrangements, listener, policy
from bot.domain.commands import (
    AskListener,
    Command,
    PostFollow,
    PostNotice,
    Reply,
    ReservePlace,
    SendCard,
)
from bot.domain.events import (
    DeliveryFailed,
    Event,
    ListenerAnswered,
    NoticePosted,
    PlaceAnswered,
    Pressed,
    WakeUp,
)
from bot.domain.question import State
from bot.domain.recap import RECAPS
from bot.domain.room import Card, Purpose, Room
from bot.domain.tracker import Tracker
from bot.runtime.ports import Tracking
from tests.properties.talk import OWNER, STANDS


def rule_tracker() -> Tracker:
    """The tracker as it is shipped."""
    return build_tracker()[0]


@dataclass
class Life:
    """Feeds events to the core and keeps what came of them.

    `sent` are the cards with the time at which each was sent, `about` the states in which their
    questions were then. After every event the room is held
    to what must always be true.
    """

    room: Room
    tracker: Tracking = field(default_factory=rule_tracker)
    sent: list[tuple[float, str]] = field(default_factory=list)
    about: list[State] = field(default_factory=list)
    posts: list[str] = field(default_factory=list)
    told: list[Reply] = field(default_factory=list)
    asked: int = 0
    nudged: int = 0
    places: Counter[tuple[str, str]] = field(default_factory=Counter)

    def live(self, events: list[Event]) -> "Life":
        """Feed all events, each after what was due before it."""
        for event in events:
            self.until(event.at)
            self.feed(event)
        return self

    def until(self, at: float) -> "Life":
        """Let everything happen that is due by then."""
        while (due := self.room.wake_at) is not None and due <= at:
            self.feed(WakeUp(room=self.room.id, at=due))
        return self

    def feed(self, event: Event) -> None:
        """One event, without looking at what was due."""
        event = self.resolved(event)
        for command in self.tracker.handle(self.room, event):
            self._carry_out(command, event.at)
        self._check()

    def resolved(self, event: Event) -> Event:
        """An event about "the third card" with that card's name, and its recipient's for "@".

        So with what a second listener is asked about, and with the words of the notice.
        """
        if isinstance(event, Pressed | PlaceAnswered | DeliveryFailed) and event.card[:1] == "#":
            known = [*self.room.cards.values()]
            card = known[int(event.card[1:]) % len(known)] if known else None
            event = replace(event, card=card.id if card else "")
        if isinstance(event, NoticePosted) and event.notice == STANDS:
            return replace(event, notice=arrangements.notice_words(self.room))
        if isinstance(event, ListenerAnswered) and event.question[:1] == "#":
            return self._about_what_is_asked(event, int(event.question[1:]))
        card = self.room.cards.get(getattr(event, "card", ""))
        owner = card.to if card else ""
        if isinstance(event, Pressed) and event.by == OWNER:
            return replace(event, by=owner)
        if isinstance(event, DeliveryFailed) and event.to == OWNER:
            return replace(event, to=owner)
        return event

    def _about_what_is_asked(self, event: ListenerAnswered, number: int) -> ListenerAnswered:
        asked = [(one, each) for one in self.room.questions.values() for each in one.awaited]
        if not asked:
            return replace(event, question="")
        question, awaited = asked[number % len(asked)]
        return replace(event, question=question.id, message=awaited.message)

    def _carry_out(self, command: Command, at: float) -> None:
        match command:
            case AskListener():
                asked = self.room.questions[command.question]
                assert not asked.sensitive, "a second listener is asked about what is sensitive"
                # As the runtime does: what is told again may be too late, or not agreed to now.
                self.asked += listener.may_be_asked(self.room) and command.until > self.room.now
            case SendCard(card=card):
                assert card not in {each for _, each in self.sent}, "a card was sent twice"
                self.sent.append((self.room.now, card))
                about = self.room.cards[card].questions
                self.about += [self.room.questions[each].state for each in about]
            case PostNotice(notice=notice):
                self.posts.append(notice)
            case PostFollow(id=name):
                self.posts.append(name)
            case Reply():
                self.told.append(command)
            case ReservePlace():
                self._answer(command, at)

    def _answer(self, wanted: ReservePlace, at: float) -> None:
        day = (wanted.convener, wanted.day)
        granted = self.places[day] < wanted.limit
        self.places[day] += granted
        answer = PlaceAnswered(room=wanted.room, at=at, card=wanted.card, granted=granted)
        for command in self.tracker.handle(self.room, answer):
            self._carry_out(command, at)

    def _check(self) -> None:
        room = self.room
        assert room.wake_at is None or room.wake_at > room.now, "a deadline stands still"
        assert all(map(self._sent_or_held, room.cards.values())), "a card was never sent"
        self._check_budget()
        assert [each.seq for each in room.questions.values()] == sorted(
            each.seq for each in room.questions.values()
        )

    def _sent_or_held(self, card: Card) -> bool:
        """A summary waits for the end of quiet hours, and of what couldn't be heard yet."""
        held = self.room.behind_since is not None or policy.quiet(self.room, self.room.now)
        return card.sent or (card.purpose in RECAPS and (held or card.closed is not None))

    def _check_budget(self) -> None:
        """A nudge more, and it must still have been within the budget as it is now set."""
        meeting = self.room.meeting
        nudged = len(meeting.nudged) if meeting else 0
        if meeting is not None and nudged > self.nudged:
            assert nudged <= self.room.settings.budget.per_meeting
            assert len(set(meeting.nudged_askers)) == nudged
        self.nudged = nudged

    def nudges(self) -> list[tuple[float, str]]:
        """The live nudges that were sent, with their times."""
        return [each for each in self.sent if each[1].startswith(f"{Purpose.NUDGE.value}:")]
