"""Plays bundled meetings in the room, line by line, through the same doors as everybody's words.

The room's clock runs faster meanwhile, so patience is spent as fast as the talk goes. Each line and
how far the meeting has got are kept in one transaction: a stop in the middle loses and repeats
nothing.
"""

import asyncio
from collections.abc import Callable, Iterable, Mapping, Sequence
from contextlib import suppress
from dataclasses import replace
from typing import Final

import structlog

from adapters.web.bell import Bell
from adapters.web.chat import Chat
from adapters.web.desk import Desk
from adapters.web.model import RefusedError, SignedOutError
from adapters.web.playing import SPEEDS, Playing, Scene, read_playing, written
from adapters.web.requests import Do
from adapters.web.script import Line, Script
from adapters.web.step import Step
from adapters.web.tempo import Tempo
from adapters.web.unbroken import unbroken
from adapters.web.understudy import Cue, Understudy
from bot.runtime.ports import StorageError

TICK: Final = 0.25
"""Real seconds after which the player looks again at what it waits for."""
AFTERGLOW: Final = 30.0
"""The clock's seconds from the last line to the meeting's end."""

log = structlog.get_logger()


class Player:
    """Plays one meeting at a time. Raises RefusedError where it can't do what is asked."""

    def __init__(
        self,
        *,
        chat: Chat,
        desk: Desk,
        tempo: Tempo,
        understudy: Understudy,
        scripts: Sequence[Script],
    ) -> None:
        self._chat = chat
        self._desk = desk
        self._tempo = tempo
        self._clock = tempo.clock
        self._understudy = understudy
        self._scripts: Mapping[str, Script] = {each.slug: each for each in scripts}
        self._called = Bell()
        self._one_by_one = asyncio.Lock()

    # --- what pages ask ----------------------------------------------------------------------

    async def start(self, slug: str, speed: float) -> str:
        """Begin a meeting; the id of its convener comes back, for whoever takes the chair."""
        script = self._scripts.get(slug)
        if script is None:
            raise RefusedError("There is no such meeting. Please choose one of the list.")
        _check(speed)
        async with self._one_by_one, self._chat.at_once() as step:
            before = await _playing(step)
            if before is not None and before.runs:
                raise RefusedError("A meeting is being played already. Stop it first, or watch it.")
            if before is not None:
                await _see_off(step, before.people.values())
            people = {name: (await step.welcome(name, played=True)).id for name in script.authors}
            playing = Playing(
                script=slug,
                title=script.title,
                speed=speed,
                lines=len(script.lines),
                people=people,
                convener=people[script.convener],
            )
            await _keep(step, playing)
        self._called.ring()
        return playing.convener

    async def pace(self, speed: float) -> None:
        """Go on at another speed."""
        _check(speed)
        await self._turn(lambda playing: replace(playing, speed=speed))

    async def stop(self) -> None:
        """End the meeting here."""
        at = self._clock.now() - AFTERGLOW
        await self._turn(lambda playing: replace(playing, scene=Scene.CLOSING, last_at=at))

    async def _turn(self, to: Callable[[Playing], Playing]) -> None:
        async with self._one_by_one, self._chat.at_once() as step:
            playing = await _playing(step)
            if playing is None or not playing.runs:
                raise RefusedError("No meeting is being played. Choose one to play first.")
            await _keep(step, to(playing))
        self._called.ring()

    def touched(self, card: str) -> None:
        """Somebody has pressed something on this card themself."""
        self._understudy.touched(card)

    # --- the play itself ---------------------------------------------------------------------

    async def run(self) -> None:
        """Play whatever is to be played, until cancelled."""
        with self._called.listen() as called:
            while True:
                called.clear()
                try:
                    pause = await unbroken(self._go_on())
                except StorageError as error:
                    log.warning("demo.play_waits", why=str(error))
                    pause = 1.0
                with suppress(TimeoutError):
                    await asyncio.wait_for(called.wait(), pause)

    async def _go_on(self) -> float | None:
        """Do what is due; how long to rest comes back, in real seconds (None: until called)."""
        async with self._one_by_one:
            body = await self._chat.kept("play")
            playing = read_playing(body) if body else None
            if playing is None or not playing.runs:
                self._tempo.set(1.0)
                return None
            talks = playing.scene in {Scene.PLAYING, Scene.CLOSING}
            self._tempo.set(playing.speed if talks else 1.0)
            if not await self._chat.is_here(playing.convener):
                return await self._close(playing)
            await self._understudy.act(playing.convener)
            if playing.scene is Scene.OPENING:
                return await self._open(playing)
            if playing.scene is Scene.CLOSING:
                return await self._close(playing)
            return await self._talk(playing)

    async def _open(self, playing: Playing) -> float:
        """Seat the convener; the talk begins once the practice nudge was tried."""
        if not await self._desk.convenes(playing.convener):
            await self._desk.do(playing.convener, Do.CONVENE)
        elif await self._desk.ready(playing.convener):
            await self._desk.do(playing.convener, Do.START_MEETING)
            await self._set(replace(playing, scene=Scene.PLAYING, last_at=self._clock.now()))
            return 0.0
        return TICK

    async def _talk(self, playing: Playing) -> float:
        script = self._scripts[playing.script]
        if playing.line == len(script.lines):
            await self._set(replace(playing, scene=Scene.CLOSING))
            return 0.0
        line = script.lines[playing.line]
        rest = self._clock.seconds_until(playing.last_at + _gap(script, playing.line))
        if rest > 0 and playing.scene is Scene.PLAYING:
            return min(rest, TICK)
        if script.is_follow(line):
            return await self._follow(playing, line)
        await self._say(playing, line)
        return 0.0

    async def _follow(self, playing: Playing, line: Line) -> float:
        """The convener's follow waits for the chair; whoever sits there may do it otherwise."""
        assert line.reply_to is not None  # noqa: S101 - Script.is_follow says so
        question = playing.said.get(line.reply_to, "")
        match await self._understudy.cue(playing.convener, question):
            case Cue.WAIT:
                if playing.scene is not Scene.WAITING:
                    await self._set(replace(playing, scene=Scene.WAITING))
                return TICK
            case Cue.GO:
                await self._say(playing, line)
            case Cue.DONE:
                done = await self._chat.reply_to(question, by=playing.convener)
                await self._pass(playing, said={**playing.said, line.id: done or question})
            case Cue.LET_BE:
                await self._pass(playing, said=playing.said)
        return 0.0

    async def _say(self, playing: Playing, line: Line) -> None:
        """Post a line, unless what it belongs to was left out."""
        if line.after is not None and line.after not in playing.said:
            await self._pass(playing, said=playing.said)
            return
        try:
            async with self._chat.at_once() as step:
                said = await _post(step, playing, line)
                await _keep(step, self._passed(playing, {**playing.said, **said}))
        except (RefusedError, SignedOutError):
            # What it answers was deleted meanwhile, or its author sent away.
            await self._pass(playing, said=playing.said)

    async def _pass(self, playing: Playing, *, said: Mapping[str, str]) -> None:
        await self._set(self._passed(playing, said))

    def _passed(self, playing: Playing, said: Mapping[str, str]) -> Playing:
        return replace(
            playing,
            scene=Scene.PLAYING,
            line=playing.line + 1,
            last_at=self._clock.now(),
            said=said,
        )

    async def _close(self, playing: Playing) -> float:
        """End the meeting, a moment after the last words; its people go, but for the convener."""
        rest = self._clock.seconds_until(playing.last_at + AFTERGLOW)
        if rest > 0 and playing.scene is Scene.CLOSING:
            return min(rest, TICK)
        await self._desk.do(playing.convener, Do.END_MEETING)
        async with self._chat.at_once() as step:
            others = (each for each in playing.people.values() if each != playing.convener)
            await _see_off(step, others)
            await _keep(step, replace(playing, scene=Scene.OVER))
        return 0.0

    async def _set(self, playing: Playing) -> None:
        async with self._chat.at_once() as step:
            await _keep(step, playing)


def _check(speed: float) -> None:
    if speed not in SPEEDS:
        choices = ", ".join(f"{each:g}" for each in SPEEDS)
        raise RefusedError(f"Please choose one of these speeds: {choices}.")


def _gap(script: Script, line: int) -> float:
    """The seconds of the clock between a line and the one before it."""
    return script.lines[line].at - (script.lines[line - 1].at if line else 0.0)


async def _playing(step: Step) -> Playing | None:
    item = await step.change.get("play", "")
    return read_playing(item.body) if item else None


async def _keep(step: Step, playing: Playing) -> None:
    await step.change.put("play", "", written(playing))


async def _see_off(step: Step, people: Iterable[str]) -> None:
    for person in people:
        with suppress(SignedOutError):
            await step.see_off(person)


async def _post(step: Step, playing: Playing, line: Line) -> Mapping[str, str]:
    """Post one line; under which id its message stands comes back."""
    author = playing.people[line.author]
    if line.emoji:
        await step.react(author, playing.said.get(line.to, ""), line.emoji, on=True)
        return {}
    reply_to = playing.said.get(line.reply_to) if line.reply_to else None
    return {line.id: (await step.post(author, line.text, reply_to)).id}
