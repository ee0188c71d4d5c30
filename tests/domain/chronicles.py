"""Chronicles for tests and pictures: made up, with a meeting's ways."""

from random import Random
from typing import Final

from hypothesis import strategies as st

from bot.domain.chronicle import Chronicle, Entry, Taken, Viewer
from bot.domain.question import How, State
from tests.domain.builders import DAY, MONDAY

STATES: Final = (
    State.FOLLOWED,
    State.HANGING,
    State.TAKEN_AWAY,
    State.WITHDRAWN,
    State.OPEN,
)
_TAKEN: Final = frozenset({State.FOLLOWED, State.TAKEN_AWAY})


def entry(number: int, after: float, state: State, taken: float | None = None) -> Entry:
    """A question so many seconds into the meeting, taken up at that second of it."""
    pick_ups = () if taken is None else (Taken(at=MONDAY + taken, how=How.ANSWER, message="a"),)
    return Entry(
        number=number,
        question=f"q{number}",
        message=f"m{number}",
        asked_at=MONDAY + after,
        state=state,
        words="Who decides?",
        taken=pick_ups,
    )


def earlier(number: int) -> Entry:
    """A question that an earlier meeting left hanging."""
    return Entry(
        number=number,
        question=f"q{number}",
        message=f"m{number}",
        asked_at=MONDAY - DAY,
        state=State.HANGING,
        words=None,
        earlier=True,
    )


def told(*entries: Entry, seconds: float = 3600.0) -> Chronicle:
    """A meeting that ran so long, with these questions."""
    return Chronicle(
        viewer=Viewer.CONVENER,
        title="The meeting of 2 March, 09:00",
        since=MONDAY,
        until=MONDAY + seconds,
        entries=entries,
    )


def busy(questions: int, seconds: float, seed: int, before: int = 0) -> Chronicle:
    """A meeting with so many questions, most of them followed; `before`: left by earlier ones."""
    chance = Random(seed)  # noqa: S311 - a made-up meeting, the same each time
    entries = [earlier(number) for number in range(1, before + 1)]
    for after in sorted(chance.uniform(0, seconds * 0.95) for _ in range(questions)):
        state = chance.choices(STATES, (12, 4, 2, 1, 1))[0]
        taken = min(seconds, after + chance.expovariate(1 / 200)) if state in _TAKEN else None
        entries.append(entry(len(entries) + 1, after, state, taken))
    return told(*entries, seconds=seconds)


@st.composite
def chronicles(draw: st.DrawFn) -> Chronicle:
    """Any meeting: short or days long, empty or crowded, pick-ups at once or after its end."""
    seconds = draw(st.floats(0, 7 * DAY))
    entries = [earlier(number) for number in range(1, draw(st.integers(0, 3)) + 1)]
    for after in sorted(draw(st.lists(st.floats(0, seconds), max_size=70))):
        state = draw(st.sampled_from(STATES))
        taken = after + draw(st.floats(0, DAY)) if state in _TAKEN else None
        entries.append(entry(len(entries) + 1, after, state, taken))
    return told(*entries, seconds=seconds)
