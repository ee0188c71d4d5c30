"""What a soak found: its totals, and whether anything was lost, doubled, slow or growing."""

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise
from statistics import median, quantiles
from typing import Final

from adapters.slack.ids import place_of
from bot.domain.room import Room
from bot.domain.window import WITHIN
from bot.domain.wording import card_view
from bot.runtime.ports import Outcome
from tests.soak.pressing import card_on
from tests.soak.process import Sample
from tests.soak.trial import Soaked, Trouble
from tests.soak.undisturbed import Due, mark_of

STOPS_WITHIN: Final = 10.0  # seconds
# Memory and open files are judged in a life that lasted so long, without its first minute: then
# every room has been read, and what is remembered of each is as much as it ever is.
JUDGED_AFTER: Final = 240.0
WARMS_UP: Final = 60.0
MORE_MEMORY: Final = 1.10  # times, from the middle third to the last one
MORE_FILES: Final = 10


@dataclass(frozen=True, slots=True, kw_only=True)
class Verdict:
    """The figures by their names, in order, and whatever shouldn't be."""

    figures: dict[str, object]
    faults: tuple[str, ...]

    @property
    def passed(self) -> bool:
        """Whether there is nothing that shouldn't be."""
        return not self.faults


def judge(soaked: Soaked) -> Verdict:
    """Compare what came of it with the undisturbed run."""
    shown = Counter({mark: len(each) for mark, each in soaked.workspace.shown.items()})
    due = soaked.truth.due
    overtaken = {mark for mark, each in due.items() if _overtaken(soaked, each)}
    lost = [each for mark, each in due.items() if not shown[mark] and mark not in overtaken]
    doubled = [mark for mark, times in shown.items() if times > 1]
    undue = [mark for mark in shown if mark not in due]
    unapplied = [each.key for each in soaked.talk.happenings if each.key not in soaked.stored.keys]
    uncorrected = list(_uncorrected(soaked))
    differing = list(_differing(soaked))
    growing = list(_growing(soaked.heed.samples, soaked.heed.starts[-1]))
    slow = [
        f"a stop took {each.seconds:.1f} s, code {each.code}"
        for each in soaked.heed.stops
        if each.seconds > STOPS_WITHIN or each.code
    ]
    nudges = [each for each in due.values() if each.is_nudge]
    counts = soaked.teller.counts
    figures: dict[str, object] = {
        "events sent": counts.sent,
        "requests": counts.sendings,
        "told twice": counts.twice,
        "told late": counts.late,
        "refused or unanswered, told again": counts.refused.total(),
        "acknowledged": counts.acknowledged,
        "the latest, s after it happened": max(counts.latest.values(), default=0),
        "applied": counts.sent - len(unapplied),
        "presses": len(soaked.presses),
        "nudges due": len(nudges),
        "nudges delivered": sum(shown[each.mark] > 0 for each in nudges),
        "taken up before their card went out": len(overtaken),
        "follows due": len(due) - len(nudges),
        "follows delivered": sum(shown[m] > 0 for m, each in due.items() if not each.is_nudge),
        "lost": len(lost) + len(unapplied),
        "doubled": len(doubled),
        "undue": len(undue),
        "cards not corrected": len(uncorrected),
        "rooms that stand otherwise": len(differing),
        "calls to Slack": len(soaked.workspace.calls),
        "of these failed or slow": soaked.workspace.mishaps.total(),
        **{f"times {each}": _times(soaked, each) for each in Trouble},
        "stops took, s": [round(each.seconds, 1) for each in soaked.heed.stops],
        "left claimed by a stop": len(soaked.claimed),
        "nudges late by, s (median, 99 %, at most)": _lateness(soaked, nudges),
        "processor's time, s": round(_spent(soaked.heed.samples)),
        "memory, MB (at least, at most, in the end)": _range(
            each.memory for each in soaked.heed.samples
        ),
        "open files (at least, at most, in the end)": _range(
            each.files for each in soaked.heed.samples
        ),
    }
    faults = (
        *(() if soaked.settled else ("not all was taken in and delivered in time",)),
        *(f"lost: {each.room} {each.parcel}" for each in lost),
        *(f"not applied: {each}" for each in unapplied),
        *(f"doubled: {_named(soaked, each)}" for each in doubled),
        *(f"undue: {_named(soaked, each)}" for each in undue),
        *(f"not corrected: {each}" for each in uncorrected),
        *differing,
        *(f"left claimed: {each}" for each in soaked.claimed),
        *slow,
        *growing,
    )
    return Verdict(figures=figures, faults=faults)


# --- what differs ----------------------------------------------------------------------------


def _overtaken(soaked: Soaked, due: Due) -> bool:
    """Whether Heed itself says that there was nothing to tell any more, and rightly so."""
    outcome = soaked.stored.outcomes.get((due.room, due.parcel))
    return outcome == Outcome.POINTLESS and due.mark in closed_cards(soaked)


def closed_cards(soaked: Soaked) -> set[str]:
    """The cards that stand closed in the undisturbed run, by their marks."""
    return {
        mark_of(room.id, f"send {card.id}")
        for room in soaked.truth.rooms.values()
        for card in room.cards.values()
        if card_view(room, card, soaked.ended).closed
    }


def _uncorrected(soaked: Soaked) -> Iterator[str]:
    """Cards that have buttons where the undisturbed run has none, or none where it has some."""
    closed = closed_cards(soaked)
    for mark, shown in soaked.workspace.shown.items():
        due = soaked.truth.due.get(mark)
        if due is not None and due.is_nudge:
            for each in shown:
                has_none = card_on(soaked.workspace.now_at(each)["blocks"]) is None
                if has_none is not (mark in closed):
                    yield f"{due.room} {due.parcel}"


def _differing(soaked: Soaked) -> Iterator[str]:
    """Rooms whose last messages, or whose questions, aren't those of the undisturbed run."""
    for name, room in soaked.truth.rooms.items():
        stored = soaked.stored.rooms.get(name)
        # What comes later than that is applied on arrival (docs/reliability.md): it has no place.
        in_place = soaked.teller.counts.latest[place_of(name).channel] <= WITHIN
        here, there = (_turns(each, in_place) if each else [] for each in (stored, room))
        if here != there:
            out = [one for one, other in zip(here, there, strict=False) if one != other]
            missing = sorted(set(there) - set(here))
            yield f"messages of {name}: {out} out of place, {missing} missing"
        is_so = {each.id: each.state for each in soaked.stored.questions.get(name, ())}
        should = {each.id: each.state for each in soaked.truth.questions(name).values()}
        for question in sorted(is_so.keys() | should.keys()):
            if is_so.get(question) != should.get(question):
                yield f"{name} {question}: {is_so.get(question)}, not {should.get(question)}"


def _turns(room: Room, in_place: bool) -> list[str]:
    ids = [each.id for each in room.turns]
    return ids if in_place else sorted(ids)


def _named(soaked: Soaked, mark: str) -> str:
    due = soaked.truth.due.get(mark)
    if due is not None:
        return f"{due.room} {due.parcel}"
    shown = soaked.workspace.shown[mark][0]
    about = card_on(shown.blocks)
    return f"{about.room} {about.card}" if about else f"{shown.channel} {shown.ts}"


# --- figures ---------------------------------------------------------------------------------


def _times(soaked: Soaked, trouble: Trouble) -> int:
    return sum(each.trouble is trouble for each in soaked.happened)


def _lateness(soaked: Soaked, nudges: Sequence[Due]) -> list[float]:
    """From the moment that a nudge was due to its standing on Slack, faults and all."""
    shown = soaked.workspace.shown
    late = sorted(shown[each.mark][0].at - each.at for each in nudges if each.mark in shown)
    if len(late) < 2:
        return [round(each, 2) for each in late]
    return [
        round(each, 2)
        for each in (median(late), quantiles(late, n=100, method="inclusive")[-1], late[-1])
    ]


def _range(values: Iterable[float]) -> list[float]:
    found = [round(each) for each in values]
    return [min(found), max(found), found[-1]] if found else []


def _spent(samples: Sequence[Sample]) -> float:
    """Of all lives together, as far as they were looked at."""
    ends = [one.spent for one, other in pairwise(samples) if other.spent < one.spent]
    return sum(ends) + (samples[-1].spent if samples else 0.0)


def _growing(samples: Sequence[Sample], since: float) -> Iterator[str]:
    """Whether the last life held ever more. One that was too short isn't judged."""
    life = [each for each in samples if each.at >= since]
    if not life or life[-1].at - since < JUDGED_AFTER:
        return
    warm = [each for each in life if each.at >= since + WARMS_UP]
    third = len(warm) // 3
    middle, last = warm[third : 2 * third], warm[2 * third :]
    before, now = (median(each.memory for each in some) for some in (middle, last))
    if now > before * MORE_MEMORY:
        yield f"memory grew from {before:.0f} to {now:.0f} MB"
    held, holds = (max(each.files for each in some) for some in (middle, last))
    if holds > held + MORE_FILES:
        yield f"open files grew from {held} to {holds}"
