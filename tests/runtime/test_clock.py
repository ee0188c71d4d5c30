"""Clocks."""

import time

import pytest

from bot.runtime.clock import ScaledClock, SystemClock


class Ticks:
    """Real seconds that pass when told."""

    at = 50.0


@pytest.fixture
def ticks() -> Ticks:
    """Real seconds."""
    return Ticks()


def _clock(ticks: Ticks, rate: float = 1.0) -> ScaledClock:
    return ScaledClock(start=1_000.0, rate=rate, ticks=lambda: ticks.at)


def test_the_system_clock_shows_the_machines_time() -> None:
    """Now is now, and an hour from now is an hour away."""
    before = time.time()
    clock = SystemClock()
    assert before <= clock.now() <= time.time()
    assert clock.seconds_until(clock.after(3600.0)) == pytest.approx(3600.0, abs=1.0)
    assert clock.seconds_until(before - 5.0) == 0.0


def test_a_scaled_clock_runs_at_its_rate(ticks: Ticks) -> None:
    """Ten of its seconds pass in each real one."""
    clock = _clock(ticks, rate=10.0)
    ticks.at += 3.0
    assert clock.now() == pytest.approx(1_030.0)
    assert clock.seconds_until(1_050.0) == pytest.approx(2.0)
    assert clock.after(1.5) == pytest.approx(1_045.0)
    assert clock.seconds_until(1_000.0) == 0.0


def test_a_change_of_rate_goes_on_from_what_it_shows(ticks: Ticks) -> None:
    """What has passed stays as it was; what comes runs at the new rate."""
    clock = _clock(ticks, rate=10.0)
    ticks.at += 1.0
    clock.run_at(2.0)
    assert clock.now() == pytest.approx(1_010.0)
    ticks.at += 1.0
    assert clock.now() == pytest.approx(1_012.0)
    assert clock.rate == 2.0


def test_it_can_be_set_forward_only(ticks: Ticks) -> None:
    """A stored time that lies behind doesn't turn it back."""
    clock = _clock(ticks)
    clock.advance_to(2_000.0)
    assert clock.now() == 2_000.0
    clock.advance_to(1_500.0)
    assert clock.now() == 2_000.0


@pytest.mark.parametrize("rate", [0.0, -1.0, float("inf"), float("nan")])
def test_a_rate_that_no_clock_can_run_at_is_refused(rate: float) -> None:
    """Time neither stands nor runs backwards nor jumps."""
    with pytest.raises(ValueError, match="above zero"):
        ScaledClock(start=0.0, rate=rate)
