"""Rule 11: what must get no stems, no stored quote, and stand in no list."""

import pytest

from bot.domain.hearing.sensitive import is_sensitive
from tests.domain.talk import asked, only, talk

SENSITIVE = [
    "I don't want to be here any more, does anybody read this?",
    "what do I do if she says she wants to kill herself?",
    "is self-harm covered by this form?",
    "he was talking about suicide, who do I tell?",
    "my partner hits me, who can I ring?",
    "she's scared to go home, what should I do?",
    "a child said they were abused, who do we call?",
    "bruises on her arms again, has anyone looked?",
    "NHS number 943 476 5919, is she on your list?",
    "nhs no: 9434765919 anyone?",
    "DOB 12/03/1951, is that our man?",
    "date of birth 12 March 1951, can somebody check?",
    "is patient Maya Lind still waiting for transport?",
    "has resident Mrs Bell been asked?",
    "could someone ring the client called Jonas?",
    "> he wants to die\nwhat do I answer to this?",
]

HARMLESS = [
    "when is the Patient Participation Group?",
    "is patient transport running?",
    "who runs the patient voices survey?",
    "killing myself laughing, when is the next one?",
    "they beat us last time, are they any good?",
    "is the NHS number field mandatory?",
    "date of birth or age, which do we ask?",
    "who cuts the hedge?",
    "is it 12/03 or 13/03?",
]


@pytest.mark.parametrize("text", SENSITIVE)
def test_apparent_harm_and_identifying_detail_are_sensitive(text: str) -> None:
    """Apparent self-harm, abuse and a patient's identity, pasted parts included."""
    assert is_sensitive(text)


@pytest.mark.parametrize("text", HARMLESS)
def test_the_same_words_can_be_harmless(text: str) -> None:
    """Forms, groups and figures of speech are not."""
    assert not is_sensitive(text)


def test_a_sensitive_question_is_heard_as_such_and_its_words_are_not_kept() -> None:
    """Hearing says so, and the question holds no quote."""
    text = "my partner hits me, who can I ring?"
    assert only(text).sensitive
    question = asked(talk(f"maya: {text}"))
    assert question.sensitive
    assert question.text is None


def test_a_question_beside_a_harmless_one_is_not_sensitive() -> None:
    """Most questions are not."""
    assert not only("when is the fence due?").sensitive
