"""Stems: beginnings of a follow, made from a question's own words.

Three of Kantor's ways to follow: reflect it, build on it, honour it. None gives an answer, and
none names the asker (rule 5).
"""

from typing import Final

from bot.domain.phrases import clause, names_somebody, subject
from bot.domain.question import Kind, Question
from bot.domain.views import Move, Stem

_REFLECT: Final = "I'd like to go back to something that was raised: “{words}”"
_REFLECT_TOPIC: Final = "I'd like to go back to what was raised about {topic}."
_REFLECT_BARE: Final = "I'd like to go back to something that was raised earlier."

# Of each kind: with what it is about, and without.
_BUILD: Final = {
    Kind.INQUIRY: (
        "Who could help us with the question about {topic}, and by when?",
        "Who could help us with this one, and by when?",
    ),
    Kind.NOT_KNOWING: (
        "Could somebody explain {topic} in plain words, for all of us?",
        "Could somebody put this in plain words, for all of us?",
    ),
    Kind.CHALLENGE: (
        "If we started from that, what would we do differently about {topic}?",
        "If we started from that, what would we do differently?",
    ),
    Kind.CONCERN: (
        "What would need to be true for us to feel easier about {topic}?",
        "What would need to be true for us to feel easier about this?",
    ),
}
_HONOUR: Final = {
    Kind.INQUIRY: (
        "I don't want to lose the question about {topic}. I don't have the answer yet.",
        "I don't want to lose that question. I don't have the answer yet.",
    ),
    Kind.NOT_KNOWING: (
        "I'm glad that {topic} came up. It helps all of us when somebody says what isn't clear.",
        "I'm glad that was said. It helps all of us when somebody says what isn't clear.",
    ),
    Kind.CHALLENGE: (
        "There is something in that point about {topic}, and I'd like us to give it some room.",
        "There is something in that, and I'd like us to give it some room.",
    ),
    Kind.CONCERN: (
        "I heard the worry about {topic}, and I'd like us to stay with it for a minute.",
        "I heard that worry, and I'd like us to stay with it for a minute.",
    ),
}


def stems(question: Question, asker: str, others: tuple[str, ...] = ()) -> tuple[Stem, ...]:
    """Three stems; none for a sensitive question. `asker` and `others` are display names.

    What can't be quoted without the asker's name in it isn't quoted.
    """
    if question.sensitive:
        return ()
    text = question.text or ""
    words = clause(text, (asker, *others))
    topic = subject(text, (asker, *others))
    if names_somebody(words, asker):
        words = ""
    return (
        Stem(move=Move.REFLECT, text=_reflect(words, topic)),
        Stem(move=Move.BUILD, text=_about(_BUILD[question.kind], topic)),
        Stem(move=Move.HONOUR, text=_about(_HONOUR[question.kind], topic)),
    )


def _reflect(words: str, topic: str) -> str:
    if words:
        return _REFLECT.format(words=words)
    return _about((_REFLECT_TOPIC, _REFLECT_BARE), topic)


def _about(sentence: tuple[str, str], topic: str) -> str:
    with_topic, bare = sentence
    return with_topic.format(topic=topic) if topic else bare
