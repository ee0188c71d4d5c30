"""Hearing: what asks, of which kind, and what is a question in form only."""

import pytest

from bot.bootstrap.tracker import build_hearing
from bot.domain.hearing.asking import Idle, Shape
from bot.domain.hearing.learned import MOST_QUESTIONS, TRACKED_AT
from bot.domain.question import Kind, Wants
from bot.domain.room import Member
from bot.domain.turn import Cue
from tests.domain.builders import meeting_room, posted
from tests.domain.talk import KEY, heard, only, talk

INQUIRY, CHALLENGE = Kind.INQUIRY, Kind.CHALLENGE
NOT_KNOWING, CONCERN = Kind.NOT_KNOWING, Kind.CONCERN

TRACKED = [
    # with a question mark
    ("When does the lease on the annexe end?", INQUIRY),
    ("Is the van back from its test yet?", INQUIRY),
    ("Great turnout. How many chairs do we own?", INQUIRY),
    # hasty typing and speech: no mark, no capitals
    ("where do the spare keys live these days", INQUIRY),
    ("how many chairs do we own", INQUIRY),
    ("does anyone have the caretaker's mobile", INQUIRY),
    ("anyone know if the urn was mended", INQUIRY),
    ("any news from the funder", INQUIRY),
    ("can someone bring the extension lead", INQUIRY),
    ("wondering whether we could start at ten", INQUIRY),
    ("um so the the hall how many does it seat", INQUIRY),
    ("how to reset the alarm panel", INQUIRY),
    ("do we want the small room or the big one", INQUIRY),
    ("pls tell me someone kept the receipts", INQUIRY),
    ("i'd like to know when the grant is paid", INQUIRY),
    # not knowing, in form of a question or not
    ("What does LCNB stand for?", NOT_KNOWING),
    ("what's a MASH when it's at home", NOT_KNOWING),
    ("sorry, still not clear what we are meant to sign", NOT_KNOWING),
    ("I couldn't explain to my neighbours what this board does", NOT_KNOWING),
    ("might be a daft question but who pays the ground rent", NOT_KNOWING),
    ("i've lost track of which version is live", NOT_KNOWING),
    ("Embarrassed to say I have nodded at that word for a year", NOT_KNOWING),
    ("I don't really understand how the two budgets meet", NOT_KNOWING),
    # worries that nobody need answer, and somebody ought to
    ("I'm uneasy about promising that by spring", CONCERN),
    ("my worry with option two is the stairs", CONCERN),
    ("it doesn't sit right with me that they pay and we don't", CONCERN),
    ("not comfortable signing before the survey is in", CONCERN),
    ("i lie awake over the night shifts", CONCERN),
    # challenges to purpose, power, fairness and who is missing
    ("Has anyone asked the families?", CHALLENGE),
    ("nobody from housing on the list. was that on purpose?", CHALLENGE),
    ("who is this leaflet for?", CHALLENGE),
    ("Why are we still paying for a shop?", CHALLENGE),
    ("whose decision is it to close the side gate?", CHALLENGE),
    ("i notice the same three people speak first, are we ok with that", CHALLENGE),
]


def test_genuine_contributions_that_ask_are_tracked() -> None:
    """Marked or not, shaped like a question or not, nearly all of them are, of the right kind."""
    tracked = [(each, kind) for text, kind in TRACKED for each in heard(text) if each.tracked]
    assert all(TRACKED_AT <= each.confidence <= 1 for each, _ in tracked)
    assert len(tracked) >= 0.85 * len(TRACKED)
    assert sum(each.kind is kind for each, kind in tracked) >= 0.8 * len(tracked)


IDLE = [
    ("How is everyone today?", Idle.GREETING),
    ("hiya, everyone alright?", Idle.GREETING),
    ("how are we all doing this morning", Idle.GREETING),
    ("everybody got a coffee?", Idle.GREETING),
    ("Can you all see my screen?", Idle.LOGISTICS),
    ("can everyone hear me ok", Idle.LOGISTICS),
    ("shall we make a start?", Idle.LOGISTICS),
    ("is my mic alright?", Idle.LOGISTICS),
    ("can I ask a question?", Idle.LOGISTICS),
    ("Can I ask you something?", Idle.LOGISTICS),
    ("are we quorate?", Idle.LOGISTICS),
    ("anybody there?", Idle.LOGISTICS),
    ("who doesn't love a spreadsheet?", Idle.RHETORICAL),
    ("what could possibly go wrong?", Idle.RHETORICAL),
    ("who needs sleep anyway?", Idle.RHETORICAL),
    ("what's not to like about trees?", Idle.RHETORICAL),
    ("that was a long winter, wasn't it?", Idle.TAG),
    ("typical monday eh?", Idle.TAG),
    ("they said no, right?", Idle.TAG),
    ("say what?!", Idle.SURPRISE),
    ("wait, is that a goat 😂?", Idle.JEST),
    ("what's for pudding lol", Idle.JEST),
    ("friday or monday? react below please", Idle.POLL),
    ("cake: 🍋 lemon or 🍫 chocolate?", Idle.POLL),
    ("/rota who is on tonight?", Idle.COMMAND),
    ("!warden how many hours has grim?", Idle.COMMAND),
    ("@rotabot who is on tonight?", Idle.COMMAND),
    ("a customer asks: where is my export?", Idle.REPORTED),
    ("Why merge? Because one office costs less than two.", Idle.ANSWERED),
    ("How much? £18k, the same as last year", Idle.ANSWERED),
    ("is it twelve or fourteen, oh it says twelve", Idle.ANSWERED),
]


def test_questions_in_form_only_are_hardly_ever_tracked() -> None:
    """Greetings, logistics, rhetoric, tags, jokes and polls are not worth a nudge."""
    idle = [text for text, _ in IDLE if not any(each.tracked for each in heard(text))]
    assert len(idle) >= 0.8 * len(IDLE)


@pytest.mark.parametrize(("text", "why"), IDLE)
def test_why_a_question_seems_idle_is_said(text: str, why: Idle) -> None:
    """Whether or not it is tracked for all that."""
    assert why.value in only(text).cues


def test_a_command_is_never_tracked() -> None:
    """What is meant for a bot is nothing for a person to follow, whatever its words."""
    for text in ("/rota who is on tonight?", "!warden how many hours has grim?"):
        assert not only(text).tracked


NOTHING_ASKED = [
    "The annexe is booked until June.",
    "Thanks, that helps a lot",
    "ok",
    "👍",
    "",
    "   ",
    "?",
    "Minutes are in the folder",
    "right?",
    "really?",
    "I'll find out and come back to you",
    "what a lovely day for it",
    "which is exactly what we agreed",
    "paper is at https://docs.example/view?id=7781&v=2",
    "```\nselect * from room where id = ?\n```",
    "> May a tenant keep hens?",
    'the old form had "Do you smoke?" on it',
    "alert = hr > 120 ? 'red' : null",
    "the transcriber would have marked what is the plan .",
    "have a good weekend",
    "do it",
    "don't worry about the chairs",
]


@pytest.mark.parametrize("text", NOTHING_ASKED)
def test_what_doesnt_ask_is_not_heard(text: str) -> None:
    """Statements, thanks, links, code and quotations are no questions."""
    assert heard(text) == ()


def test_what_is_said_in_earnest_outweighs_the_way_it_is_said() -> None:
    """A laugh or a tag at the end doesn't make a not-knowing idle."""
    assert only("sorry, I still don't get what a PCN is, asking for a friend 😅").tracked
    assert only("I'm a bit uneasy that they signed without reading, eh?").tracked


def test_a_greeting_before_a_question_doesnt_hide_it() -> None:
    """Of a greeting and a question in one message the question alone is asked."""
    found = only("Morning all, how is everyone? When does the annexe close?")
    assert found.tracked
    assert found.text == "When does the annexe close?"


# --- several in one message ------------------------------------------------------------------

TWO = "Who signs the annexe lease this time? Separately, when will the boiler inspection happen?"


def test_questions_about_different_things_are_heard_apart() -> None:
    """Two questions with words of their own are two, each with its own text and words."""
    first, second = heard(TWO)
    assert first.text == "Who signs the annexe lease this time?"
    assert second.text == "Separately, when will the boiler inspection happen?"
    assert {word for word, _ in first.words}.isdisjoint(word for word, _ in second.words)


@pytest.mark.parametrize(
    "text",
    [
        "Who signs the annexe lease? Is it us who sign the lease, or the council?",
        "When is the boiler inspection due? This week?",
        "What happens to the boiler? And why?",
    ],
)
def test_a_question_put_twice_is_one(text: str) -> None:
    """Saying it again in other words, or adding a word, doesn't make a second question."""
    assert len(heard(text)) == 1


def test_no_more_than_three_are_heard_in_one_message() -> None:
    """A questionnaire is three questions, the last of which takes the rest with it."""
    text = (
        "Who signs the annexe lease this time? When will the boiler inspection happen? "
        "Where do volunteers collect their tabards? How many marshals did Hackney promise?"
    )
    found = heard(text)
    assert len(found) == MOST_QUESTIONS
    assert found[-1].text.endswith("How many marshals did Hackney promise?")


# --- reasons, words, and what must not be heard ----------------------------------------------


@pytest.mark.parametrize(
    ("text", "cue"),
    [
        ("When is it due?", Shape.MARK),
        ("when is it due", Shape.STARTS),
        ("I don't understand how the points work", Shape.NOT_KNOWING),
        ("I'm worried about the stairs", Shape.CONCERN),
        ("who is it for?", Shape.CHALLENGE),
        ("can someone lend me a drill", Shape.INDIRECT),
        ("tea or coffee", Shape.CHOICE),
        ("who signs it?", Wants.WHO),
        ("when is it due?", Wants.WHEN),
        ("where is it kept?", Wants.WHERE),
        ("why was it moved?", Wants.WHY),
        ("how many are left?", Wants.AMOUNT),
        ("what does PCN mean?", Wants.MEANING),
        ("the big one or the small one?", Wants.CHOICE),
        ("is it open on Sundays?", Wants.YES_NO),
    ],
)
def test_the_reasons_are_said_in_plain_words(text: str, cue: Shape | Wants) -> None:
    """Each cue that led to the decision is named, in words that a convener understands."""
    assert cue.value in only(text).cues


def test_all_that_would_answer_is_known_whatever_is_named() -> None:
    """Uptake looks at what a question wants, also where another reason decided."""
    found = only("Who decides how much we spend, and when?")
    assert found.wants == (Wants.AMOUNT, Wants.WHO, Wants.WHEN)


def test_reasons_name_nobody_and_blame_nobody() -> None:
    """No reason speaks of a person, a mistake or a fault."""
    reasons = [each.value for kind in (Shape, Idle, Wants) for each in kind]
    assert len(set(reasons)) == len(reasons)
    for reason in reasons:
        assert not {"you", "he", "she", "wrong", "fault", "failed", "ignored"} & set(reason.split())


def test_a_question_is_about_its_whole_message_and_the_line_before() -> None:
    """What led up to a short question counts as its words, though less."""
    room = talk("maya: the provenance file for the drum is thin", "maya: any thoughts on that?")
    words = dict(room.questions["m2"].words)
    led_up_by = dict(room.turns[0].words)
    assert set(led_up_by) <= set(words)
    assert all(words[word] < led_up_by[word] for word in led_up_by)


def test_a_line_long_before_leads_up_to_nothing() -> None:
    """After a pause the same person begins anew."""
    room = talk("maya: the provenance file is thin", "maya: any thoughts on lunch?", apart=600.0)
    led_up_by = {word for word, _ in room.turns[0].words}
    assert led_up_by.isdisjoint(word for word, _ in room.questions["m2"].words)


def test_bots_and_unread_messages_ask_nothing() -> None:
    """A bot's question, and one that mustn't be read, are not heard at all."""
    for changes in ({"bot": True}, {"unread": True}):
        message = posted("m1", "maya", "who decides?", 0.0, **changes)
        assert build_hearing(KEY).hear(message) == ()


def test_words_that_mustnt_be_read_leave_no_trace() -> None:
    """Of an unread message neither words nor cues are remembered."""
    message = posted("m1", "maya", "", 0.0, unread=True)
    turn = build_hearing(KEY).remember(message, 1, meeting_room())
    assert (turn.words, turn.cues, turn.addressed) == ((), frozenset(), ())


def test_a_question_to_a_bot_is_never_tracked() -> None:
    """Calling a member who is a bot by name is a command, whatever the bot is called."""
    room = meeting_room()
    room.members["hal"] = Member(id="hal", name="Hal", bot=True)
    (found,) = heard("@hal who is on tonight?", room)
    assert not found.tracked
    assert Idle.COMMAND.value in found.cues


def test_what_asks_is_remembered_as_asking() -> None:
    """The memory of a message says that it asked, and that of others doesn't."""
    room = talk("maya: when is it due?", "tom: on the 3rd")
    assert Cue.ASKS in room.turns[0].cues
    assert Cue.ASKS not in room.turns[1].cues


def test_the_key_changes_hashes_and_no_decision() -> None:
    """Two installations hear the same in the same words."""
    mine = talk("maya: " + TWO, "tom: the board signs the lease", key=b"mine")
    theirs = talk("maya: " + TWO, "tom: the board signs the lease", key=b"theirs")
    for one, other in zip(mine.questions.values(), theirs.questions.values(), strict=True):
        assert one.words != other.words
        assert (one.state, one.kind, one.cues, one.pick_ups) == (
            other.state,
            other.kind,
            other.cues,
            other.pick_ups,
        )
