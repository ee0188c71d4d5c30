"""Presses: what people do on their cards and, privately, on messages. Each is idempotent."""

from collections.abc import Callable
from dataclasses import replace
from typing import Final

from bot.domain import arrangements, cards, feedback, policy
from bot.domain.commands import Command, PostFollow, Reply
from bot.domain.events import (
    Action,
    ConvenerAccepted,
    ConvenerSteppedDown,
    FollowFailed,
    FollowPosted,
    HeardToo,
    LetGo,
    Pressed,
)
from bot.domain.question import Cause, Ending, How, PickUp, Question
from bot.domain.room import Card, Purpose, Room, Unposted
from bot.domain.settings import KeepText

FOLLOW_AT_MOST: Final = 500  # characters: a follow posted through Heed is short (rule 5)
LATEST: Final = 7 * 86400.0  # seconds that a card may be put off

ENDINGS: Final = {
    Action.ALREADY_FOLLOWED: (Ending.ALREADY_FOLLOWED, "Good. Marked as followed."),
    Action.PRIVATELY: (Ending.PRIVATELY, "Good. It's between you two now."),
    Action.LET_IT_REST: (Ending.LET_IT_REST, "It rests. Nobody else is told."),
    Action.NOT_A_QUESTION: (Ending.NOT_A_QUESTION, "Thank you. That one is off the list."),
    Action.ANSWERED_ALOUD: (Ending.ANSWERED_ALOUD, "Good. Marked as answered aloud."),
}

Press = Callable[[Room, Card, Pressed], list[Command]]


def pressed(room: Room, event: Pressed) -> list[Command]:
    """A button on a card: only by its recipient, only while they may have it, once in effect."""
    card = room.cards.get(event.card)
    if card is None or card.to != event.by:
        return _tell(room, event.by, "This card is no longer here.")
    if card.closed is not None:
        return _tell(room, event.by, card.closed)
    if card.purpose in _OTHERS:
        return _OTHERS[card.purpose](room, card, event)
    if event.action is Action.STEP_DOWN:
        return arrangements.stepped_down(room, _stepping_down(room, event))
    if card.purpose is Purpose.PRACTICE:
        return _practised(room, card, event)
    return PRESSES.get(event.action, _not_on_this)(room, card, event)


def _pressed_by_another(room: Room, card: Card, event: Pressed) -> list[Command]:
    """Somebody who was handed a question may look at it or pass; the rest is the convener's."""
    if event.action in {Action.SHOW, Action.GO}:
        return _show(room, card, event)
    if event.action is Action.LET_IT_REST:
        return cards.close(room, card, "That's fine. Thank you for looking at it.")
    return _tell(room, event.by, "Only a convener can do that.")


def _asked_to_convene(room: Room, card: Card, event: Pressed) -> list[Command]:
    """The answer of somebody who was asked to convene."""
    if event.action is Action.CONVENE:
        yes = ConvenerAccepted(room=room.id, at=event.at, member=event.by)
        return arrangements.accepted(room, yes)
    if event.action is Action.NO_THANK_YOU:
        return arrangements.declined(room, event.by)
    return _not_on_this(room, card, event)


def _on_a_summary(room: Room, card: Card, event: Pressed) -> list[Command]:
    """A summary that came by itself is there to be read."""
    if event.action is Action.SHOW:
        return _show(room, card, event)
    if event.action is Action.STEP_DOWN:
        return arrangements.stepped_down(room, _stepping_down(room, event))
    return _not_on_this(room, card, event)


_OTHERS: Final[dict[Purpose, Press]] = {
    Purpose.HANDED: _pressed_by_another,
    Purpose.INVITED: _asked_to_convene,
    Purpose.SUMMARY: _on_a_summary,
    Purpose.WEEKLY: _on_a_summary,
}
"""Cards of people who don't convene, and those that tell of a whole meeting or week."""


def _stepping_down(room: Room, event: Pressed) -> ConvenerSteppedDown:
    return ConvenerSteppedDown(room=room.id, at=event.at, member=event.by)


def _not_on_this(room: Room, _card: Card, event: Pressed) -> list[Command]:
    return _tell(room, event.by, "That can't be done on this card.")


def _tell(room: Room, to: str, text: str) -> list[Command]:
    return [Reply(room=room.id, to=to, text=text)]


def _practised(room: Room, card: Card, event: Pressed) -> list[Command]:
    """Trying the practice nudge makes a convener ready; *Show* opens it first."""
    if event.action is Action.SHOW:
        return _show(room, card, event)
    convener = room.conveners.get(event.by)
    if convener is not None:
        room.conveners[event.by] = replace(convener, practised=True)
    return cards.close(room, card, "That's how it works. You're set: real ones look the same.")


def _show(room: Room, card: Card, _event: Pressed) -> list[Command]:
    room.cards[card.id] = replace(card, shown=True)
    return cards.redraw(card, room)


def _about(room: Room, card: Card, event: Pressed) -> Question | None:
    """The question that was meant, if it still waits: the one named, else the card's only one."""
    name = event.question or (card.questions[0] if len(card.questions) == 1 else "")
    return next((each for each in policy.left_on(room, card) if each.id == name), None)


def _claim(room: Room, card: Card, event: Pressed) -> list[Command]:
    """The first claim settles every other convener's card; the claimer's stays, to be used."""
    question = _about(room, card, event)
    if question is None:
        return _tell(room, event.by, cards.SETTLED)
    room.cards[card.id] = replace(card, shown=True)
    feedback.claimed(room, card, question)
    return [*_take_on(room, question, event.by), *cards.redraw(card, room)]


def _take_on(room: Room, question: Question, by: str) -> list[Command]:
    claimed = room.questions[question.id] = replace(question, claimed_by=by)
    return cards.in_hand(room, claimed, by)


def _aloud(room: Room, card: Card, event: Pressed) -> list[Command]:
    return [*_claim(room, card, event), *_tell(room, event.by, "Good. Over to you.")]


def _post(room: Room, card: Card, event: Pressed) -> list[Command]:
    """Post the convener's words through Heed: short, not empty, once for a question."""
    question = _about(room, card, event)
    if question is None:
        return _tell(room, event.by, cards.SETTLED)
    if question.sensitive:
        return _tell(room, event.by, "Please speak with them yourself. Nothing was posted.")
    text = " ".join(event.value.split())
    if not text:
        return _tell(room, event.by, "There was nothing to post. Write a line, then post it.")
    if len(text) > FOLLOW_AT_MOST:
        too_long = f"Please keep it under {FOLLOW_AT_MOST} characters; this has {len(text)}."
        return _tell(room, event.by, too_long)
    for each in _about_it(room, question, event.by):
        room.cards[each.id] = replace(each, unposted=None)
    post = PostFollow(
        room=room.id, id=_post_id(question, event.by), question=question.id, by=event.by, text=text
    )
    return [*_claim(room, room.cards[card.id], event), post]


def _post_id(question: Question, by: str) -> str:
    """Pressed twice, or on two cards, it is posted once; after its end it may be posted anew."""
    return f"{question.id}:{by}:{question.posts}"


def _posts_after(question: Question, post: str) -> int:
    """How often the question was posted about once this post has ended, told once or twice."""
    number = post.rpartition(":")[2]
    return max(question.posts, int(number) + 1 if number.isdecimal() else 0)


def _about_it(room: Room, question: Question, by: str) -> list[Card]:
    """Their open cards about the question."""
    return [
        card
        for card in room.cards.values()
        if card.to == by and card.closed is None and question.id in card.questions
    ]


def _end(room: Room, card: Card, event: Pressed) -> list[Command]:
    """An honourable ending: silent, final (rule 6)."""
    question = _about(room, card, event)
    if question is None:
        return _tell(room, event.by, cards.SETTLED)
    ending, thanks = ENDINGS[event.action]
    commands = cards.step(room, replace(question, ending=ending), Cause.SETTLED)
    feedback.ended(room, card, question, ending)
    return [*commands, *_tell(room, event.by, thanks)]


def _hand_to(room: Room, card: Card, event: Pressed) -> list[Command]:
    """Ask another member to pick it up; they get a link and stems, not the why (rule 2).

    It counts as claimed, so it returns to whoever handed it on if nothing comes of it.
    """
    question = _about(room, card, event)
    member = room.members.get(event.value)
    if question is None:
        return _tell(room, event.by, cards.SETTLED)
    if question.sensitive:
        return _tell(room, event.by, "Please keep this one to yourself. Nobody else was told.")
    if member is None or not member.present or member.bot:
        return _tell(room, event.by, "They are not in this room. Please choose somebody else.")
    if member.id in {question.asker, event.by}:
        return _tell(room, event.by, "Please choose somebody else: this needs another voice.")
    if _was_handed(room, question, member.id):
        return _tell(room, event.by, f"{member.name} has been asked already.")
    handed = Card(
        id=cards.card_id(Purpose.HANDED, f"{question.id}@{room.now:.0f}", member.id),
        to=member.id,
        purpose=Purpose.HANDED,
        made_at=room.now,
        questions=(question.id,),
        meeting=card.meeting,
    )
    commands = _take_on(room, question, event.by)
    if len(card.questions) == 1:
        commands += cards.close(room, card, f"Handed to {member.name}. Thank you.")
    return [*commands, *cards.send(room, handed)]


def _was_handed(room: Room, question: Question, to: str) -> bool:
    return any(
        card.purpose is Purpose.HANDED and card.to == to and question.id in card.questions
        for card in room.cards.values()
    )


def _later(room: Room, card: Card, event: Pressed) -> list[Command]:
    try:
        seconds = float(event.value)
    except ValueError:
        seconds = 0.0
    if card.purpose is Purpose.RETURNED:
        return _tell(room, event.by, "It has come back once already, and won't return again.")
    if not 0 < seconds <= LATEST:
        return _tell(room, event.by, "Please choose one of the times.")
    room.cards[card.id] = replace(card, later_at=room.now + seconds)
    return [*cards.redraw(card, room), *_tell(room, event.by, "It will come back to you then.")]


PRESSES: Final[dict[Action, Press]] = {
    Action.SHOW: _show,
    Action.GO: _claim,
    Action.SAY_IT_ALOUD: _aloud,
    Action.POST: _post,
    Action.HAND_TO: _hand_to,
    Action.LATER: _later,
    **dict.fromkeys(ENDINGS, _end),
}


# --- on messages -----------------------------------------------------------------------------


def follow_posted(room: Room, event: FollowPosted) -> list[Command]:
    """A follow that was posted through Heed takes the question up, whatever its words are."""
    question = room.questions.get(event.question)
    if question is None or not question.can(Cause.PICKED_UP):
        return []
    if any(each.message == event.id for each in question.pick_ups):
        return []
    pick_up = PickUp(message=event.id, author=event.by, at=event.at, how=How.FOLLOW, weight=1.0)
    taken = replace(
        question,
        pick_ups=(*question.pick_ups, pick_up),
        posts=_posts_after(question, event.post),
    )
    return cards.step(room, taken, Cause.PICKED_UP)


def follow_failed(room: Room, event: FollowFailed) -> list[Command]:
    """A follow couldn't be posted: its words go back to whoever wrote them, to be tried again."""
    question = room.questions.get(event.question)
    if question is None:
        return []
    room.questions[question.id] = replace(question, posts=_posts_after(question, event.post))
    keep = room.settings.keep_text is not KeepText.NONE
    unposted = Unposted(question=question.id, text=event.text if keep else "")
    commands: list[Command] = []
    for card in _about_it(room, question, event.by):
        if card.unposted != unposted:
            room.cards[card.id] = replace(card, unposted=unposted)
            commands += cards.redraw(card, room)
    return commands


def let_go(room: Room, event: LetGo) -> list[Command]:
    """*Let mine go*: the asker's own wish, privately; it says the same whatever stood there."""
    commands: list[Command] = []
    for question in list(room.questions.values()):
        mine = question.message == event.message and question.asker == event.by
        if mine and question.can(Cause.WITHDRAWN):
            commands += cards.step(room, question, Cause.WITHDRAWN)
    return [*commands, *_tell(room, event.by, "Let go. Nobody will be asked to return to it.")]


def heard_too(room: Room, event: HeardToo) -> list[Command]:
    """*I'd like this heard too*: weight for somebody else's message, twice a meeting at most."""
    thanks = _tell(room, event.by, "Thank you. Only Heed knows that you pressed this.")
    used = dict(room.meeting.heard_too_by) if room.meeting else {}
    if room.meeting is None or used.get(event.by, 0) >= policy.HEARD_TOO_EACH:
        return _tell(room, event.by, "This works twice a meeting, while a meeting runs.")
    for question in list(room.questions.values()):
        theirs = question.message == event.message and question.asker != event.by
        if theirs and question.waiting and event.by not in question.heard_too:
            arrangements.introduce(room, event.by)
            room.questions[question.id] = replace(
                question, heard_too=(*question.heard_too, event.by)
            )
            used[event.by] = used.get(event.by, 0) + 1
            room.meeting = replace(room.meeting, heard_too_by=tuple(sorted(used.items())))
            break
    return thanks
