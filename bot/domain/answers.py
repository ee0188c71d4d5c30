"""What Heed says to whoever asks: help, refusals, how things stand.

Kind, short, plain, and saying what to do next. Summaries are `summary`'s.
"""

from collections.abc import Iterable, Sequence
from typing import Final

from bot.domain import agreement, export, policy
from bot.domain.chronicle import Span
from bot.domain.events import Role
from bot.domain.options import OPTIONS, Option, Writing
from bot.domain.pages import Choice, File, Line, Page, Section
from bot.domain.permissions import Deed, Standing, may
from bot.domain.room import Room
from bot.domain.saying import place
from bot.domain.settings import RoomMode, RoomSettings
from bot.domain.wishes import Format, Help

Who = frozenset[Standing]

NOT_KEPT: Final = "Heed can't keep anything just now, so nothing was done. Please try again soon."
SORRY: Final = "Something went wrong here, and it's no fault of yours. Please try again."

_HELP: Final = (
    (Deed.SUMMARY, "summary", "what was asked and followed (also: summary since 2h)"),
    (Deed.POST, "summary post", "the same, for the room to see; you see it first"),
    (Deed.OPEN, "open", "what still waits"),
    (Deed.STATS, "stats", "whether some groups' questions are followed less than others'"),
    (Deed.BOARD, "board", "all of that live, on a page of your own (board end: close it)"),
    (Deed.EXPORT, "export", "the summary as a file to keep: md, csv, json, png or svg"),
    (
        Deed.MEETING,
        "meeting start",
        "begin a meeting (meeting start spoken, if it is mostly aloud)",
    ),
    (Deed.MEETING, "meeting end", "end it"),
    (Deed.PAUSE_MEETING, "pause", "nothing more of the meeting is read, unless a convener resumes"),
    (Deed.RESUME, "resume", "listen again"),
    (Deed.SEE_CONVENERS, "convener", "who convenes"),
    (Deed.ASK, "convener @someone", "ask somebody to convene (or: as deputy)"),
    (Deed.REMOVE, "convener @someone remove", "relieve somebody"),
    (Deed.STEP_DOWN, "step-down", "convene no longer"),
    (Deed.SEE_SETTINGS, "settings", "what can be set for this room"),
    (Deed.LISTENER, "settings listener", "whether a language model may be asked what is uncertain"),
    (Deed.OWN_DATA, "my-data", "what Heed keeps about you"),
    (Deed.OWN_DATA, "forget-me", "have it erased"),
    (Deed.OWN_DATA, "opt-out", "not be read any more (opt-in: be read again)"),
)
_ABOUT: Final = {
    "summary": "Say: summary, summary meeting, or summary since 2h (30m, 2h or 3d).",
    "meeting": "Say: meeting start, meeting start spoken, or meeting end.",
    "settings": "Say: settings, to see what can be set.",
    "board": "Say: board, or board end.",
    "export": "Say: export, export csv, export meeting png, or export since 2h json.",
}
I_CONVENE: Final = Choice(wish="convener me", label="I'll convene", style="primary")
BEGIN: Final = Choice(wish="meeting start", label="Start a meeting", style="primary")
END: Final = Choice(wish="meeting end", label="End the meeting")
RESUME: Final = Choice(wish="resume", label="Listen again", style="primary")


# --- help and refusals -----------------------------------------------------------------------


def help_page(wish: Help, who: Who) -> Page:
    """What this person can ask for; what wasn't understood is named first."""
    lines = tuple(
        Line(text=f"/heed {command}", note=means)
        for deed, command, means in _HELP
        if may(who, deed)
    )
    return Page(
        title="What Heed can do for you here",
        lines=(*_not_understood(wish), "Only you see the answers."),
        sections=(Section(title="Say", lines=lines),),
        choices=_meant(wish),
    )


def _meant(wish: Help) -> tuple[Choice, ...]:
    """The command that was probably meant, to be pressed."""
    if not wish.nearest or wish.about:
        return ()
    return (Choice(wish=wish.nearest, label=f"/heed {wish.nearest}"),)


def _not_understood(wish: Help) -> tuple[str, ...]:
    if not wish.unknown:
        return ()
    said = f"Heed doesn't understand “{wish.unknown}”"
    where = f" in {wish.about}" if wish.about else ""
    guess = f" Did you mean {wish.nearest}?" if wish.nearest else ""
    return tuple(filter(None, (f"{said}{where}.{guess}", _ABOUT.get(wish.about, ""))))


def not_in_a_room(wish_title: str) -> Page:
    """Something that is about a room was asked for where Heed isn't in one."""
    return Page(
        title=wish_title,
        lines=(
            "Heed isn't in this room. Invite it there, then ask again in that room.",
            "What it keeps about you, you can ask for anywhere: /heed my-data.",
        ),
    )


_ADMINS: Final = frozenset({Deed.REMOVE, Deed.SETTINGS, Deed.SEE_SETTINGS})


def refusal(deed: Deed, room: Room, who: Who) -> Page:
    """Why somebody can't have that, and what they can do."""
    if Standing.OUTSIDER in who:
        line = "You aren't in this room. Join it, then ask again; /heed my-data works anywhere."
        return Page(title="This is for the room's members", lines=(line,))
    if deed is Deed.STEP_DOWN:
        return Page(
            title="Nothing to step down from",
            lines=("You don't convene this room. /heed convener says who does.",),
        )
    if deed in _ADMINS:
        return Page(
            title="This is for the room's admins",
            lines=("They run this place, or made the room. Ask one of them.",),
        )
    if not policy.accepted(room):
        return _nobody_convenes(who)
    whom = "one of its conveners, or an admin" if deed is Deed.ASK else "one of its conveners"
    none_runs = ("No meeting is running, so there is none to pause.",)
    return Page(
        title="This is for the room's conveners",
        lines=(
            *(none_runs if deed is Deed.PAUSE_ROOM else ()),
            f"Ask {whom}. Convening here: {', '.join(_conveners(room))}.",
        ),
    )


def _nobody_convenes(who: Who) -> Page:
    return Page(
        title="Nobody convenes this room yet",
        lines=("Nothing is read until somebody does. Would you?",),
        choices=(I_CONVENE,) if may(who, Deed.OFFER) else (),
    )


def _conveners(room: Room) -> list[str]:
    return sorted(
        room.name_of(each.member)
        for each in room.conveners.values()
        if each.accepted and each.role is Role.CONVENER
    )


BOARD_LASTS: Final = 12 * 3600.0
"""Seconds for which a link to a board, and the page behind it, hold: a long meeting's day."""


def export_page(room: Room, span: Span, file: File, *, names: bool) -> Page:
    """A file for whoever asked, and the other formats that it can be had in."""
    others = (each for each in _FORMATS if not file.name.endswith(f".{each}"))
    who = (export.NAMED if names else export.NUMBERED,) if isinstance(file.content, str) else ()
    return Page(
        title=f"Export of {place(room)}",
        lines=(file.alt, *who),
        choices=(
            *(Choice(wish=f"export {span.said()} {each}", label=_FORMATS[each]) for each in others),
            Choice(wish=span.wish(), label="Summary"),
        ),
        files=(file,),
    )


_FORMATS: Final = {
    Format.MARKDOWN: "Text",
    Format.CSV: "Table",
    Format.JSON: "JSON",
    Format.PNG: "Picture",
}
"""Those that are a press away; SVG can be asked for."""


def board_page(room: Room, link: str) -> Page:
    """A link to one's own board, for whoever asked and nobody else."""
    return Page(
        title=f"Your board of {place(room)}",
        lines=(
            "What waits, what was followed, and when: live, on a page for you alone.",
            f"The link opens once, and the page stays for {BOARD_LASTS / 3600:.0f} hours.",
            "Both end when you stop convening, or say: /heed board end.",
        ),
        choices=(Choice(wish="", label="Open the board", style="primary", url=link),),
    )


def boards_ended(room: Room, ended: int) -> Page:
    """All of somebody's links and pages of a room don't work any more."""
    said = "None of your links to it opens anything now, and pages that were open have closed."
    nothing = "You had no board open here, and no link to one."
    return Page(
        title=f"Your board of {place(room)} has ended",
        lines=(said if ended else nothing, "For a new link: /heed board."),
    )


NO_BOARD: Final = Page(
    title="There is no board here",
    lines=(
        "A board is a web page, and this Heed has no address on the web.",
        "Whoever runs it can give it one: HEED_PUBLIC_URL=https://heed.example.org in its .env.",
        "/heed open and /heed summary show the same here.",
    ),
)


def told(title: str, lines: Sequence[str], otherwise: str, *choices: Choice) -> Page:
    """What the core said, or where it said nothing (it was asked before, say), something else."""
    return Page(title=title, lines=tuple(lines) or (otherwise,), choices=choices)


# --- how the room stands ---------------------------------------------------------------------


def state(room: Room) -> str:
    """How Heed stands in the room, as one sentence that anybody there may read."""
    if not policy.accepted(room):
        return "Nobody convenes it yet, so nothing is read."
    if room.notice_posted in {"", policy.NOBODY}:
        return "Its notice isn't posted yet, so nothing is read."
    if not policy.reads(room):
        return "Paused: nothing is read until a convener resumes."
    if room.meeting is not None:
        aloud = ", mostly aloud" if room.meeting.spoken else ""
        return f"A meeting is running since {_clock(room, room.meeting.started_at)}{aloud}."
    if room.settings.mode is RoomMode.ALWAYS_ON:
        return "Listening all the time."
    return "Waiting for a meeting to begin."


def _clock(room: Room, at: float) -> str:
    return f"{policy.local(room, at):%H:%M}"


def choices(room: Room, who: Who) -> tuple[Choice, ...]:
    """What this person may do with the room as it stands."""
    if not policy.accepted(room):
        return (I_CONVENE,) if may(who, Deed.OFFER) else ()
    offered = []
    if may(who, Deed.RESUME) and not policy.reads(room):
        offered.append(RESUME)
    if may(who, Deed.MEETING):
        offered.append(END if room.meeting else BEGIN)
    return tuple(offered)


def meeting_page(room: Room, who: Who) -> Page:
    """How the meeting stands."""
    return Page(title=place(room), lines=(state(room),), choices=choices(room, who))


def conveners_page(room: Room, member: str, who: Who, said: Sequence[str] = ()) -> Page:
    """Who convenes, and who was asked."""
    people = [
        Line(text=room.name_of(each.member), note=_role(each.role, accepted=each.accepted))
        for each in room.conveners.values()
        if each.accepted or may(who, Deed.ASK)
    ]
    lines = [*said]
    if not policy.accepted(room):
        lines.append("Nobody convenes this room yet, so nothing is read.")
    if may(who, Deed.ASK):
        lines.append("To ask somebody: /heed convener @someone (add: deputy, or: remove).")
    return Page(
        title=f"Who convenes {place(room)}",
        lines=tuple(filter(None, lines)),
        sections=(Section(title="Convening", lines=tuple(people)),) if people else (),
        choices=(I_CONVENE,) if _may_offer(room, member, who) else (),
    )


def _role(role: Role, *, accepted: bool) -> str:
    said = "" if role is Role.CONVENER else role.value
    return said if accepted else ", ".join(filter(None, (said, "asked; no answer yet")))


def _may_offer(room: Room, member: str, who: Who) -> bool:
    """Whether they may say that they convene: where nobody does, or they were asked to."""
    mine = room.conveners.get(member)
    wanted = not policy.accepted(room) or (mine is not None and not mine.accepted)
    return wanted and may(who, Deed.OFFER)


def role(room: Room, member: str) -> str:
    """What somebody is to the room, said to them; empty where they are a member like others."""
    known = room.conveners.get(member)
    if known is None:
        return ""
    if not known.accepted:
        return "You were asked to convene it."
    return "You convene it." if known.role is Role.CONVENER else "You are its deputy."


def unknown_people(names: Sequence[str]) -> Page:
    """Somebody who was named isn't known here."""
    return Page(
        title="Who is that?",
        lines=(
            f"Heed sees nobody here called {', '.join(names)}.",
            "Only members of the room can convene. Let them join it, then ask again.",
        ),
    )


# --- settings --------------------------------------------------------------------------------


def settings_lines(room: Room, writing: Writing, only: str = "") -> tuple[Line, ...]:
    """Each setting of the room (or the only one meant): its value, and where it comes from."""
    lines = tuple(
        _setting(room.settings, each, writing) for each in OPTIONS if only in {"", each.name}
    )
    return lines if only else (*lines, listener_line(room))


def listener_line(room: Room) -> Line:
    """How it stands with the second listener."""
    if agreement.stands(room):
        return Line(text="listener: on", note=f"asks {room.settings.listener}; a convener agreed")
    if not room.settings.listener:
        return Line(text="listener: off", note="none is set up (HEED_LLM_BASE_URL)")
    what = f"{room.settings.listener} could be asked; only a convener can agree to that"
    return Line(text="listener: off", note=what)


def listener_page(room: Room, who: Who, said: Sequence[str] = ()) -> Page:
    """How it stands with the second listener, and how a convener changes it."""
    on = agreement.stands(room)
    offered: tuple[Choice, ...] = ()
    if may(who, Deed.LISTENER) and room.settings.listener:
        offered = (_LISTEN_ALONE,) if on else (_ASK_IT,)
    return Page(
        title=f"The second listener of {place(room)}",
        lines=tuple(said),
        sections=(Section(title="Now", lines=(listener_line(room),)),),
        choices=offered,
    )


def listener_question(room: Room) -> Page:
    """What agreeing means, said before anybody does."""
    return Page(
        title="Let a language model be asked where Heed isn't sure?",
        lines=(
            f"It is {room.settings.listener}, as whoever runs Heed has set it up.",
            "Where Heed isn't sure of a message, that and up to 12 before it leave this server.",
            "Names, links, addresses and long numbers are taken out before.",
            "What sounds like harm, and the words of whoever opted out, are never sent.",
            "It answers one word, which decides. The room's notice says that it is asked.",
            "Any convener here can end it at any time, and it ends when you step down.",
        ),
        choices=(Choice(wish="settings listener on yes", label="I agree", style="primary"),),
    )


_ASK_IT: Final = Choice(wish="settings listener on", label="Let it be asked…")
_LISTEN_ALONE: Final = Choice(wish="settings listener off", label="Don't ask it any more")


def _setting(settings: RoomSettings, option: Option, writing: Writing) -> Line:
    value = writing.write(option, getattr(settings, option.field))
    if option.name in settings.chosen:
        origin = "set for this room"
    else:
        origin = f"as Heed was set up ({option.variable})" if option.variable else "the default"
    return Line(text=f"{option.name}: {value}", note=f"{option.means}; {origin}")


def settings_page(
    room: Room, writing: Writing, *, only: str = "", said: Sequence[str] = ()
) -> Page:
    """The room's settings, and how to change one."""
    option = next((each for each in OPTIONS if each.name == only), OPTIONS[1])
    example = f"/heed settings {option.name} {writing.example(option)}"
    return Page(
        title=f"Settings of {place(room)}",
        lines=(
            *said,
            f"To change one: {example}. To take it back: /heed settings reset {option.name}.",
        ),
        sections=(Section(title="Now", lines=settings_lines(room, writing, only)),),
    )


def which_room(rooms: Iterable[Room], where_none: str) -> Page:
    """Something was asked that is about a room; `where_none` is said if they are in none."""
    lines = tuple(Line(text=each.title) for each in rooms)
    if not lines:
        return Page(title="There is no room yet", lines=(where_none,))
    return Page(
        title="In which channel?",
        lines=("Heed is in several of yours. Please type it there, after /heed.",),
        sections=(Section(title="Your channels", lines=lines),),
    )


# --- one's own data --------------------------------------------------------------------------

MY_DATA: Final = "What Heed keeps about you"
_FORGET: Final = Choice(wish="forget-me", label="Have it erased…")
_OPT_OUT: Final = Choice(wish="opt-out", label="Not be read any more…")
_OPT_IN: Final = Choice(wish="opt-in", label="Be read again")

FORGET_ME: Final = Page(
    title="Have everything erased that Heed keeps about you?",
    lines=(
        "Your questions, your name and all else about you go, in every room here, for good.",
        "If you convene, you no longer do. Your messages themselves stay where you wrote them.",
    ),
    choices=(Choice(wish="forget-me yes", label="Erase it", style="danger"),),
)
OPT_OUT: Final = Page(
    title="Not be read any more?",
    lines=(
        "Your words are neither read nor kept, in any room here; what is kept of them is erased.",
        "Only that you replied to somebody still counts. /heed opt-in takes it back.",
    ),
    choices=(Choice(wish="opt-out yes", label="Don't read what I write", style="danger"),),
)


def my_data(lines: Sequence[str], *, opted_out: bool) -> Page:
    """All that is kept about somebody."""
    return Page(
        title=MY_DATA,
        lines=tuple(lines),
        choices=(_FORGET, _OPT_IN if opted_out else _OPT_OUT),
    )
