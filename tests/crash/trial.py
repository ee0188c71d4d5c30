"""One trial: meetings under kills, the same meetings undisturbed, and what differs."""

import asyncio
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from typing import Final

from bot.domain.question import Question
from bot.domain.room import Room
from bot.domain.views import CardView
from storage import open_store
from tests.crash.child import PATIENCE
from tests.crash.meetings import GATHERS, ROUND, START, Talk
from tests.crash.platform import NONE, Platform, Seen, Trouble
from tests.crash.wire import What

STEP: Final = 50.0  # seconds of the meetings' own time between looks at the clock
RETRIED: Final = 40.0  # longer than a parcel stays claimed by a process that died
SETTLED_WITHIN: Final = 18  # such stretches; after that something is stuck
LOOKS: Final = 8  # in each, while what is on its way arrives


Make = Callable[[str, float, Trouble, int], Platform]


class StuckError(Exception):
    """Something still waits to be delivered long after everything should have been."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Stored:
    """What a database holds in the end."""

    rooms: dict[str, Room | None]
    questions: dict[str, Sequence[Question]]


@dataclass(frozen=True, slots=True, kw_only=True)
class Run:
    """What came of one telling of the meetings."""

    rounds: int
    events: int
    late: int
    kills: int
    seen: Seen
    stored: Stored


@dataclass(frozen=True, slots=True, kw_only=True)
class Verdict:
    """What a trial found. `differences` names what isn't as in the undisturbed run."""

    kills: int
    events: int
    late: int
    nudges_due: int
    lost: int
    doubled: int
    sent_again: int
    differences: tuple[str, ...]

    @property
    def passed(self) -> bool:
        """Whether nothing was lost or doubled, and nothing differs."""
        return not (self.lost or self.doubled or self.differences)


async def trial(
    url: str,
    undisturbed_url: str,
    trouble: Trouble,
    *,
    rooms: int = 4,
    meetings: int = 1,
    seed: int = 7,
    make: Make = Platform,
) -> Verdict:
    """Hold meetings under trouble until enough processes were killed, then undisturbed.

    At least so many `meetings`, with the kills spread over them, however slow the machine is. Both
    databases are empty at first; `make` builds the platform of the first run. Raises StuckError
    where deliveries don't come to an end.
    """
    talks = [(f"crash/room{n}", f"cora{n}", seed) for n in range(rooms)]
    troubled = make(url, START, trouble, seed)
    killed = await hold(url, troubled, [Talk(*each) for each in talks], least=meetings)
    quiet = Platform(undisturbed_url, START, NONE, seed)
    calm = await hold(undisturbed_url, quiet, [Talk(*each) for each in talks], least=killed.rounds)
    return compare(killed, calm)


async def hold(url: str, platform: Platform, talks: list[Talk], *, least: int) -> Run:
    """Hold meetings in rounds, at least so many, until as many processes died as wanted."""
    async with platform:
        platform.spread_kills(1, least)
        await _open(platform, talks)
        rounds = 0
        while rounds < least or not platform.killed_enough:
            await _round(platform, talks, rounds)
            rounds += 1
            platform.spread_kills(rounds + 1, least)
    return Run(
        rounds=rounds,
        events=platform.events,
        late=platform.late,
        kills=platform.kills,
        seen=platform.seen,
        stored=await _read(url),
    )


async def _open(platform: Platform, talks: list[Talk]) -> None:
    await platform.give_each([each.opening() for each in talks])
    await _settle(platform, START + STEP)
    await _press(platform, talks, 0, START + ROUND / 2)


async def _round(platform: Platform, talks: list[Talk], number: int) -> None:
    begun = START + (number + 1) * ROUND
    await platform.give_each([each.starts(number) for each in talks])
    await _settle(platform, begun - GATHERS)
    await platform.tell_each([each.talk(number) for each in talks])
    for step in range(2, 13):
        at = begun + step * STEP
        await platform.give_each([each.small_talk(number, at - STEP / 2) for each in talks])
        await platform.pass_to(at)
    await _settle(platform, begun + 13 * STEP)
    await _press(platform, talks, number, begun + 1500.0)
    await platform.give_each([each.ends(number) for each in talks])
    await _settle(platform, begun + 2400.0)


async def _press(platform: Platform, talks: list[Talk], number: int, at: float) -> None:
    """Every convener presses on the cards that they can see."""
    pressed = [each.presses(number, at, _cards(platform.seen, each)) for each in talks]
    await platform.give_each(pressed)
    await _settle(platform, at + 60.0)


def _cards(seen: Seen, talk: Talk) -> list[CardView]:
    mine = [ref for ref, each in seen.first.items() if each.to == talk.convener]
    return [seen.faces[ref] for ref in mine if not seen.faces[ref].closed]


async def _settle(platform: Platform, at: float) -> None:
    """Let everything that waits be delivered, what the dead had claimed too."""
    for look in range(SETTLED_WITHIN):
        for _ in range(LOOKS):
            if not await platform.pass_to(at + look * RETRIED):
                return
            await asyncio.sleep(PATIENCE / LOOKS)
    raise StuckError(f"something still waits {SETTLED_WITHIN * RETRIED:.0f} s later")


async def _read(url: str) -> Stored:
    async with open_store(url) as store:
        names = await store.rooms()
        return Stored(
            rooms={each: await store.look(each) for each in names},
            questions={each: await store.questions(each) for each in names},
        )


# --- comparing -------------------------------------------------------------------------------


def compare(killed: Run, calm: Run) -> Verdict:
    """Hold the run under trouble against the undisturbed one."""
    due = calm.seen.counted(What.CARD)
    lost = doubled = 0
    differences: list[str] = []
    for what in (What.CARD, What.FOLLOW, What.NOTICE, What.PAGE):
        wanted, shown = calm.seen.counted(what), killed.seen.counted(what)
        missing, more = wanted - shown, shown - wanted
        differences += [f"{what} lost: {each}" for each in missing]
        differences += [f"{what} too much: {each}" for each in more]
        lost += missing.total()
        doubled += more.total()
    differences += _faces(killed.seen, calm.seen)
    differences += _states(killed.stored, calm.stored)
    return Verdict(
        kills=killed.kills,
        events=killed.events,
        late=killed.late,
        nudges_due=sum(count for name, count in due.items() if " nudge:" in name),
        lost=lost,
        doubled=doubled,
        sent_again=killed.seen.repeated,
        differences=tuple(differences),
    )


def _faces(killed: Seen, calm: Seen) -> list[str]:
    """Cards and pages must look in the end as they look undisturbed: no correction is lost."""
    ends = [
        {**{view.card: (view.closed, view.lines) for view in s.faces.values()}, **s.pages}
        for s in (killed, calm)
    ]
    return [f"shown otherwise: {name}" for name in ends[1] if ends[0].get(name) != ends[1][name]]


def _states(killed: Stored, calm: Stored) -> list[str]:
    found: list[str] = []
    for name, room in calm.rooms.items():
        other = killed.rooms.get(name)
        if room is None or other is None or _plain(other) != _plain(room):
            found.append(f"state of {name}")
        mine, theirs = (map(_timeless, each.questions.get(name, ())) for each in (killed, calm))
        if list(mine) != list(theirs):
            found.append(f"questions of {name}")
    return found


def _plain(room: Room) -> Room:
    """The room but for when follows were brought to it: that is the deliveries' time."""
    room.now = 0.0
    room.questions = {name: _timeless(each) for name, each in room.questions.items()}
    return room


def _timeless(question: Question) -> Question:
    posted = [
        replace(each, at=0.0) if each.message.startswith("as ") else each
        for each in question.pick_ups
    ]
    return replace(question, pick_ups=tuple(posted))
