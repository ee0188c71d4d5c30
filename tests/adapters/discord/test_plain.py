"""Discord's markdown, embeds, files and polls as a person reads them."""

import time
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from adapters.discord import markdown, plain
from adapters.discord.references import InCommand, References
from bot.domain.words import own_talk
from tests.adapters.discord.gateway import (
    KIT,
    MAYA,
    PLACE,
    TOM,
    Gateway,
    Json,
    attachment,
    mentioned,
    message,
    user,
)
from tests.domain.talk import heard

SECONDS = 5.0  # far more than a linear reading of what is given here takes, far less than others


class Names:
    """Names that are known."""

    def user(self, user: int) -> str | None:
        """Two people are."""
        return {11: "Maya Lund", 12: "Tom"}.get(user)

    def role(self, role: int) -> str | None:
        """A role is."""
        return {50: "board"}.get(role)

    def channel(self, channel: int) -> str | None:
        """A channel is."""
        return {100: "place"}.get(channel)


def markup(text: str) -> str:
    """A text as people read it."""
    return markdown.read(text, References(Names()))


def read(payload: Json, *, bot: bool = False) -> str:
    """A message's text."""
    return plain.read(Gateway().said(payload), bot=bot).text


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("<@11>, ask <@!12> and <@13>", "@Maya Lund, ask @Tom and @13"),
        ("<@&50> and <@&51>, in <#100> or <#101>", "@board and @51, in #place or #101"),
        ("@everyone @here", None),
        ("type </heed summary:123>", "type /heed summary"),
        ("well <:hmm:123> <a:party_time:456> 😀", "well :hmm: :party_time: 😀"),
        ("see <id:customize>, <id:guide>, <id:later>", "see Channels & Roles, Server Guide, later"),
        ("at <t:1767600000:t>, <t:1767600000:D>", "at 08:00 UTC, 2026-01-05"),
        ("<t:1767600000> <t:1767600000:R>", "2026-01-05 08:00 UTC 2026-01-05 08:00 UTC"),
        ("<t:999999999999999> <t:x>", None),
        (
            "**Who** *really* _never_ __ever__ ~~not~~ decides?",
            "Who really never ever not decides?",
        ),
        ("***both*** and __*so*__ and **a *b* c**", "both and so and a b c"),
        ("**over\ntwo lines**", "over\ntwo lines"),
        ("2 * 3 * 4, my_var_name, *.py or *.js, 5 ** 2", None),
        ("the end is ||he stays||, ok?", "the end is he stays, ok?"),
        ("**** and __ and ||||", None),
        (r"\*not\* \_so\_ \<@11> \`x\` \# \\", r"*not* _so_ <@11> `x` # " + "\\"),
        (r"¯\_(ツ)_/¯ C:\new", r"¯_(ツ)_/¯ C:\new"),
        ("see [the plan](https://a.org/x) now", "see the plan now"),
        ('[a **b**](<https://a.org/x_(y)> "t")', "a b"),
        ("[no](ftp://a) [x] (https://a.org)", None),
        (
            "<https://a.org/x_y_z> https://a.org/__init__?a=*b",
            "https://a.org/x_y_z https://a.org/__init__?a=*b",
        ),
        ("**https://a.org/x**", "https://a.org/x"),
        ("# Title\n## Less\n### Least\n-# small\n#none", "Title\nLess\nLeast\nsmall\n#none"),
        ("- one\n* two\n  - three\n1. four", "• one\n• two\n  • three\n1. four"),
        ("in - the - middle # of", None),
        ("> quoted **so**\nown", "> quoted so\nown"),
        ("> - item\n> # head", "> • item\n> head"),
        (">no space is no quotation", None),
        ("own\n>>> one\ntwo\n> three\n# four", "own\n> one\n> two\n> > three\n> four"),
        (">>> one `x`\ntwo", "> one `x`\n> two"),
        ("`*as it is* <@11>` and `` a`b ``", "`*as it is* <@11>` and ` a'b `"),
        ("```py\nx = '<@11>'\n```\nwhy?", "```\nx = '<@11>'\n```\nwhy?"),
        ("say ```one line``` so", None),
        ("`over\nlines`", "```over\nlines```"),
        (f"`{'x' * 401}`", f"```{'x' * 401}```"),
        ("never `closed *at* all", "never `closed at all"),
        ("never ```closed **at** all", "never ```closed at all"),
        (r"`a\` and **b**", r"`a\` and b"),
        ("*one `code *` two*", "one `code *` two"),
        ("<>, <@>, <@x>, a < b, <:x>, <#>", None),
    ],
)
def test_markdown(text: str, words: str | None) -> None:
    """As Discord's apps show it; what is no markup stays (None)."""
    assert markup(text) == (text if words is None else words)


def test_commands_keep_people_by_id() -> None:
    """Two people may be called the same."""
    found = markdown.read("convener <@12> in <#100>", InCommand(Names()))
    assert found == "convener <@12> in #place"


def test_the_core_passes_over_what_isnt_the_authors_own() -> None:
    """The forms in which quotations and code are set apart are those that hearing knows."""
    text = markup("> Who pays?\n``Is `it`?`` and `so?` ```js\nwhy?\n```\n>>> Who?\nWhen?")
    said = own_talk(text)
    assert said.quote
    assert said.code
    assert "?" not in said.own


def test_a_question_in_markup_is_heard() -> None:
    """It reads as if no markup were there."""
    text = markup("# **Who** decides ||about|| the [budget](https://a.org)?")
    assert heard(text) == heard("Who decides about the budget?")


# --- whole messages -----------------------------------------------------------------------------


def test_names_are_the_servers() -> None:
    """Nicknames, and whoever came with the message; mentions are ids, each once, in order."""
    payload = message(
        f"<@{TOM}> <@!{MAYA}> <@{TOM}> <@{KIT}> <@77> <@78> <#{PLACE}> `<@79>` \\<@80>",
        mentions=[*mentioned(TOM, MAYA), user(77, global_name="Ann")],
    )
    found = plain.read(Gateway().said(payload), bot=False)
    assert found.text == "@Tom @Maya Lund @Tom @kit @Ann @78 #place `<@79>` <@80>"
    assert found.mentions == (str(TOM), str(MAYA), str(KIT), "77", "78")


CARD: Json = {
    "type": "rich",
    "author": {"name": "Rota"},
    "title": "Clinic **today**",
    "description": "Ask <@12>",
    "fields": [{"name": "From", "value": "_nine_"}, {"name": "To", "value": "noon"}],
    "footer": {"text": "left out"},
}
LINKED: Json = {"type": "article", "title": "Shown of a link", "url": "https://a.org"}


def test_embeds_are_read_where_a_bot_sent_them() -> None:
    """What Discord shows of a link isn't part of the talk, whoever posted it."""
    payload = message("So", embeds=[CARD, LINKED])
    assert read(payload) == "So"
    assert read(payload, bot=True) == "So\nRota\nClinic today\nAsk @Tom\nFrom\nnine\nTo\nnoon"


def test_texts_among_a_bots_components_are_read() -> None:
    """In containers and sections; buttons say nothing to the room."""
    inside = {
        "type": 9,
        "components": [{"type": 10, "content": "**two**"}],
        "accessory": {"type": 2, "style": 1, "label": "Press", "custom_id": "x"},
    }
    components = [
        {"type": 10, "content": "one"},
        {"type": 17, "components": [inside, {"type": 10, "content": "three"}]},
        {"type": 1, "components": [{"type": 2, "style": 1, "label": "No", "custom_id": "y"}]},
    ]
    payload = message("", components=components, flags=1 << 15)
    assert read(payload, bot=True) == "one\ntwo\nthree"
    assert read(payload) == ""


POLL: Json = {
    "question": {"text": "Which\nday?"},
    "answers": [
        {"answer_id": 1, "poll_media": {"text": "Monday"}},
        {"answer_id": 2, "poll_media": {"text": "Never", "emoji": {"id": None, "name": "😀"}}},
    ],
    "expiry": "2026-01-06T08:00:00+00:00",
    "allow_multiselect": False,
    "layout_type": 1,
}


def test_a_poll_is_set_apart() -> None:
    """It is answered by votes, so nobody is asked to say anything."""
    text = read(message("", poll=POLL))
    assert text == "> Which day?\n> • Monday\n> • Never"
    assert "?" not in own_talk(text).own
    assert read(message("Please vote", poll=POLL)).startswith("Please vote\n> Which day?")


def shot(content: str, **more: object) -> Json:
    """A message that is passed on."""
    inner = {
        "type": 0,
        "content": content,
        "embeds": [],
        "attachments": [],
        "timestamp": "2026-01-05T08:00:00+00:00",
        "edited_timestamp": None,
        "flags": 0,
        "mentions": [],
        "mention_roles": [],
        **more,
    }
    return {"message": inner}


@pytest.mark.parametrize(
    ("more", "words"),
    [
        ({"attachments": [attachment("rota.xlsx"), attachment("b.png")]}, "rota.xlsx\nb.png"),
        ({"attachments": [attachment("a.png", description="The\nnew door")]}, "The new door"),
        ({"sticker_items": [{"id": "5", "name": "Wave", "format_type": 1}]}, "Wave"),
        ({"message_snapshots": [shot("So **<@12>**\nsaid")]}, "> So @Tom\n> said"),
        ({"message_snapshots": [shot("", attachments=[attachment("a.png")])]}, "> a.png"),
        ({"message_snapshots": [shot("")]}, ""),
    ],
)
def test_what_stands_in_for_words(more: Json, words: str) -> None:
    """Only where somebody wrote nothing themself."""
    assert read(message("", **more)) == words
    assert read(message("My words", **more)) == "My words"


def test_who_is_mentioned_in_what_is_passed_on_isnt_called() -> None:
    """Those were somebody else's words."""
    payload = message("", message_snapshots=[shot("ask <@12>")])
    assert plain.read(Gateway().said(payload), bot=False).mentions == ()


def test_text_is_fit_to_go_on() -> None:
    """No control characters, no halves of characters, and an end somewhere."""
    assert read(message("\x1b[31mred\x00 \ud83d half\n\tkept ")) == "[31mred \ufffd half\n\tkept"
    assert len(read(message("a " * 100_000))) <= 20_000


# --- anything at all ----------------------------------------------------------------------------


@pytest.mark.parametrize(
    "pattern",
    [
        "<",
        "<@",
        "<@1",
        "<t:1",
        "</a",
        "<:a:",
        "`",
        "`a``b```c",
        "\\`",
        "\\",
        "*",
        "*a",
        "* ",
        "_*~|",
        "||",
        "**a",
        "[",
        "[a](https://a(",
        "[a](https://a",
        '[a](https://a "',
        "https://",
        "https://*",
        "> ",
        ">>> ",
        "\n>>> ",
        "- ",
        "  ",
        "# ",
        "\n",
    ],
)
def test_hostile_text_takes_no_time(pattern: str) -> None:
    """Marks that open and never close, many of them."""
    text = pattern * (200_000 // len(pattern))
    started = time.perf_counter()
    markup(text)
    markup(text + "\n" + pattern.strip())
    assert time.perf_counter() - started < SECONDS


SIGNS = st.text(st.sampled_from("<>@#!&:*_~|`\\[]()/-. \nU1aht"), max_size=80)


@given(SIGNS)
def test_any_markup_is_read(text: str) -> None:
    """And its reading mentions nobody who isn't named in it."""
    refer = References(Names())
    markdown.read(text, refer)
    assert all(f"{each}>" in text for each in refer.mentions)


@given(st.text(st.sampled_from("<>@#!&:*_~|`\\[]()-. 1a"), max_size=40))
def test_what_is_escaped_stays(text: str) -> None:
    """A backslash before each sign, and people read exactly what was typed."""
    escaped = "".join(each if each.isalnum() or each == " " else f"\\{each}" for each in text)
    assert markup(f"a{escaped}") == f"a{text}"


@given(st.text(st.characters(exclude_characters="\r"), max_size=80))
def test_text_without_signs_stays(text: str) -> None:
    """Nothing is read into plain words, in any script."""
    bare = "".join(each for each in text if each.isalnum() or each in " \n,?!'’\u2026")
    assert markup(bare) == bare


ANY: st.SearchStrategy[Any] = st.fixed_dictionaries(
    {
        "content": SIGNS,
        "embeds": st.lists(
            st.fixed_dictionaries(
                {"type": st.sampled_from(["rich", "link"])},
                optional={
                    "title": SIGNS,
                    "description": SIGNS,
                    "fields": st.lists(st.fixed_dictionaries({"name": SIGNS, "value": SIGNS})),
                },
            ),
            max_size=3,
        ),
        "attachments": st.lists(SIGNS.map(attachment), max_size=2),
        "message_snapshots": st.lists(SIGNS.map(shot), max_size=2),
    },
    optional={
        "poll": SIGNS.map(lambda each: {**POLL, "question": {"text": each}}),
        "components": st.lists(SIGNS.map(lambda each: {"type": 10, "content": each}), max_size=2),
    },
)
GATEWAY = Gateway(cache=1)


@given(ANY, st.booleans())
def test_any_message_is_read(parts: Json, bot: bool) -> None:
    """Whatever it is made of: text that can be written out."""
    found = plain.read(GATEWAY.from_history(message(**parts)), bot=bot)
    assert isinstance(found.text.encode(), bytes)
