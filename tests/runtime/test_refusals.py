"""What is remembered of deliveries that were refused: no more than is sure, and not for ever."""

from bot.runtime.ports import Errand, Parcel, RetryLaterError
from bot.runtime.refusals import REMEMBERED, Refusals

REFUSED = RetryLaterError("slow down", untouched=True)


def parcel(number: int, attempts: int) -> Parcel:
    """One that has been taken up so often."""
    return Parcel(
        room="fake/room",
        id=f"send {number}",
        errand=Errand.SEND_CARD,
        due_at=0.0,
        attempts=attempts,
    )


def test_no_more_is_remembered_than_there_is_room_for() -> None:
    """Of what is forgotten it is looked whether it stands."""
    refusals = Refusals()
    for number in range(REMEMBERED + 1):
        first = parcel(number, 1)
        refusals.note(first, refusals.nonce(first), REFUSED)
    assert refusals.nonce(parcel(0, 2)).again
    assert not refusals.nonce(parcel(1, 2)).again
    assert not refusals.nonce(parcel(REMEMBERED, 2)).again


def test_what_was_said_of_an_attempt_holds_for_the_next_one_alone() -> None:
    """One that begins and isn't heard of again leaves nothing behind."""
    refusals = Refusals()
    first = parcel(1, 1)
    refusals.note(first, refusals.nonce(first), REFUSED)
    assert not refusals.nonce(parcel(1, 2)).again
    assert refusals.nonce(parcel(1, 3)).again
