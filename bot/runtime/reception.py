"""The reception: takes what people ask for to whoever does it, and answers with a page.

What somebody may is `permissions`' matter, what is said that of `answers` and `summary`.
"""

from collections.abc import Awaitable, Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any, Final

from bot.domain import answers, convening, export, summary
from bot.domain.chronicle import Entry, Span, Viewer, chronicle
from bot.domain.events import (
    ConvenerSteppedDown,
    Event,
    ListenerSet,
    MeetingEnded,
    MeetingStarted,
    MemberJoined,
    PageAsked,
    Paused,
    Resumed,
    RoomSet,
)
from bot.domain.groups import Grouped
from bot.domain.options import (
    BY_NAME,
    UnfitValueError,
    Writing,
    beyond,
    with_reset,
    with_value,
)
from bot.domain.pages import Choice, Page
from bot.domain.permissions import Deed, Standing, deed_of, may, standings
from bot.domain.question import Question
from bot.domain.room import Room
from bot.domain.settings import RoomSettings
from bot.domain.stats import stats_page
from bot.domain.wishes import (
    BoardWish,
    Conveners,
    Export,
    ForgetMe,
    Help,
    ListenerWish,
    MeetingWish,
    MyData,
    Open,
    OptIn,
    OptOut,
    Pause,
    Resume,
    SettingsWish,
    Stats,
    StepDown,
    Summary,
    Wish,
    parse,
)
from bot.runtime.groups import Grouping
from bot.runtime.ports import Boards, HomeRoom, Intake, OwnData, Visitor, platform_of

DONE: Final = "That is done already."


@dataclass(frozen=True, slots=True, kw_only=True)
class Asking:
    """One asking in a room that is known. `people` are the ids of those whom it names."""

    room: Room
    visitor: Visitor
    who: frozenset[Standing]
    key: str
    at: float
    ticked: tuple[str, ...] = ()
    people: tuple[str, ...] = ()

    @property
    def member(self) -> str:
        """Whoever asks."""
        return self.visitor.member


Answer = Callable[[Asking, Any], Awaitable[Page]]


class FrontDesk:
    """Implements Reception. `start` is what rooms start with, and the admin's ceiling.

    `boards` are there where Heed has an address on the web. `grouping` says who is in
    which group, where an admin listed any. `names`: an export may name people.
    """

    def __init__(  # noqa: PLR0913 - what it is made of
        self,
        intake: Intake,
        own_data: OwnData,
        start: RoomSettings,
        writing: Writing,
        boards: Boards | None = None,
        *,
        grouping: Grouping | None = None,
        names: bool = False,
    ) -> None:
        self._intake = intake
        self._own_data = own_data
        self._start = start
        self._writing = writing
        self._boards = boards
        self._grouping = grouping
        self._names = names
        self._answers: Mapping[type[Wish], Answer] = {
            Help: self._help,
            Summary: self._summary,
            Open: self._open,
            Export: self._export,
            Conveners: self._convening,
            MeetingWish: self._meeting,
            Pause: self._pause,
            Resume: self._resume,
            StepDown: self._step_down,
            SettingsWish: self._settings,
            ListenerWish: self._second_listener,
            BoardWish: self._board,
            Stats: self._stats,
        }

    async def ask(  # noqa: PLR0913 - of the port
        self,
        room: str,
        visitor: Visitor,
        text: str,
        *,
        key: str = "",
        at: float,
        ticked: tuple[str, ...] = (),
    ) -> Page:
        """Do what was asked for in a room; the answer is for the visitor alone. StorageError."""
        wish = parse(text)
        own = await self._own(platform_of(room), visitor.member, wish)
        if own is not None:
            return own
        known = await self._intake.look(room)
        if known is None:
            return _nowhere(wish)
        who = standings(known, visitor.member, admin=visitor.admin, present=visitor.present)
        asking = Asking(room=known, visitor=visitor, who=who, key=key, at=at, ticked=ticked)
        return await self._answer(asking, wish)

    async def home(
        self, visitor: Visitor, rooms: Sequence[str], *, at: float
    ) -> Sequence[HomeRoom]:
        """Of each of these rooms that Heed knows, what this member of it may see. StorageError."""
        found = []
        for name in rooms:
            room = await self._intake.look(name)
            if room is not None:
                found.append(await self._home_room(room, visitor, at))
        return found

    async def _home_room(self, room: Room, visitor: Visitor, at: float) -> HomeRoom:
        who = standings(room, visitor.member, admin=visitor.admin, present=visitor.present)
        page = Page(title="")
        if may(who, Deed.OPEN):
            page = summary.open_page(room, await self._kept(room, at), at)
        settings = may(who, Deed.SEE_SETTINGS)
        return HomeRoom(
            room=room.id,
            title=room.title or room.id,
            state=answers.state(room),
            role=answers.role(room, visitor.member),
            waiting=tuple(line for section in page.sections for line in section.lines),
            settings=answers.settings_lines(room, self._writing) if settings else (),
            choices=answers.choices(room, who),
        )

    async def _answer(self, asking: Asking, wish: Wish) -> Page:
        """The answer, if this person may have it."""
        said = wish.people if isinstance(wish, Conveners) else ()
        people = tuple(convening.found(asking.room, each, asking.member) for each in said)
        asking = replace(asking, people=tuple(each for each in people if each))
        deed = deed_of(wish, asking.room, by=asking.member, people=people)
        if not may(asking.who, deed):
            return answers.refusal(deed, asking.room, asking.who)
        unknown = [name for name, found in zip(said, people, strict=True) if not found]
        if unknown:
            return answers.unknown_people(unknown)
        return await self._answers[type(wish)](asking, wish)

    async def _tell(self, asking: Asking, *events: Event) -> list[str]:
        """Let these happen, once; what the visitor is told of them comes back."""
        lines = []
        for number, event in enumerate(events, start=1):
            key = f"{asking.key}#{number}" if asking.key else ""
            replies = await self._intake.receive(replace(event, key=key))
            lines += [each.text for each in replies if each.to == asking.member]
        return lines

    async def _now(self, asking: Asking) -> Room:
        """The room as it is by now."""
        return await self._intake.look(asking.room.id) or asking.room

    async def _kept(self, room: Room, at: float, since: float = 0.0) -> Sequence[Question]:
        """The room's questions asked since then, as far back as they may be shown."""
        oldest = at - room.settings.retention_seconds
        return await self._intake.questions(room.id, since=max(oldest, since))

    # --- what was asked ----------------------------------------------------------------------

    async def _help(self, asking: Asking, wish: Help) -> Page:
        return answers.help_page(wish, asking.who)

    async def _stats(self, asking: Asking, _wish: Stats) -> Page:
        room = asking.room
        grouped = await self._grouping.of(room) if self._grouping else Grouped(by_member={})
        return stats_page(room, await self._kept(room, asking.at), grouped, asking.at)

    async def _board(self, asking: Asking, wish: BoardWish) -> Page:
        if self._boards is None:
            return answers.NO_BOARD
        room = asking.room
        if wish.end:
            return answers.boards_ended(room, await self._boards.end(room.id, asking.member))
        return answers.board_page(room, await self._boards.invite(room.id, asking.member))

    async def _open(self, asking: Asking, _wish: Open) -> Page:
        kept = await self._kept(asking.room, asking.at)
        return summary.open_page(asking.room, kept, asking.at)

    async def _export(self, asking: Asking, wish: Export) -> Page:
        room, at = asking.room, asking.at
        span = summary.span_of(room, wish, at)
        if span is None:
            return _NO_MEETING
        asked = await self._kept(room, at, span.since)
        told = chronicle(room, asked, span, at, Viewer.CONVENER)
        file = export.exported(room, told, wish.form, at, names=self._names)
        return answers.export_page(room, span, file, names=self._names)

    async def _summary(self, asking: Asking, wish: Summary) -> Page:
        room, at = asking.room, asking.at
        span = summary.span_of(room, wish, at)
        if span is None:
            return _NO_MEETING
        asked = await self._kept(room, at, span.since)
        if wish.post:
            # Only a preview's own button names the moment: nothing is posted that wasn't seen.
            seen = wish.sure and wish.begun is not None
            if not seen:
                return summary.preview_page(room, asked, span, at)
            return await self._post(asking, span, summary.postable(room, asked, span, at))
        view = summary.convener_page if may(asking.who, Deed.WHOLE_SUMMARY) else summary.room_page
        return view(room, asked, span, at)

    async def _post(
        self, asking: Asking, span: Span, postable: tuple[Sequence[Entry], Sequence[Entry]]
    ) -> Page:
        """Have what was previewed posted: what was followed, and what was ticked."""
        followed = tuple(each.question for each in postable[0])
        waiting = (each.question for each in postable[1])
        ticked = tuple(each for each in waiting if each in asking.ticked)
        if not followed and not ticked:
            return _NOTHING_TO_POST
        name = asking.key or f"{asking.at:.3f}:{asking.member}"
        event = PageAsked(
            room=asking.room.id,
            at=asking.at,
            page=f"page:{name}",
            by=asking.member,
            since=span.since,
            meeting=span.meeting is not None,
            followed=followed,
            ticked=ticked,
        )
        return answers.told("Posted", await self._tell(asking, event), _ON_ITS_WAY)

    # --- who convenes, and meetings ----------------------------------------------------------

    async def _convening(self, asking: Asking, wish: Conveners) -> Page:
        wanted = convening.wanted(asking.room, asking.people, wish, by=asking.member, at=asking.at)
        said = await self._tell(asking, *_joins(asking, wish), *wanted)
        room = await self._now(asking)
        said += [convening.what_came(room, each, asking.member, wish) for each in asking.people]
        who = standings(
            room, asking.member, admin=asking.visitor.admin, present=asking.visitor.present
        )
        return answers.conveners_page(room, asking.member, who, said)

    async def _step_down(self, asking: Asking, _wish: StepDown) -> Page:
        gone = ConvenerSteppedDown(room=asking.room.id, at=asking.at, member=asking.member)
        said = await self._tell(asking, gone)
        return answers.told("You stepped down", said, DONE)

    async def _meeting(self, asking: Asking, wish: MeetingWish) -> Page:
        room, at, running = asking.room, asking.at, asking.room.meeting
        if wish.begin is None or wish.begin == (running is not None):
            return answers.meeting_page(room, asking.who)
        if not wish.begin:
            await self._tell(asking, MeetingEnded(room=room.id, at=at))
            return _ENDED
        begins = MeetingStarted(room=room.id, at=at, meeting=f"{at:.3f}", spoken=wish.spoken)
        await self._tell(asking, begins)
        room = await self._now(asking)
        return replace(answers.meeting_page(room, asking.who), title="The meeting has begun")

    async def _pause(self, asking: Asking, _wish: Pause) -> Page:
        paused = Paused(room=asking.room.id, at=asking.at, by=asking.member)
        said = await self._tell(asking, paused)
        choices = (answers.RESUME,) if may(asking.who, Deed.RESUME) else ()
        return answers.told("Paused", said, DONE, *choices)

    async def _resume(self, asking: Asking, _wish: Resume) -> Page:
        resumed = Resumed(room=asking.room.id, at=asking.at, by=asking.member)
        return answers.told("Listening again", await self._tell(asking, resumed), DONE)

    # --- settings ----------------------------------------------------------------------------

    async def _settings(self, asking: Asking, wish: SettingsWish) -> Page:
        if not wish.name or not (wish.value or wish.reset):
            return answers.settings_page(asking.room, self._writing, only=wish.name)
        try:
            wanted = self._wanted(asking.room.settings, wish)
        except UnfitValueError as error:
            said = (f"Nothing was changed: {error.what}. {error.mend}",)
            return answers.settings_page(asking.room, self._writing, only=wish.name, said=said)
        too_much = beyond(wanted, self._start)
        if too_much:
            said = (f"Nothing was changed. {too_much}",)
            return answers.settings_page(asking.room, self._writing, only=wish.name, said=said)
        await self._tell(asking, RoomSet(room=asking.room.id, at=asking.at, settings=wanted))
        room = await self._now(asking)
        said = ("Set. Where the room's notice says something else now, it is posted anew.",)
        return answers.settings_page(room, self._writing, only=wish.name, said=said)

    def _wanted(self, standing: RoomSettings, wish: SettingsWish) -> RoomSettings:
        option = BY_NAME[wish.name]
        if wish.reset:
            return with_reset(standing, option, self._start)
        return with_value(standing, option, self._writing.read(option, wish.value))

    async def _second_listener(self, asking: Asking, wish: ListenerWish) -> Page:
        room = asking.room
        if wish.on is None:
            return answers.listener_page(room, asking.who)
        if wish.on and room.settings.listener and not wish.sure:
            return answers.listener_question(room)
        wanted = ListenerSet(room=room.id, at=asking.at, by=asking.member, on=wish.on)
        said = await self._tell(asking, wanted) or [DONE]
        return answers.listener_page(await self._now(asking), asking.who, said)

    # --- one's own data ----------------------------------------------------------------------

    async def _own(self, platform: str, member: str, wish: Wish) -> Page | None:
        """What anybody may ask about themselves, anywhere; None where something else is asked."""
        match wish:
            case MyData():
                kept = await self._own_data.my_data(platform, member)
                return answers.my_data(kept.lines(), opted_out=kept.opted_out)
            case ForgetMe() | OptOut() if not wish.sure:
                return answers.FORGET_ME if isinstance(wish, ForgetMe) else answers.OPT_OUT
        does = {
            ForgetMe: self._own_data.forget,
            OptOut: self._own_data.opt_out,
            OptIn: self._own_data.opt_in,
        }.get(type(wish))
        if does is None:
            return None
        return Page(title=answers.MY_DATA, lines=(await does(platform, member),))


def _nowhere(wish: Wish) -> Page:
    if isinstance(wish, Help):
        return answers.help_page(wish, frozenset({Standing.OUTSIDER}))
    return answers.not_in_a_room("Not here")


def _joins(asking: Asking, wish: Conveners) -> list[Event]:
    """Whoever offers to convene is a member, by their platform's word."""
    known = asking.room.members.get(asking.member)
    here = known is not None and known.present
    if here or wish.remove or asking.member not in asking.people:
        return []
    name = asking.visitor.name or asking.member
    return [MemberJoined(room=asking.room.id, at=asking.at, member=asking.member, name=name)]


_NO_MEETING: Final = Page(
    title="That meeting isn't known any more",
    lines=("Ask for a time instead: /heed summary since 2h.",),
)
_NOTHING_TO_POST: Final = Page(
    title="Nothing to post",
    lines=("No question was followed in this time, and none was ticked.",),
)
_ON_ITS_WAY: Final = "It is on its way to the room. What is edited or deleted there is followed."
_ENDED: Final = Page(
    title="The meeting has ended",
    lines=("Late answers are still heard. Here is what was asked, if you like:",),
    choices=(Choice(wish="summary meeting", label="See the summary"),),
)
