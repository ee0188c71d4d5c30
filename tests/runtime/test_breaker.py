"""The circuit breaker."""

from bot.runtime.breaker import FAILURES, FIRST_REST, LONGEST_REST, Breaker


def opened(at: float = 0.0) -> Breaker:
    """One that has just opened."""
    breaker = Breaker()
    for _ in range(FAILURES):
        assert breaker.begin(at)
        breaker.failed(at)
    return breaker


def test_failures_in_a_row_open_it_and_a_success_between_them_does_not() -> None:
    """They have to be in a row."""
    breaker = Breaker()
    for _ in range(FAILURES - 1):
        breaker.failed(0.0)
    breaker.succeeded()
    breaker.failed(0.0)
    assert breaker.begin(0.0)
    assert not breaker.is_open
    assert opened().is_open
    assert not opened().begin(FIRST_REST - 1)


def test_after_a_rest_one_may_try_and_the_others_wait_for_it() -> None:
    """Its success lets all through again."""
    breaker = opened()
    assert breaker.begin(FIRST_REST)
    assert not breaker.begin(FIRST_REST)
    breaker.succeeded()
    assert breaker.begin(FIRST_REST)
    assert not breaker.is_open


def test_a_trial_that_fails_doubles_the_rest_up_to_a_limit() -> None:
    """So one that is away for long is asked ever less often."""
    breaker, at, rests = opened(), 0.0, []
    for rest in (60.0, 120.0, 240.0, 480.0, 960.0, LONGEST_REST, LONGEST_REST):
        assert not breaker.allows(at + rest - 1)
        at += rest
        assert breaker.begin(at)
        breaker.failed(at)
        rests.append(rest)
    assert rests[-1] == LONGEST_REST


def test_a_trial_that_says_nothing_lets_the_next_one_try() -> None:
    """It was given up, and nothing is known."""
    breaker = opened()
    assert breaker.begin(FIRST_REST)
    breaker.undecided()
    assert breaker.begin(FIRST_REST)


def test_a_rest_that_is_asked_for_is_given_at_once() -> None:
    """As long as it says, within bounds, and no shorter than usual."""
    for asked_for, rest in ((300.0, 300.0), (1.0, FIRST_REST), (1e9, LONGEST_REST)):
        breaker = Breaker()
        breaker.failed(0.0, asked_for)
        assert not breaker.allows(rest - 1)
        assert breaker.allows(rest)
