"""Wording: every sentence that a person reads, as platform-neutral views.

Kind, short, plain, and saying what to do next. The first lines of a card are discreet: they carry
no quote, no name and no kind (rule 2). Nothing here counts misses or blames (rule 3).
"""

from collections.abc import Iterable
from dataclasses import replace
from typing import Final

from bot.domain import agreement, policy, reasons, recap, waiting
from bot.domain.events import Action, Role
from bot.domain.names import candidates
from bot.domain.pages import Page
from bot.domain.question import Kind, Question
from bot.domain.room import Card, Purpose, Room
from bot.domain.saying import ago, minutes, place, stretch
from bot.domain.settings import KeepText, RoomMode
from bot.domain.stems import stems
from bot.domain.views import (
    Button,
    CardView,
    Details,
    FollowView,
    NoticeView,
    Stem,
)
from bot.domain.waiting import Sign

SHOW: Final = Button(action=Action.SHOW, label="Show")
GO: Final = Button(action=Action.GO, label="Go to the message")
POST: Final = Button(action=Action.POST, label="Post through Heed…")
ALREADY: Final = Button(action=Action.ALREADY_FOLLOWED, label="Already followed")
PRIVATELY: Final = Button(action=Action.PRIVATELY, label="I'll speak with them privately")
LET_IT_REST: Final = Button(action=Action.LET_IT_REST, label="Let it rest")
NOT_A_QUESTION: Final = Button(action=Action.NOT_A_QUESTION, label="Not a question")
ENDINGS: Final = (PRIVATELY, LET_IT_REST, NOT_A_QUESTION)
HAND_TO: Final = Button(action=Action.HAND_TO, label="Hand to…")
LATER: Final = (
    Button(action=Action.LATER, label="Remind me in 10 minutes", value="600"),
    Button(action=Action.LATER, label="Remind me in an hour", value="3600"),
    Button(action=Action.LATER, label="Remind me tomorrow", value="86400"),
)
ANSWERED_ALOUD: Final = Button(action=Action.ANSWERED_ALOUD, label="Answered aloud")
SAY_IT_ALOUD: Final = Button(action=Action.SAY_IT_ALOUD, label="I'll say it aloud")
STEP_DOWN: Final = Button(action=Action.STEP_DOWN, label="Step down as convener")
CONVENE: Final = Button(action=Action.CONVENE, label="I'll convene")
NO_THANK_YOU: Final = Button(action=Action.NO_THANK_YOU, label="No, thank you")

KINDS: Final = {
    Kind.INQUIRY: "It seems to ask for something: a fact, a view or a decision.",
    Kind.NOT_KNOWING: "It seems to say that something isn't clear, which takes some courage.",
    Kind.CHALLENGE: "It seems to question something that is usually taken for granted.",
    Kind.CONCERN: "It sounds like a worry.",
}

# Cues that without words of the message say no more than the kind does, or next to nothing.
UNSAID: Final = frozenset(
    {
        "voices a worry",
        "says they don't follow it",
        "asks what, or whom, it is for",
        "has a question in it",
        "asks for a yes or no",
        "asks which it is to be",
    }
)
MARKED: Final = "ends with a question mark"
PUT_AS_ONE: Final = "is put as a question"
CUES_SAID: Final = 2

# A room's notice begins so: by that it is told from all else that Heed writes there.
LISTENING: Final = "Heed is listening here"
STOPPED: Final = "Heed has stopped listening here"

_TITLES: Final = {
    Purpose.NUDGE: "Something in {place} may be worth returning to",
    Purpose.PRACTICE: "A practice nudge from Heed",
    Purpose.SPOKEN: "Something in the chat of {place} may be worth returning to",
    Purpose.RETURNED: "Something in {place} is back with you",
    Purpose.CARRIED: "Something from last time in {place} may be worth returning to",
    Purpose.DIGEST: "Something in {place} may be worth returning to",
    Purpose.HANDED: "A convener of {place} asks whether you would pick something up",
    Purpose.MISSED: "Heed missed a part of {place}",
    Purpose.UNHEARD: "Heed can't post its notice in {place}",
    Purpose.INVITED: "Would you convene {place}?",
    Purpose.DECLINED: "About convening {place}",
    Purpose.UNSHARED: "Heed couldn't post the summary in {place}",
    Purpose.SUMMARY: "What was asked and followed in {place}",
    Purpose.WEEKLY: "What was asked and followed in {place} this week",
}
_LINES: Final = {
    Purpose.NUDGE: "Only you see this. There is no hurry.",
    Purpose.PRACTICE: "Nobody is waiting: this one is for trying. Press Show, then any button.",
    Purpose.SPOKEN: "It may have been answered aloud already. Only you see this.",
    Purpose.RETURNED: "It still seems to be waiting. It won't come back again.",
    Purpose.CARRIED: "Only you see this. Nothing has to be done.",
    Purpose.DIGEST: "Only you see this. It comes once a day at most.",
    Purpose.HANDED: "A few words in the room are enough. You needn't have the answer.",
    Purpose.UNHEARD: "So it reads nothing there. Let it post there, then accept to convene again.",
    Purpose.UNSHARED: "Nothing was posted. Ask for it again in a while, or share it yourself.",
    Purpose.SUMMARY: "The meeting has ended. Only you see this. Nothing has to be done.",
    Purpose.WEEKLY: "Only you see this. Nothing has to be done.",
}
_GONE: Final = "Nothing to do here any more."
_CONVENES: Final = (
    "When something that was asked is left hanging, a convener hears of it, privately.",
    "A few words in the room are enough, without an answer; a handful of cards a meeting at most.",
    "The room is told that you convene, and you can step down in one press.",
)
"""What a convener does, for somebody who is asked to be one."""
_DEPUTISES: Final = (
    "You'd be a deputy: you hear of what was left hanging only where no convener can.",
    *_CONVENES[1:],
)


UNPOSTED: Final = (
    "What you wrote couldn't be posted. Try again in a while, or say it in the room yourself."
)

MENUS: Final = frozenset({"web"})
"""Platforms without commands: people have a menu there."""
_WORDS_ALONE: Final = frozenset(
    {Purpose.MISSED, Purpose.UNHEARD, Purpose.INVITED, Purpose.DECLINED, Purpose.UNSHARED}
)
"""Cards that are about no question."""

EXAMPLE: Final = Question(
    id="",
    message="",
    asker="",
    asked_at=0.0,
    seq=0,
    run_seq=0,
    kind=Kind.NOT_KNOWING,
    confidence=1.0,
    tracked=True,
    text="If I'm honest, I still find it hard to say what we do.",
)
"""What the practice nudge is about."""


def card_view(
    room: Room, card: Card, at: float, asked: Iterable[Question] | None = None
) -> CardView:
    """The card as its recipient sees it at `at` (epoch seconds).

    `asked` are the room's questions, those too that have left its memory: a summary tells of them.
    """
    title = _TITLES[card.purpose].format(place=place(room))
    if card.closed is not None:
        return CardView(
            card=card.id, purpose=card.purpose, title=title, lines=(card.closed,), closed=True
        )
    if card.purpose is Purpose.PRACTICE:
        return _practice_view(card, title)
    if card.purpose in recap.RECAPS:
        told = recap.page(room, card, room.questions.values() if asked is None else asked, at)
        return _recap_view(card, title, told)
    if card.purpose in _WORDS_ALONE:
        return CardView(
            card=card.id,
            purpose=card.purpose,
            title=title,
            lines=_word(room, card),
            buttons=(CONVENE, NO_THANK_YOU) if card.purpose is Purpose.INVITED else (),
        )
    waiting = policy.left_on(room, card)
    if not waiting:
        return CardView(
            card=card.id, purpose=card.purpose, title=title, lines=(_GONE,), closed=True
        )
    single = waiting[0] if len(card.questions) == 1 else None
    shown = tuple(_details(room, card, each, at) for each in waiting) if card.shown else ()
    return CardView(
        card=card.id,
        purpose=card.purpose,
        title=title,
        lines=_lines(card, at),
        details=shown,
        buttons=_in_sight(card, single),
        menu=_menu(card, single),
        target=single.message if single else None,
    )


def _recap_view(card: Card, title: str, told: Page | None) -> CardView:
    """A summary that came by itself: discreet until it is shown."""
    if told is None:
        return CardView(
            card=card.id, purpose=card.purpose, title=title, lines=(_GONE,), closed=True
        )
    return CardView(
        card=card.id,
        purpose=card.purpose,
        title=title,
        lines=(_LINES[card.purpose],),
        page=told if card.shown else None,
        buttons=() if card.shown else (SHOW,),
        menu=(STEP_DOWN,),
    )


def _word(room: Room, card: Card) -> tuple[str, ...]:
    """What a card says that is about no question."""
    if card.purpose is Purpose.INVITED:
        asked = room.conveners.get(card.to)
        return _DEPUTISES if asked is not None and asked.role is Role.DEPUTY else _CONVENES
    if card.purpose is Purpose.DECLINED:
        who = room.name_of(card.who) if card.who else "They"
        return (f"{who} can't just now. You could ask somebody else.",)
    if card.missed is None:
        return (_LINES[card.purpose],)
    since, until = policy.local(room, card.missed.since), policy.local(room, card.missed.until)
    return (
        f"It was cut off from {since:%d %B, %H:%M} to {until:%H:%M} and can't read that part now.",
        "A question asked in it isn't on your list; those that were open are given more time.",
    )


def _lines(card: Card, at: float) -> tuple[str, ...]:
    if card.unposted is not None:
        return (UNPOSTED,)
    if card.later_at is not None:
        return (f"It comes back to you in {minutes(card.later_at - at)}.",)
    return (_LINES[card.purpose],)


def _in_sight(card: Card, single: Question | None) -> tuple[Button, ...]:
    """The buttons in sight: *Go to the message* comes first wherever one message is meant."""
    if not card.shown:
        return (GO, SHOW) if single else (SHOW,)
    if card.purpose is Purpose.HANDED:
        return (GO,)
    if single is None or card.purpose is Purpose.SPOKEN:
        return ()
    return (GO, PRIVATELY, ALREADY) if single.sensitive else (GO, POST, ALREADY)


def _menu(card: Card, single: Question | None) -> tuple[Button, ...]:
    """Everything else that fits the card, apart from what is in sight already."""
    if card.purpose is Purpose.HANDED:
        return (Button(action=Action.LET_IT_REST, label="Not for me"),)
    if single is None or card.purpose is Purpose.SPOKEN:
        return (STEP_DOWN,)
    spread = () if single.sensitive else (POST, HAND_TO)
    later = () if card.purpose is Purpose.RETURNED else LATER
    offered = (ALREADY, *ENDINGS, *spread, *later, STEP_DOWN)
    in_sight = _in_sight(card, single)
    return tuple(each for each in offered if each not in in_sight)


def _each_buttons(card: Card, question: Question) -> tuple[Button, ...]:
    """The buttons of one question on a card that lists several, or of a spoken meeting."""
    if card.purpose is Purpose.SPOKEN:
        offered: tuple[Button, ...] = (GO, ANSWERED_ALOUD, SAY_IT_ALOUD)
    elif len(card.questions) > 1:
        offered = (GO, ALREADY, LET_IT_REST)
    else:
        offered = ()
    return tuple(replace(each, question=question.id) for each in offered)


def _details(room: Room, card: Card, question: Question, at: float) -> Details:
    asker = room.name_of(question.asker)
    handed = card.purpose is Purpose.HANDED
    plain = handed or question.sensitive
    return Details(
        question=question.id,
        message=question.message,
        quote=None if plain else question.text,
        who="" if handed else asker,
        ago=ago(at - question.asked_at),
        why=() if plain else why(question, at),
        stems=stems_for(room, question),
        note=_note(room, card, question),
        buttons=_each_buttons(card, question),
    )


def stems_for(room: Room, question: Question) -> tuple[Stem, ...]:
    """Beginnings of a follow; none of them names the asker."""
    return stems(question, room.name_of(question.asker), tuple(candidates(room).values()))


def _note(room: Room, card: Card, question: Question) -> str:
    """A convener's words that couldn't be posted; rule 11: the admin's own line, nothing else."""
    unposted = card.unposted
    if unposted is not None and unposted.question == question.id and unposted.text:
        return f"Your words: “{unposted.text}”"
    if not question.sensitive:
        return ""
    line = room.settings.safeguarding
    read = "Please read this message yourself: it may need a person's care, today."
    return f"{read} {line}".strip()


def why(question: Question, at: float) -> tuple[str, ...]:
    """Why it was noticed: what it says, how long, what the talk turned to (rule 8)."""
    lines = [KINDS[question.kind]]
    if cues := _telling(question):
        lines.append(f"It {' and '.join(cues)}.")
    lines.append(_since(question, at))
    lines += [f"It {each}." for each in waiting.signs(question)]
    if question.moved_on_to:
        lines.append(f"The talk moved on to {question.moved_on_to}.")
    if question.heard_too:
        lines.append("Others would like it heard too.")
    return tuple(lines)


def _telling(question: Question) -> list[str]:
    """The cues that tell a convener most, at most CUES_SAID; those with the message's words last.

    Such words tell something whatever the cue; of a question's mark and its form, the mark does.
    """
    unsaid = UNSAID | {PUT_AS_ONE} if MARKED in question.cues else UNSAID
    told = reasons.worded(question)
    with_words = [said for cue, said in told.items() if said != cue][:CUES_SAID]
    plain = [cue for cue, said in told.items() if said == cue and cue not in unsaid]
    return [*plain[: CUES_SAID - len(with_words)], *with_words]


def _since(question: Question, at: float) -> str:
    """How long, and through how many messages by others, it had waited when it was noticed."""
    noticed = at if question.hanging_since is None else question.hanging_since
    after = f"In the {stretch(noticed - question.asked_at)} after it"
    if question.others == 0:
        return f"{after} nobody else wrote."
    elsewhere = {Sign.PUT_ASIDE, Sign.TOUCHED}.isdisjoint(waiting.signs(question))
    if question.others == 1:
        about = ", about something else it seems" if elsewhere else ""
        return f"{after} one message by somebody else came{about}."
    about = "about other things" if elsewhere else "mostly about other things"
    return f"{after} others wrote {question.others} messages, {about} it seems."


def _practice_view(card: Card, title: str) -> CardView:
    sample = Details(
        question="",
        message="",
        quote=EXAMPLE.text,
        who="Nobody: this is an example",
        ago="just now",
        why=(KINDS[EXAMPLE.kind],),
        stems=stems(EXAMPLE, asker=""),
    )
    return CardView(
        card=card.id,
        purpose=card.purpose,
        title=title,
        lines=(_LINES[Purpose.PRACTICE],),
        details=(sample,) if card.shown else (),
        buttons=(GO, ALREADY) if card.shown else (GO, SHOW),
        menu=(STEP_DOWN,),
    )


# --- what the room sees ----------------------------------------------------------------------


def follow_view(room: Room, question: Question, by: str, text: str) -> FollowView:
    """A convener's follow, posted through Heed: labelled, and the asker isn't named."""
    return FollowView(
        by=by,
        label=label_of(room, by),
        text=text,
        reply_to=question.message,
        thread=question.thread,
    )


def label_of(room: Room, by: str) -> str:
    """What stands with words that somebody posted through Heed."""
    return f"{room.name_of(by)}, sent through Heed"


def notice_view(room: Room) -> NoticeView:
    """The public notice: who convenes, who runs it, what is kept, how to opt out or pause."""
    if not policy.accepted(room):
        return NoticeView(
            title=STOPPED,
            lines=("Nobody convenes this room any more, so nothing is read.",),
        )
    return NoticeView(
        title=LISTENING,
        lines=(
            "It notices questions that were left hanging, and tells the convener privately.",
            "It never answers in anyone's place.",
            f"Convening: {_people(room)}.{_run_by(room)}",
            _when(room),
            f"Kept: {_kept(room)}. {_leaves(room)}",
            _ways(room),
        ),
    )


def _leaves(room: Room) -> str:
    """What leaves the server, said plainly (rule 10)."""
    if not agreement.stands(room):
        return "Nothing leaves the server that it runs on."
    return (
        f"Where it isn't sure, it asks a second listener, a language model "
        f"({room.settings.listener}): such a message, and up to 12 before it, are sent there, "
        "without names. Nothing else leaves the server that it runs on."
    )


def _ways(room: Room) -> str:
    """How anyone can pause it, see or erase what is kept of them, or opt out."""
    if room.id.partition("/")[0] in MENUS:
        return (
            "Anyone can pause it for a meeting, see or erase what is kept of them, or opt out, "
            "in the menu at their name."
        )
    return (
        "Anyone can pause it for a meeting (/heed pause), see or erase what is kept of them "
        "(/heed my-data, /heed forget-me), or opt out (/heed opt-out)."
    )


def _people(room: Room) -> str:
    names = (
        room.name_of(each.member) + (" (deputy)" if each.role is Role.DEPUTY else "")
        for each in room.conveners.values()
        if each.accepted
    )
    return ", ".join(sorted(names))


def _run_by(room: Room) -> str:
    return f" Run by {room.settings.run_by}." if room.settings.run_by else ""


def _when(room: Room) -> str:
    if room.settings.mode is RoomMode.ALWAYS_ON:
        return "It listens all the time."
    return "It listens for questions while a meeting runs, and for late answers after it."


def _kept(room: Room) -> str:
    if room.settings.keep_text is KeepText.NONE:
        return "no words at all, only links to the messages"
    return f"the words of questions alone, for {minutes(room.settings.retention_seconds)}"
