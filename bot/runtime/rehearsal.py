"""A rehearsal: one transcript through the same tracker that live adapters feed, as a meeting."""

import json
from collections.abc import Collection, Iterable, Iterator
from dataclasses import asdict, dataclass, field, replace
from typing import Self

from bot.domain import chronicle, replayed
from bot.domain.aliases import Aliases
from bot.domain.chronicle import Chronicle, Viewer
from bot.domain.events import Event, MessagePosted
from bot.domain.question import Question, State
from bot.domain.room import Convener, Meeting, Member, Room
from bot.domain.settings import RoomSettings
from bot.domain.tracker import Tracker
from bot.domain.uptake import Uptake
from bot.runtime.playback import Playback
from bot.runtime.spool import Spool

UNNAMED = "(convener)"


def stage(name: str, convener: str | None, settings: RoomSettings, at: float) -> Room:
    """A room in which one meeting runs from `at` on, with a convener who is ready for nudges."""
    member = convener or UNNAMED
    return Room(
        id=name,
        title=name,
        settings=settings,
        members={member: Member(id=member, name=member)},
        conveners={member: Convener(member=member, accepted=True, practised=True)},
        meeting=Meeting(id=name, started_at=at),
        notice_wanted=name,
        notice_posted=name,
    )


@dataclass(slots=True)
class Rehearsal:
    """Plays one room's events and keeps what was found in a spool. Use as a context manager.

    `viewers` are those who are to be told of it: nobody, where its rows alone are wanted. `names`:
    real names instead of pseudonyms. `messages` counts those that were played.
    """

    room: Room
    tracker: Tracker
    uptake: Uptake
    viewers: Collection[Viewer] = ()
    names: bool = False
    messages: int = 0
    spool: Spool = field(default_factory=Spool)
    aliases: Aliases = field(init=False)

    def __post_init__(self) -> None:
        self.aliases = Aliases(self.room.members)

    def play(self, events: Iterable[Event]) -> None:
        """Feed the events in order; the clock is theirs and stops at the last one."""
        playback = Playback(self.tracker, self.room, self._keep)
        for event in events:
            self.messages += isinstance(event, MessagePosted)
            playback.feed(event)
        playback.finish(self.room.now)
        for question in self.room.questions.values():
            self._keep(question)

    def rows(self) -> Iterator[str]:
        """Yield one JSON object for each message that asks, in the order asked."""
        for body in self.spool.bodies():
            yield json.dumps(json.loads(body)["row"], ensure_ascii=False)

    def told(self, viewer: Viewer) -> Chronicle:
        """The meeting as one of `viewers` may see it, up to its last line."""
        bodies = (json.loads(body)[viewer.value] for body in self.spool.bodies())
        began = self.room.meeting.started_at if self.room.meeting else self.room.now
        return Chronicle(
            viewer=viewer,
            title=chronicle.title(self.room, since=began, meeting=True),
            since=began,
            until=self.room.now,
            entries=chronicle.numbered(chronicle.entry_from(each) for each in bodies if each),
        )

    def name_of(self, member: str) -> str:
        """What a member is called: by a pseudonym, unless names were wanted."""
        return self.room.name_of(member) if self.names else self.aliases.name_of(member)

    def _keep(self, question: Question) -> None:
        if question.state is State.GONE:
            return
        score = self.uptake.hanging_score(question, self.room)
        body = {
            "row": replayed.row(self.room.id, question, score, self.name_of),
            **{each.value: self._entry(question, each) for each in self.viewers},
        }
        self.spool.put(
            message=question.message,
            asked_at=question.asked_at,
            seq=question.seq,
            urgency=chronicle.urgency(question),
            body=json.dumps(body, ensure_ascii=False),
        )

    def _entry(self, question: Question, viewer: Viewer) -> dict[str, object] | None:
        shown = replace(
            question,
            text=self._quote(question),
            moved_on_to=self._hidden(question.moved_on_to),
        )
        entry = chronicle.entry_of(self.room, shown, viewer)
        return None if entry is None else asdict(entry)

    def _quote(self, question: Question) -> str | None:
        return None if question.text is None else self._hidden(question.text)

    def _hidden(self, text: str) -> str:
        return text if self.names else self.aliases.hide(text)

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.spool.__exit__()
