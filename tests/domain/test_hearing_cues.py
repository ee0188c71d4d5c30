"""What a message does in the talk besides asking."""

import pytest

from bot.domain.turn import Cue
from tests.domain.talk import remembered

SAID = [
    (Cue.ACK, ["ok", "noted", "mm hm", "great, thanks".replace(", thanks", ""), "👍", "yep, done"]),
    (Cue.THANKS, ["thanks for that", "ta", "cheers tom", "thank you so much", "thx"]),
    (Cue.JOKE, ["lol", "haha very good", "good one 😂", "lmao the goat"]),
    (
        Cue.BRUSH_OFF,
        [
            "let's park that",
            "one for another day",
            "One for outside the meeting I think",
            "noted",
            "can we stick to the agenda please",
            "let's take that offline",
            "we'll come back to that",
            "thanks for raising it",
            "it's all in the pack",
            "moving on",
        ],
    ),
    (Cue.PRAISE, ["great question, so, dates", "love that", "you star", "👏", "well said"]),
    (Cue.ANSWER, ["yes, on the 3rd", "it's in the hall", "because the roof leaks", "sixteen now"]),
    (Cue.YES_NO, ["yes", "no, not until June", "not yet", "both"]),
    (Cue.FOLLOW, ["you're right about the bus", "I wondered that too, me too", "fair question"]),
    (Cue.LOOKS_BACK, ["going back to the fence", "I've been chewing on what tom said"]),
    (Cue.TAKE_AWAY, ["I'll find out", "leave that with me", "let me check and come back to you"]),
    (Cue.WITHDRAW, ["nvm, found it", "ignore me", "scratch that", "as you were", "false alarm"]),
    (Cue.SETTLED, ["ah ok, that makes sense", "that I can live with", "good to know", "gotcha"]),
    (
        Cue.NEXT_ITEM,
        ["Item 4, dates", "right, next", "Flu clinics: Tuesdays from now", "also, tea"],
    ),
    (Cue.GREETING, ["morning all", "hi", "bye everyone"]),
    (Cue.CODE, ["see `make demo`", "https://example.org/a"]),
    (Cue.QUOTE, ["> as it stands in the paper"]),
    (Cue.FIGURE, ["about £400", "twelve of them", "on thursday"]),
    (Cue.REASON, ["because the roof leaks", "it's so that nobody waits"]),
    (Cue.COMMITS, ["I'll ring them tonight", "happy to lend mine", "let me add it"]),
]


@pytest.mark.parametrize(("cue", "text"), [(cue, text) for cue, texts in SAID for text in texts])
def test_a_cue_is_noticed(cue: Cue, text: str) -> None:
    """Each of these messages does what its cue says."""
    assert cue in remembered(f"tom: {text}").cues


NOT_SAID = [
    (Cue.ACK, ["ok so the fence is paid for by the council until the spring", "done by whom"]),
    (Cue.THANKS, ["the tank is full", "start at ten"]),
    (Cue.JOKE, ["the hall is large", "lolita is on the list"]),
    (Cue.BRUSH_OFF, ["the park is locked at eight", "the car park floods"]),
    (Cue.PRAISE, ["the question is on page 3"]),
    (Cue.FOLLOW, ["the goat is in the car park"]),
    (Cue.TAKE_AWAY, ["they found out in March"]),
    (Cue.WITHDRAW, ["the fence is on the agenda", "we found that families wait a year"]),
    (Cue.NEXT_ITEM, ["tom: it opens at ten"]),
    (Cue.GREETING, ["the morning shift starts at six and nobody has the key to the store yet"]),
    (Cue.COMMITS, ["they will ring tonight"]),
]


@pytest.mark.parametrize(
    ("cue", "text"), [(cue, text) for cue, texts in NOT_SAID for text in texts]
)
def test_a_likeness_is_no_cue(cue: Cue, text: str) -> None:
    """The same words in another sense, or inside other words, are no cue."""
    assert cue not in remembered(f"ola: {text}").cues


def test_what_is_quoted_is_not_what_its_author_does() -> None:
    """Pasted thanks thank nobody."""
    assert Cue.THANKS not in remembered("tom: > thanks for everything\nsee above").cues


def test_length_counts_the_authors_own_words() -> None:
    """Links and code don't make a message long."""
    assert remembered("tom: see https://example.org/a/b/c and `x = y + z` please").length == 3
