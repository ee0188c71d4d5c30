"""Answers of the kind that people get, about questions that a platform's own tests name."""

from bot.domain.pages import Choice, Line, Page, Section
from bot.domain.question import Question

FORGET = Page(
    title="Forget you?",
    lines=("All that is kept of you goes, for good.",),
    choices=(
        Choice(wish="forget-me yes", label="Yes, forget me", style="danger"),
        Choice(wish="help", label="No"),
    ),
)


def _picked_up(message: str) -> Section:
    line = Line(text="Who pays for the room?", target=message, note="Tom")
    return Section(title="Picked up", lines=(line,))


def summary(room: str, picked_up: str, waits: Question) -> Page:
    """A summary to its conveners: a message with a question that was picked up, and one waits."""
    return Page(
        title="What was asked in #partners",
        lines=("Since the meeting began, 20 minutes ago.",),
        sections=(
            _picked_up(picked_up),
            Section(
                title="Still waiting",
                lines=(
                    Line(text=waits.text or "", target=waits.id, note="20 minutes ago"),
                    Line(text="A message that is gone", target=""),
                ),
            ),
        ),
        choices=(
            Choice(wish="summary post", label="Post it in the room…", style="primary"),
            Choice(wish="pause", label="Pause"),
        ),
        room=room,
    )


def preview(room: str, picked_up: str, *wait: Question) -> Page:
    """The same before it is posted, with what waits to be ticked."""
    ticks = tuple(Line(text=each.text or "", target=each.id, tick=each.id) for each in wait)
    return Page(
        title="Before it is posted",
        lines=("What hangs is left out, unless you tick it.",),
        sections=(_picked_up(picked_up), Section(title="Still waiting", lines=ticks)),
        choices=(Choice(wish="summary post yes", label="Post it", style="primary"),),
        room=room,
    )
