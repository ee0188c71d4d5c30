"""What anybody would expect, each by itself: plain everyday English, with the marks people put."""

import pytest

from bot.domain.question import Kind
from tests.domain.talk import heard

INQUIRY = [
    "When is the next meeting?",
    "Who is bringing the projector on Thursday?",
    "Where do we keep the spare keys?",
    "How much is left in the travel budget?",
    "What time does the hall open on Saturdays?",
    "Is the van back from the garage yet?",
    "Do we have enough chairs for forty people?",
    "Can someone send me the latest draft?",
    "Has the invoice been paid?",
    "Which supplier did we use last year?",
    "Does anyone know how to reset the alarm?",
    "Could you share the figures for March?",
    "Are the leaflets printed in Welsh as well?",
    "How long does the training take?",
    "Should we book the small room or the large one?",
    "Did the council reply to our letter?",
    "How many volunteers have signed up so far?",
    "what is the deadline for the grant application",
    "does anyone have the caretaker's number",
    "where is the sign-up sheet",
]
NOT_KNOWING = [
    "Sorry, what does PCN mean?",
    "What does LCNB stand for?",
    "I don't understand what this group is for.",
    "I'm lost, could somebody explain how the two budgets fit together?",
    "I still don't understand how the points system works.",
    "This may be a stupid question, but what is a baseline?",
    "I'm embarrassed to say I don't know what the acronym means.",
    "Honestly, I couldn't explain to my neighbours what we do.",
    "I've lost track of which version we are using.",
    "I have no idea what that chart is telling us.",
    "Am I the only one who doesn't understand the new process?",
    "I'm new here, what is a stand-up?",
    "I'm not sure I understand what we are being asked to sign.",
    "Can someone explain what a memorandum of understanding is?",
    "I don't get how the rota is supposed to work.",
    "Sorry, I'm confused, who are the trustees?",
    "I never understood what the steering group decides.",
    "Excuse my ignorance, but what is an API?",
    "If I'm honest, I find it hard to say what we do.",
    "Daft question maybe, but what is the difference between the two funds?",
]
CHALLENGE = [
    "Who decided this, and why were the families not asked?",
    "Why are we doing this at all?",
    "Whose decision was it to close the side gate?",
    "Who is this leaflet really for?",
    "Has anyone asked the patients what they want?",
    "Is it fair that the night staff always get the worst shifts?",
    "Why is nobody from housing in this meeting?",
    "Who benefits from this plan?",
    "Why do the same three people always decide?",
    "What is the point of this report if nobody reads it?",
    "Who gave us the right to speak for the residents?",
    "Why should the volunteers pay for their own parking?",
    "Are we doing this for the children or for the funder?",
    "Should we even be doing this?",
    "Why are there no young people on this board?",
    "Who gets to decide what counts as success?",
    "Do we really need another working group?",
    "Why do we keep paying for a service that nobody uses?",
    "Whose voice is missing here?",
    "What problem are we actually trying to solve?",
]
CONCERN = [
    "I'm worried about the stairs in option two.",
    "I'm not comfortable signing this before the survey is in.",
    "My worry is that nobody will come.",
    "I'm uneasy about promising that by spring.",
    "It doesn't sit right with me that they pay and we don't.",
    "I'm concerned that we are leaving people behind.",
    "I have a bad feeling about this timetable.",
    "I worry that the night team is close to breaking.",
    "What worries me is the lack of a plan B.",
    "I'm nervous about launching on a Friday.",
    "I'm afraid we will lose the older members.",
    "I'm a bit anxious about the inspection.",
    "I don't feel safe locking up alone at night.",
    "It bothers me that we never hear from the carers.",
    "I'm scared that the roof won't last another winter.",
    "I have serious doubts about this contract.",
    "My concern is that the data isn't anonymous.",
    "I'm uncomfortable with how we talk about the tenants.",
    "I'm really worried we are rushing this.",
    "I keep worrying about what happens to the staff.",
]
IDLE = [
    "How are you all?",
    "How is everyone today?",
    "Good morning all, how are you?",
    "Did everyone have a good weekend?",
    "Can everyone hear me?",
    "Can you see my screen?",
    "Is my mic on?",
    "Shall we start?",
    "Shall we move on?",
    "Can I ask a question?",
    "Can you hear me now?",
    "Are we all here?",
    "Is this thing on?",
    "Who doesn't love cake?",
    "What could possibly go wrong?",
    "Isn't that lovely?",
    "Lovely weather, isn't it?",
    "Are you kidding me?",
    "/rota who is on tonight?",
    "Everyone alright?",
]
NONE = [
    "Thanks, that helps a lot.",
    "The annexe is booked until June.",
    "I'll find out and come back to you.",
    "Minutes are in the folder.",
    "Sounds good to me.",
    "See you all on Thursday.",
    "I agree with Tom.",
    "The report is finished.",
    "Yes, we have enough chairs.",
    "No, the van is still at the garage.",
    "We met the council on Monday.",
    "Great work everyone!",
    "I sent the invoice yesterday.",
    "That was a long meeting.",
    "The hall opens at nine.",
    "Let's move on to the next item.",
    "I've added it to the agenda.",
    "We raised four hundred pounds at the fair.",
    "Happy birthday, Priya!",
    "I'm on the train, back in ten minutes.",
]
TRACKED = [
    *((text, Kind.INQUIRY) for text in INQUIRY),
    *((text, Kind.NOT_KNOWING) for text in NOT_KNOWING),
    *((text, Kind.CHALLENGE) for text in CHALLENGE),
    *((text, Kind.CONCERN) for text in CONCERN),
]


@pytest.mark.parametrize(("text", "kind"), TRACKED)
def test_a_plain_case_of_its_kind_is_tracked_as_such(text: str, kind: Kind) -> None:
    """One question, worth a follow, of that kind."""
    assert [(each.tracked, each.kind) for each in heard(text)] == [(True, kind)]


@pytest.mark.parametrize("text", IDLE)
def test_a_plain_idle_question_is_not_tracked(text: str) -> None:
    """A greeting, the running of the meeting, rhetoric, a tag, a command."""
    assert not any(each.tracked for each in heard(text))


@pytest.mark.parametrize("text", NONE)
def test_a_plain_statement_is_not_heard(text: str) -> None:
    """Nothing is asked there."""
    assert heard(text) == ()
