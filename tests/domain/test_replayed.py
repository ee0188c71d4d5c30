"""What `replay` prints of a question: which pick-ups are named."""

from dataclasses import replace

from bot.domain.question import How, Kind, PickUp, Question, State
from bot.domain.replayed import named, row

QUESTION = Question(
    id="m1",
    message="m1",
    asker="jan",
    asked_at=0.0,
    seq=1,
    run_seq=1,
    kind=Kind.CHALLENGE,
    confidence=0.8,
    tracked=True,
    text=None,
    state=State.FOLLOWED,
)


def pick_up(message: str, weight: float) -> PickUp:
    """An answer by dev."""
    return PickUp(message=message, author="dev", at=1.0, how=How.ANSWER, weight=weight)


def test_a_sure_pick_up_hides_the_guesses() -> None:
    """What stands by itself is named; what was only a guess before it isn't."""
    question = replace(QUESTION, pick_ups=(pick_up("m2", 0.2), pick_up("m3", 0.9)))
    assert [each.message for each in named(question)] == ["m3"]


def test_guesses_that_only_together_are_enough_are_all_named() -> None:
    """Where no pick-up stands by itself, all that make it up are there, earliest first."""
    question = replace(QUESTION, pick_ups=(pick_up("m2", 0.4), pick_up("m3", 0.4)))
    assert [each.message for each in named(question)] == ["m2", "m3"]


def test_what_waits_names_no_pick_up() -> None:
    """A question that still waits was picked up by nobody, whatever was guessed."""
    question = replace(QUESTION, state=State.HANGING, pick_ups=(pick_up("m2", 0.2),))
    assert row("place", question, 0.8, str.upper)["picked_up_by"] == []


def test_what_was_taken_away_was_picked_up() -> None:
    """A convener who will find out counts as a follow in the rows."""
    question = replace(QUESTION, state=State.TAKEN_AWAY, pick_ups=(pick_up("m2", 0.9),))
    printed = row("place", question, 0.1, str.upper)
    assert printed["state"] == "followed"
    assert printed["picked_up_by"] == [{"message_id": "m2", "author": "DEV", "how": "answer"}]


def test_reasons_name_the_deciding_words_of_a_text_that_is_kept() -> None:
    """Of one that isn't, what they do."""
    question = replace(QUESTION, cues=("voices a worry", "asks why"))
    assert row("place", question, 0.8, str.upper)["why"] == ["voices a worry", "asks why"]
    kept = replace(question, text="Why then? I’m   worried by it.")
    told = row("place", kept, 0.8, str.upper)["why"]
    assert told == ["voices a worry: “I'm worried”", "asks why"]
