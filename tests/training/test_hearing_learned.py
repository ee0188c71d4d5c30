"""Hearing is learned from little, and the same each time."""

from pathlib import Path

import pytest

from bot.domain.hearing.judge import Judge
from training import hearing, linear, material
from training.hearing import Example

ASKED = ("where is the {}", "who has the {}", "can you bring the {}", "do we need the {}")
TOLD = ("the {} is in the hall", "i brought the {}", "thanks for the {}", "we have the {}")
THINGS = ("ladder", "kettle", "banner", "list", "key")


def tiny() -> list[Example]:
    """Four worlds that ask and tell of the same few things."""
    found = []
    for world in ("one", "two", "three", "four"):
        for thing in THINGS:
            found += [
                hearing.example(world, said.format(thing), label, 1.0)
                for label, lines in (("inquiry", ASKED), ("none", TOLD))
                for said in lines
            ]
            found += [
                hearing.example(world, f"how are you all {thing}", "idle", 1.0),
                hearing.example(world, f"i worry about the {thing}", "concern", 1.0),
                hearing.example(world, f"i dont understand the {thing}", "not_knowing", 1.0),
                hearing.example(world, f"why do we want a {thing} at all", "challenge", 1.0),
            ]
    return found


def test_what_is_learned_tells_asking_from_telling() -> None:
    """Also of things that were never spoken of."""
    judge = Judge(hearing.fit(tiny()))
    (asks,) = hearing.example("new", "where is the trolley", "inquiry", 1.0).sentences
    (tells,) = hearing.example("new", "the trolley is in the hall", "none", 1.0).sentences
    assert judge.asks(asks) > 0.5 > judge.asks(tells)


def test_the_same_material_gives_the_same_weights(tmp_path: Path) -> None:
    """To the last digit, as they are written down."""
    for name in ("first", "second"):
        linear.write(tmp_path / name, hearing.fit(tiny()))
    assert (tmp_path / "first").read_bytes() == (tmp_path / "second").read_bytes()


def test_what_one_world_alone_says_is_not_learned() -> None:
    """A word of one file says what that file is about."""
    only = [hearing.example("one", f"where is the zebra {n}", "inquiry", 1.0) for n in range(9)]
    assert not any("zebra" in each.of for each in hearing.fit([*tiny(), *only]).values())


def test_a_label_that_nobody_knows_is_refused(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """With the file and the line where it stands."""
    (tmp_path / "wrong.tsv").write_text("inquiry\twho has it\nmaybe\twhat\n", encoding="utf-8")
    monkeypatch.setattr(material, "LINES", tmp_path)
    with pytest.raises(material.MaterialError, match=r"wrong\.tsv, line 2"):
        material.lines()
