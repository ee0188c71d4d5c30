"""Uptake in a crowd is learned from reply links alone, and the same each time."""

import json
from pathlib import Path

import pytest

from bot.bootstrap.tracker import build_hearing
from bot.domain.uptake.candidates import NAMES
from bot.domain.uptake.manner import MODELS, STEPS, Manner, features
from bot.domain.weights import Weights
from training import linear, links, manner
from training.chats import Chat, read

PEOPLE = ("ana", "ben", "cleo", "dov", "eli", "fay", "gus", "hal", "ivy", "jon")
DAYS = 10
AFTER = 29  # lines: with the last reply, as many as must follow a question


def day(folder: Path, number: int) -> None:
    """One made-up day: everybody asks, every second question is answered by its asker's name."""
    rows: list[dict[str, object]] = []

    def say(author: str, text: str, to: str = "", taken: bool | None = None) -> str:
        name = f"d{number}-{len(rows)}"
        row = {"id": name, "ts": 1000.0 + 40 * len(rows), "author": author, "text": text}
        row |= {"in_annotated_window": True, "reply_to": [to] if to else []}
        rows.append(row | ({} if taken is None else {"q_hint": "qmark", "picked_up": taken}))
        return name

    for place, asker in enumerate(PEOPLE):
        taken = (place + number) % 2 == 0
        asks = say(asker, "hello, where do I find the driver for my printer?", taken=taken)
        own = say(asker, "and it worked until today", asks)
        helper = PEOPLE[(place + 3) % len(PEOPLE)]
        if taken:
            answer = say(helper, f"{asker}: the driver is in the printer menu", own)
            say(asker, f"{helper}: thanks, it is there", answer)
        else:
            say(helper, "hi all, does anybody know a good game?")
    for _ in range(AFTER):
        say("jay", "the shed is green now")
    text = "".join(json.dumps(each) + "\n" for each in rows)
    (folder / f"day{number}.jsonl").write_text(text, encoding="utf-8")


@pytest.fixture(scope="module")
def chats(tmp_path_factory: pytest.TempPathFactory) -> list[Chat]:
    """The made-up days, as they are heard."""
    folder = tmp_path_factory.mktemp("chats")
    for number in range(DAYS):
        day(folder, number)
    return list(read([folder], build_hearing()))


def test_the_same_chats_give_the_same_weights(chats: list[Chat], tmp_path: Path) -> None:
    """To the last digit, as they are written down."""
    for name in ("first", "second"):
        models, _ = links.train(manner.crossed(chats), build_hearing())
        linear.write(tmp_path / name, models | manner.learned(chats))
    assert (tmp_path / "first").read_bytes() == (tmp_path / "second").read_bytes()


def test_what_is_learned_tells_hanging_from_taken_up(chats: list[Chat]) -> None:
    """Also on days that it was learned without."""
    models, figures = links.train(manner.crossed(chats), build_hearing())
    assert figures["hanging F1"] > 0.9
    assert models["links"].of.keys() <= set(NAMES)


def test_a_question_with_little_after_it_teaches_nothing(tmp_path: Path) -> None:
    """Readers say that one hung only where much follows: the others would all be taken up."""
    day(tmp_path, 0)
    file = tmp_path / "day0.jsonl"
    lines = file.read_text(encoding="utf-8").splitlines()
    (whole,) = read([tmp_path], build_hearing())
    file.write_text("\n".join(lines[:-1]), encoding="utf-8")
    (shorter,) = read([tmp_path], build_hearing())
    asked = [name for name, gold in whole.gold.items() if gold.asks]
    assert all(whole.gold[name].taken_up is not None for name in asked)
    assert [name for name in asked if shorter.gold[name].taken_up is None] == asked[-1:]


def test_features_can_be_left_out(chats: list[Chat]) -> None:
    """By a word of their names, so that what they add can be seen."""
    models, _ = links.train(manner.crossed(chats), build_hearing(), ("called",))
    assert models["links"].of
    assert not any("called" in name for model in models.values() for name in model.of)


def test_the_manner_is_learned_from_other_days(chats: list[Chat]) -> None:
    """What a day shows comes from the other half, so that nothing is learned by heart."""
    by_others = Manner(manner.learned(chats[1::2]))
    assert manner.crossed(chats)[0] == manner.shown(chats[0], by_others)


def test_words_that_open_a_talk_are_told_from_those_that_go_on(chats: list[Chat]) -> None:
    """By what follows the name that a message may begin with."""
    manners = Manner(manner.learned(chats))
    opens, goes_on = MODELS.index("starts"), MODELS.index("goes on")
    asks, on = (
        manners.of("ana: hello, where do I find it?"),
        manners.of("and it worked until today"),
    )
    assert asks[opens] > on[opens]
    assert asks[goes_on] < on[goes_on]
    assert all(0 <= step < STEPS for step in (*asks, *on))


def test_a_name_that_is_called_says_nothing_of_manner() -> None:
    """Nor does an empty text say more than that it is short."""
    assert features("ana: it works now") == features("ben, it works now")
    nothing = Manner(dict.fromkeys(MODELS, Weights(bias=0.0, of={})))
    assert nothing.of("") == nothing.of("anything at all")
