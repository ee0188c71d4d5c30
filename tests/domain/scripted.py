"""Hearing and uptake that do what the text tells them, so that tests of the core need no rules.

`ask:challenge Who decides?` asks (`|` parts several askings; `idle:inquiry` isn't worth a follow,
`secret:concern` is sensitive, `faint:inquiry` is heard unsurely). `answers:m1`, `follows:m1`,
`halves:m1`, `guesses:m1`, `thanks:m1/m3` (m3 took m1 up), `brushes:m1`, `withdraws:m1`,
`takes:m1`, `settles:m1` and `undoes:m1/m3` are verdicts.
"""

from bot.domain.events import MessagePosted
from bot.domain.hearing import Heard
from bot.domain.question import How, Kind, Question
from bot.domain.room import RoomView
from bot.domain.standing import Standing
from bot.domain.turn import Turn, turn_of
from bot.domain.uptake import Link, Verdict

ASKINGS = {"ask": (0.9, True, False), "idle": (0.9, False, False), "faint": (0.3, True, False)}
ASKINGS["secret"] = (0.9, True, True)
LINKS = {"answers": (How.ANSWER, 0.9), "follows": (How.FOLLOW, 0.9)}
LINKS |= {"halves": (How.ANSWER, 0.5), "guesses": (How.ANSWER, 0.3)}


class ScriptedHearing:
    """Hears what the text says is to be heard; it hands the texts on to ScriptedUptake."""

    def __init__(self) -> None:
        self.texts: dict[str, str] = {}

    def remember(self, message: MessagePosted, seq: int, room: RoomView) -> Turn:  # noqa: ARG002 - of the seam
        """A turn without features."""
        self.texts[message.id] = message.text
        return turn_of(message, seq)

    def hear(self, message: MessagePosted) -> tuple[Heard, ...]:
        """One asking for each part that begins with a mark."""
        parts = (part.strip().partition(" ") for part in message.text.split("|"))
        return tuple(_heard(mark, text) for mark, _, text in parts if _asks(mark))

    def place(self, heard: tuple[Heard, ...], turn: Turn, room: RoomView) -> tuple[Heard, ...]:  # noqa: ARG002 - of the seam
        """It counts the same everywhere."""
        return heard


def _asks(mark: str) -> bool:
    return mark.partition(":")[0] in ASKINGS


def _heard(mark: str, text: str) -> Heard:
    how, _, kind = mark.partition(":")
    confidence, tracked, sensitive = ASKINGS[how]
    return Heard(
        kind=Kind(kind),
        confidence=confidence,
        tracked=tracked,
        sensitive=sensitive,
        text=text,
        cues=("is put as a question",),
    )


class ScriptedUptake:
    """Judges as the text says."""

    def __init__(self, hearing: ScriptedHearing) -> None:
        self._texts = hearing.texts

    def judge(self, turn: Turn, room: RoomView) -> Verdict:  # noqa: ARG002 - of the seam
        """The verdict that the marks spell out."""
        marks = [word.partition(":") for word in self._texts[turn.id].split() if ":" in word]
        named = [(what, *about.partition("/")[::2]) for what, _, about in marks]

        def about(wanted: str) -> tuple[str, ...]:
            return tuple(question for what, question, _ in named if what == wanted)

        links = [
            Link(question=question, how=LINKS[what][0], weight=LINKS[what][1])
            for what, question, _ in named
            if what in LINKS
        ]
        links += [
            Link(question=question, how=How.ANSWER, weight=0.8, message=message)
            for what, question, message in named
            if what == "thanks"
        ]
        return Verdict(
            links=tuple(links),
            brushed_off=about("brushes"),
            withdrawn=about("withdraws"),
            taken_away=about("takes"),
            settled=about("settles"),
            undone=tuple((question, at) for what, question, at in named if what == "undoes"),
        )

    def chance(self, question: Question, standing: Standing) -> float:  # noqa: ARG002 - of the seam
        """The surest touch that the test gave it."""
        return max((each.direct for each in standing.touches), default=0.0)

    def hanging_score(self, question: Question, room: RoomView) -> float:  # noqa: ARG002 - of the seam
        """Nothing is known here."""
        return 0.5
