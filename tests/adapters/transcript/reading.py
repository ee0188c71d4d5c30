"""Reads transcripts for the tests, and keeps all that was said about them."""

from dataclasses import dataclass, field
from pathlib import Path

from hypothesis import HealthCheck, settings

from adapters.transcript import Transcript, TranscriptError, open_transcripts
from bot.domain.events import Event, MemberJoined, MessagePosted

SAMPLES = Path(__file__).parent / "samples"

# For properties of files: each example writes its own anew, and a busy machine is no failure.
with_files = settings(deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])


@dataclass(slots=True)
class Read:
    """What came out of one path."""

    rooms: list[tuple[Transcript, list[Event]]] = field(default_factory=list)
    problems: list[TranscriptError] = field(default_factory=list)
    warnings: list[str] = field(default_factory=list)
    bytes: int = 0

    def _count(self, count: int) -> None:
        self.bytes += count

    @property
    def transcript(self) -> Transcript:
        """The only room."""
        ((transcript, _),) = self.rooms
        return transcript

    @property
    def events(self) -> list[Event]:
        """The only room's events."""
        ((_, events),) = self.rooms
        return events

    @property
    def messages(self) -> list[MessagePosted]:
        """The only room's messages."""
        return [event for event in self.events if isinstance(event, MessagePosted)]

    @property
    def said(self) -> list[str]:
        """Their texts."""
        return [message.text for message in self.messages]

    @property
    def names(self) -> dict[str, str]:
        """Who was introduced, by id, under the last name given."""
        joined = (event for event in self.events if isinstance(event, MemberJoined))
        return {event.member: event.name for event in joined}

    @property
    def complaints(self) -> list[tuple[int | None, str]]:
        """Each problem's line, and what is wrong."""
        return [(problem.line, problem.what) for problem in self.problems]


def read(path: Path) -> Read:
    """Read a path to its end."""
    found = Read()
    for transcript in open_transcripts(
        path,
        on_warning=found.warnings.append,
        on_problem=found.problems.append,
        on_bytes=found._count,
    ):
        found.rooms.append((transcript, list(transcript.events)))
    return found


def read_text(folder: Path, name: str, *lines: str) -> Read:
    """Write the lines into a file of that name, and read it."""
    path = folder / name
    path.write_text("".join(f"{line}\n" for line in lines), encoding="utf-8")
    return read(path)
