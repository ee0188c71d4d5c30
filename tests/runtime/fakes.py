"""Fakes of the runtime's own ports: a clock that is set, a sender that remembers, a small core."""

from collections import deque
from collections.abc import Callable
from dataclasses import dataclass, field, replace
from typing import Any

from bot.domain.commands import (
    Command,
    PostFollow,
    PostNotice,
    Reply,
    ReservePlace,
    Retired,
    SendCard,
    UpdateCard,
)
from bot.domain.events import (
    Action,
    DeliveryFailed,
    Event,
    FollowPosted,
    LetGo,
    MemberJoined,
    MessageDeleted,
    MessageEdited,
    MessagePosted,
    NoticePosted,
    Paused,
    PlaceAnswered,
    Pressed,
    WakeUp,
)
from bot.domain.pages import Page
from bot.domain.question import Cause, How, Kind, PickUp, Question
from bot.domain.room import Card, Member, Purpose, Room
from bot.domain.turn import Turn
from bot.domain.views import CardView, FollowView, NoticeView
from bot.runtime.ports import Nonce

ROOM = "fake/room"
CONVENER = "cora"
PATIENCE = 60.0
DAY = "2026-11-22"


class FakeClock:
    """Shows what it is set to; nobody ever waits for it."""

    def __init__(self, at: float = 1_000.0) -> None:
        self.at = at

    def now(self) -> float:
        """What it was set to, in epoch seconds."""
        return self.at

    def seconds_until(self, at: float) -> float:
        """How far ahead that is."""
        return max(0.0, at - self.at)

    def after(self, seconds: float) -> float:
        """What it would show then."""
        return self.at + seconds


@dataclass(frozen=True)
class Delivery:
    """Something that the sender was given."""

    what: str
    room: str
    nonce: str = ""
    again: bool = False
    to: str = ""
    ref: str = ""
    view: CardView | FollowView | NoticeView | Page | None = None


@dataclass
class FakeSender:
    """Remembers deliveries; one with a known nonce gets the reference that it had before.

    `trouble` holds what the next calls raise (None: nothing); `before` runs ahead of each.
    """

    deliveries: list[Delivery] = field(default_factory=list)
    trouble: deque[Exception | None] = field(default_factory=deque)
    refs: dict[str, str] = field(default_factory=dict)
    before: Callable[[], object] | None = None

    def _take(self, delivery: Delivery) -> str:
        if self.before is not None:
            self.before()
        if self.trouble and (error := self.trouble.popleft()) is not None:
            raise error
        self.deliveries.append(delivery)
        if delivery.ref:
            return delivery.ref
        return self.refs.setdefault(delivery.nonce, f"ref-{len(self.refs) + 1}")

    async def send_card(self, room: str, to: str, view: CardView, nonce: Nonce) -> str:
        """Take a new card."""
        return self._take(
            Delivery("card", room, nonce=nonce.name, again=nonce.again, to=to, view=view)
        )

    async def find_card(self, room: str, to: str, card: str, nonce: Nonce) -> str | None:  # noqa: ARG002 - of the port
        """Look for what was taken before."""
        return self.refs.get(nonce.name)

    async def find_page(self, room: str, nonce: Nonce) -> str | None:  # noqa: ARG002 - likewise
        """Look for what was taken before."""
        return self.refs.get(nonce.name)

    async def update_card(self, room: str, to: str, ref: str, view: CardView) -> None:
        """Take a card's new face."""
        self._take(Delivery("update", room, to=to, ref=ref, view=view))

    async def post_follow(self, room: str, view: FollowView, nonce: Nonce) -> str:
        """Take a follow."""
        return self._take(Delivery("follow", room, nonce=nonce.name, again=nonce.again, view=view))

    async def post_notice(self, room: str, view: NoticeView, nonce: Nonce) -> str:
        """Take a notice."""
        return self._take(Delivery("notice", room, nonce=nonce.name, again=nonce.again, view=view))

    async def post_page(self, room: str, page: Page, nonce: Nonce) -> str:
        """Take a public page."""
        return self._take(Delivery("page", room, nonce=nonce.name, again=nonce.again, view=page))

    async def update_page(self, room: str, ref: str, page: Page) -> None:
        """Take a public page's new face."""
        self._take(Delivery("update page", room, ref=ref, view=page))

    @property
    def kinds(self) -> list[str]:
        """What was delivered, in order."""
        return [each.what for each in self.deliveries]


class SmallCore:
    """A core in miniature: every message that ends in "?" asks; silence makes it hang.

    `seen` lists the events handled; `fails_on` makes it raise, as a defect would.
    """

    def __init__(self) -> None:
        self.seen: list[Event] = []
        self.fails_on: Callable[[Event], bool] = lambda _: False
        self.limit = 100
        self._handlers: dict[type[Event], Callable[[Room, Any], list[Command]]] = {
            MessagePosted: self._message_posted,
            MessageEdited: self._message_edited,
            MessageDeleted: self._message_deleted,
            MemberJoined: self._member_joined,
            Paused: self._paused,
            NoticePosted: self._notice_posted,
            Pressed: self._pressed,
            FollowPosted: self._follow_posted,
            LetGo: self._let_go,
            PlaceAnswered: self._place_answered,
            DeliveryFailed: self._delivery_failed,
            WakeUp: self._wake_up,
        }

    def listen(self, room: Room, event: Event) -> Event:  # noqa: ARG002 - texts are nothing to it
        """Remember it as it came."""
        return event

    def handle(self, room: Room, event: Event) -> tuple[Command, ...]:
        """Apply one event."""
        self.seen.append(event)
        if self.fails_on(event):
            room.seq += 1_000  # a change that mustn't last
            raise RuntimeError("a defect of the core")
        room.now = max(room.now, event.at)
        commands = self._apply(room, event)
        open_ones = [each for each in room.questions.values() if each.hanging_since is None]
        room.wake_at = min((each.asked_at + PATIENCE for each in open_ones), default=None)
        return tuple(commands)

    def _apply(self, room: Room, event: Event) -> list[Command]:
        handler = self._handlers.get(type(event))
        return handler(room, event) if handler else []

    def _message_posted(self, room: Room, event: MessagePosted) -> list[Command]:
        room.seq += 1
        turn = Turn(id=event.id, at=event.at, seq=room.seq, author=event.author)
        room.turns.append(turn)
        if event.text.endswith("?"):
            room.questions[event.id] = Question(
                id=event.id,
                message=event.id,
                asker=event.author,
                asked_at=event.at,
                seq=room.seq,
                run_seq=room.seq,
                kind=Kind.INQUIRY,
                confidence=1.0,
                tracked=True,
                text=event.text,
            )
        return []

    def _message_edited(self, room: Room, event: MessageEdited) -> list[Command]:
        if event.id in room.questions:
            room.questions[event.id] = replace(room.questions[event.id], text=event.text)
        return [
            UpdateCard(room=room.id, card=each.id, to=each.to)
            for each in room.cards.values()
            if event.id in each.questions
        ]

    def _message_deleted(self, room: Room, event: MessageDeleted) -> list[Command]:
        gone = room.questions.pop(event.id, None)
        return [Retired(room=room.id, question=gone.after(Cause.DELETED))] if gone else []

    def _member_joined(self, room: Room, event: MemberJoined) -> list[Command]:
        room.members[event.member] = Member(id=event.member, name=event.name)
        return []

    def _paused(self, room: Room, event: Paused) -> list[Command]:
        room.notice_wanted = f"paused by {event.by}"
        return [PostNotice(room=room.id, notice=room.notice_wanted)]

    def _notice_posted(self, room: Room, event: NoticePosted) -> list[Command]:
        room.notice_posted = event.notice
        return []

    def _pressed(self, room: Room, event: Pressed) -> list[Command]:
        question, by = room.cards[event.card].questions[0], event.by
        post = PostFollow(
            room=room.id, id=f"{event.card} post", question=question, by=by, text=event.value
        )
        return [post, Reply(room=room.id, to=by, text="Posting.")]

    def _follow_posted(self, room: Room, event: FollowPosted) -> list[Command]:
        pick_up = PickUp(message=event.id, author=event.by, at=event.at, how=How.FOLLOW, weight=1.0)
        question = replace(room.questions[event.question], pick_ups=(pick_up,))
        room.questions[question.id] = question.after(Cause.PICKED_UP)
        return []

    def _let_go(self, room: Room, event: LetGo) -> list[Command]:
        room.cards[event.message] = replace(room.cards[event.message], closed="Nothing to do.")
        return []

    def _place_answered(self, room: Room, event: PlaceAnswered) -> list[Command]:
        card = room.cards[event.card] = replace(room.cards[event.card], sent=event.granted)
        return [SendCard(room=room.id, card=card.id, to=card.to)] if event.granted else []

    def _delivery_failed(self, room: Room, event: DeliveryFailed) -> list[Command]:
        room.members[event.to] = replace(room.members[event.to], present=False)
        return []

    def _wake_up(self, room: Room, _event: WakeUp) -> list[Command]:
        commands: list[Command] = []
        for question in list(room.questions.values()):
            if question.hanging_since is None and room.now >= question.asked_at + PATIENCE:
                commands += self._nudge(room, question)
        return commands

    def _nudge(self, room: Room, question: Question) -> list[Command]:
        hanging = replace(question.after(Cause.PATIENCE_SPENT), hanging_since=room.now)
        room.questions[question.id] = hanging
        card = room.cards[question.id] = Card(
            id=question.id,
            to=CONVENER,
            purpose=Purpose.NUDGE,
            made_at=room.now,
            questions=(question.id,),
        )
        return [
            ReservePlace(room=room.id, card=card.id, convener=card.to, day=DAY, limit=self.limit)
        ]


def message(number: int, text: str, *, at: float, room: str = ROOM, author: str = "ana") -> Event:
    """Somebody's message, with a platform's key."""
    return MessagePosted(
        room=room, at=at, key=f"e{number}", id=f"m{number}", author=author, text=text
    )


def post_through_heed(text: str, *, at: float) -> Event:
    """The convener presses *Post through Heed* on the card about the first question."""
    return Pressed(room=ROOM, at=at, card="m1", by=CONVENER, action=Action.POST, value=text)
