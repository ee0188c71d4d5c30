"""A rehearsal: one transcript through the same tracker that live adapters feed, as a meeting."""

import json
from collections.abc import Iterable, Iterator
from dataclasses import asdict, dataclass, field, replace
from typing import Any, Self

from bot.domain import replayed, report
from bot.domain.aliases import Aliases
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

    `names`: real names instead of pseudonyms. `messages` counts those that were played.
    """

    room: Room
    tracker: Tracker
    uptake: Uptake
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

    def lines(self, heading: str) -> Iterator[dict[str, Any]]:
        """Yield one section of the readable report."""
        for body in self.spool.bodies(heading):
            yield json.loads(body)["line"]

    def _keep(self, question: Question) -> None:
        if question.state is State.GONE:
            return
        score = self.uptake.hanging_score(question, self.room)
        shown = report.line(replace(question, text=self._quote(question)), self._name_of)
        body = {
            "row": replayed.row(self.room.id, question, score, self._name_of),
            "line": asdict(shown),
        }
        self.spool.put(
            message=question.message,
            asked_at=question.asked_at,
            seq=question.seq,
            urgency=report.urgency(question),
            section=report.SECTIONS[question.state] if report.listed(question) else "",
            body=json.dumps(body, ensure_ascii=False),
        )

    def _quote(self, question: Question) -> str | None:
        if question.text is None or self.names:
            return question.text
        return self.aliases.hide(question.text)

    def _name_of(self, member: str) -> str:
        return self.room.name_of(member) if self.names else self.aliases.name_of(member)

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.spool.__exit__()
