"""The bundled meetings tell their story, and are transcripts like any other."""

import pytest

from adapters.transcript import open_transcripts
from adapters.web.model import REACTIONS
from adapters.web.script import MEETINGS, Script, bundled
from bot.bootstrap import build_tracker
from bot.cli.demo import DEMO_DEFAULTS
from bot.domain.events import Event, MessagePosted, WakeUp
from bot.domain.question import Kind, Question, State
from bot.domain.room import Room
from bot.domain.settings import RoomSettings
from bot.runtime.rehearsal import stage

SCRIPTS = {each.slug: each for each in bundled()}
every_script = pytest.mark.parametrize("script", SCRIPTS.values(), ids=SCRIPTS)


def _settings() -> RoomSettings:
    changes = {key: value for values in DEMO_DEFAULTS.values() for key, value in values.items()}
    return RoomSettings(**changes)


def _events(script: Script) -> list[Event]:
    return [
        MessagePosted(
            room=script.slug,
            at=line.at,
            id=line.id,
            author=line.author,
            name=line.author,
            text=line.text,
            reply_to=line.reply_to,
        )
        for line in script.lines
        if line.text
    ]


def _played(script: Script) -> tuple[Room, list[tuple[float, Question]]]:
    """The room after the meeting, and each question with the time at which it was left hanging."""
    tracker, _ = build_tracker()
    room = stage(script.slug, script.convener, _settings(), 0.0)
    hung: list[tuple[float, Question]] = []
    known: set[str] = set()
    for event in _events(script):
        while room.wake_at is not None and room.wake_at < event.at:
            tracker.handle(room, WakeUp(room=room.id, at=room.wake_at))
            hung += _newly_chosen(room, known)
        tracker.handle(room, event)
        hung += _newly_chosen(room, known)
    return room, hung


def _newly_chosen(room: Room, known: set[str]) -> list[tuple[float, Question]]:
    chosen = [each for each in room.questions.values() if each.chosen_at and each.id not in known]
    known |= {each.id for each in chosen}
    return [(room.now, each) for each in chosen]


def test_there_are_two() -> None:
    """One for a partnership, one for a software team."""
    assert list(SCRIPTS) == ["home-from-hospital", "the-friday-release"]


@every_script
def test_a_script_holds_together(script: Script) -> None:
    """Times rise, what is answered or reacted to was said before, and the room knows the emoji."""
    said: set[str] = set()
    at = 0.0
    for line in script.lines:
        assert line.at >= at
        at = line.at
        for other in (line.reply_to, line.after, line.to or None):
            assert other is None or other in said
        if line.emoji:
            assert line.emoji in REACTIONS
        else:
            assert line.id not in said
            said.add(line.id)
    assert 25 <= len(script.lines) <= 40


@every_script
def test_the_story_shows_itself(script: Script) -> None:
    """A question that took courage is left hanging, the convener is nudged, and follows it late."""
    room, hung = _played(script)
    (follow,) = [line for line in script.lines if script.is_follow(line)]
    assert follow.reply_to is not None
    nudged_at, question = hung[0]
    assert (question.id, question.kind) == (follow.reply_to, Kind.NOT_KNOWING)
    assert nudged_at < follow.at - 60
    after = room.questions[question.id]
    assert after.state is State.FOLLOWED
    assert after.pick_ups[-1].message == follow.id
    assert question.asker not in follow.text


@every_script
def test_what_else_is_asked_gets_its_due(script: Script) -> None:
    """Others are answered in time; one more is left for the convener to return to."""
    room, hung = _played(script)
    tracked = [each for each in room.questions.values() if each.tracked]
    assert sum(each.state is State.FOLLOWED for each in tracked) >= 4
    assert len(hung) == 2
    assert hung[1][1].kind is not Kind.INQUIRY or hung[1][1].asker != script.convener


@every_script
def test_replay_reads_it(script: Script) -> None:
    """The file is a transcript in the project's own format."""
    said: list[object] = []
    path = MEETINGS / f"{script.slug}.jsonl"
    rooms = open_transcripts(path, on_warning=said.append, on_problem=said.append)
    ((transcript, events),) = [(each, list(each.events)) for each in rooms]
    assert said == []
    assert transcript.convener == script.convener
    posted = [each for each in events if isinstance(each, MessagePosted)]
    assert len(posted) == sum(bool(line.text) for line in script.lines)
