"""Stems: beginnings of a follow, made from a question's own words.

Three of Kantor's ways to follow: reflect it, build on it, honour it. None gives an answer, and
none names the asker (rule 5).
"""

from typing import Final

from bot.domain.phrases import clause, subject
from bot.domain.question import Kind, Question
from bot.domain.views import Move, Stem

_BUILD: Final = {
    Kind.INQUIRY: "Who could help us find out about {topic}, and by when?",
    Kind.NOT_KNOWING: "Could somebody say {topic} in plain words, for all of us?",
    Kind.CHALLENGE: "What would we do differently if we took the point about {topic} seriously?",
    Kind.CONCERN: "What would need to be true for us to feel easier about {topic}?",
}
_BUILD_BARE: Final = {
    Kind.INQUIRY: "Who could help us find out, and by when?",
    Kind.NOT_KNOWING: "Could somebody say it in plain words, for all of us?",
    Kind.CHALLENGE: "What would we do differently if we took that seriously?",
    Kind.CONCERN: "What would need to be true for us to feel easier about it?",
}
_HONOUR: Final = {
    Kind.INQUIRY: "I don't want to lose what was asked about {topic}. I don't have the answer yet.",
    Kind.NOT_KNOWING: "I'm glad that was said about {topic}. It helps to say when it isn't clear.",
    Kind.CHALLENGE: "The point about {topic} is a fair one, and we went past it too quickly.",
    Kind.CONCERN: "I heard the worry about {topic}, and I'd like us to stay with it for a minute.",
}
_HONOUR_BARE: Final = {
    Kind.INQUIRY: "I don't want to lose what was asked. I don't have the answer yet.",
    Kind.NOT_KNOWING: "I'm glad that was said. It helps to say when something isn't clear.",
    Kind.CHALLENGE: "That was a fair point, and we went past it too quickly.",
    Kind.CONCERN: "I heard that worry, and I'd like us to stay with it for a minute.",
}


def stems(question: Question, names: tuple[str, ...]) -> tuple[Stem, ...]:
    """Two or three stems; none for a sensitive question. `names` are kept out of them."""
    if question.sensitive:
        return ()
    words = clause(question.text, names) if question.text else ""
    topic = subject(question.text, names) if question.text else ""
    made = [Stem(move=Move.REFLECT, text=_reflect(words))] if words else []
    build = (
        _BUILD[question.kind].format(topic=f"“{topic}”") if topic else _BUILD_BARE[question.kind]
    )
    honour = (
        _HONOUR[question.kind].format(topic=f"“{topic}”") if topic else _HONOUR_BARE[question.kind]
    )
    return (
        *made,
        Stem(move=Move.BUILD, text=build),
        Stem(move=Move.HONOUR, text=honour),
    )


def _reflect(words: str) -> str:
    return f"I'd like to go back to something that was raised: “{words}”"
