"""The buffer that puts events in order of time."""

from collections.abc import Iterator
from dataclasses import dataclass, field

from hypothesis import given, settings
from hypothesis import strategies as st

from adapters.transcript.ordering import in_order
from bot.domain.events import Event, MessageDeleted


@dataclass
class Late:
    """Remembers what came too late."""

    events: list[Event] = field(default_factory=list)
    behind: list[float] = field(default_factory=list)

    def __call__(self, event: Event, behind: float) -> None:
        """Take one in."""
        self.events.append(event)
        self.behind.append(behind)


def happened(*times: float) -> list[Event]:
    """Events at these times, told apart by their number."""
    return [MessageDeleted(room="r", at=at, id=str(n)) for n, at in enumerate(times)]


times = st.integers(min_value=0, max_value=1000).map(float)


@settings(deadline=None)
@given(st.lists(st.tuples(times, st.floats(min_value=0, max_value=60))))
def test_up_to_a_minute_of_disorder_is_put_right(moments: list[tuple[float, float]]) -> None:
    """However events are delayed within the minute, they come out by time, stable, none late."""
    late = Late()
    arrivals = sorted(moments, key=lambda moment: moment[0] + moment[1])
    events = happened(*(at for at, _ in arrivals))
    ordered = list(in_order(events, on_late=late))
    assert ordered == sorted(events, key=lambda event: event.at)
    assert late.events == []


@settings(deadline=None)
@given(st.lists(times), st.integers(min_value=1, max_value=20))
def test_nothing_is_lost_and_all_but_the_late_is_in_order(
    moments: list[float], at_most: int
) -> None:
    """Any order whatever: each event comes out once, those not told as late sorted by time."""
    late = Late()
    events = happened(*moments)
    ordered = list(in_order(events, on_late=late, at_most=at_most))
    assert sorted(event.key for event in ordered) == sorted(event.key for event in events)
    assert len(ordered) == len(events)
    on_time = [event for event in ordered if event not in late.events]
    assert on_time == sorted(on_time, key=lambda event: event.at)


@settings(deadline=None)
@given(st.lists(times), st.integers(min_value=1, max_value=20))
def test_no_more_wait_than_allowed(moments: list[float], at_most: int) -> None:
    """The buffer's memory is bounded whatever the times are."""
    drawn = 0

    def counted() -> Iterator[Event]:
        nonlocal drawn
        for event in happened(*moments):
            drawn += 1
            yield event

    for given_out, _ in enumerate(in_order(counted(), on_late=Late(), at_most=at_most), 1):
        assert drawn - given_out <= at_most


def test_a_minute_late_is_in_time_and_more_is_not() -> None:
    """The limit itself still counts as put right."""
    late = Late()
    ordered = in_order(happened(0, 100, 40, 39, 101), on_late=late)
    assert [event.at for event in ordered] == [0, 39, 40, 100, 101]
    assert [event.at for event in late.events] == [39]
    assert late.behind == [61]


def test_a_late_event_goes_on_at_once_with_its_own_time() -> None:
    """It is applied when it comes, before anything that arrives later."""
    ordered = in_order(happened(0, 100, 200, 10, 300), on_late=Late())
    assert [event.at for event in ordered] == [0, 100, 10, 200, 300]


def test_what_is_given_out_does_not_depend_on_what_comes_later() -> None:
    """Any beginning of a stream gives out the same, up to what still waits at its end."""
    events = happened(0, 5, 3, 80, 70, 200, 10, 150, 400)
    whole = list(in_order(events, on_late=Late()))
    for length in range(len(events)):
        beginning = events[:length]
        newest = max((event.at for event in beginning), default=0)
        settled = [e for e in in_order(beginning, on_late=Late()) if e.at < newest - 60]
        assert settled == whole[: len(settled)]
