"""Slack's markup, blocks and files as a person reads them."""

import time
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from adapters.slack import mrkdwn, plain
from adapters.slack.references import References
from bot.domain.words import own_talk
from tests.adapters.slack.payloads import Json, Names, message, rich, section, text, typed
from tests.domain.talk import heard

SECONDS = 5.0  # far more than a linear reading of what is given here takes, far less than others


def read(said: Json, *, bot: bool = False) -> str:
    """A message's text."""
    return plain.read(said, Names(), bot=bot).text


@pytest.mark.parametrize(
    ("markup", "words"),
    [
        ("Fish &amp; chips &lt;today&gt;", "Fish & chips <today>"),
        ("&amp;lt; is how it is written", "&lt; is how it is written"),
        ("&copy; &quot;stay&quot;", "&copy; &quot;stay&quot;"),
        ("<@U1>, ask <@W9|bo> and <@U7>", "@Maya Lund, ask @bo and @U7"),
        ("see <#C1|old-name>, <#C2|clinic>, <#C3>", "see #place, #clinic, #C3"),
        ("<!subteam^S1|@leads> and <!subteam^S2|@leads>", "@board and @leads"),
        ("<!subteam^S2>", "@S2"),
        ("<!here> <!channel|channel> <!everyone>", "@here @channel @everyone"),
        ("<https://a.org/b?c=1&amp;d=2>", "https://a.org/b?c=1&d=2"),
        ("<https://a.org|the plan &amp; more>", "the plan & more"),
        ("<mailto:rota@a.org|rota@a.org> <tel:112>", "rota@a.org 112"),
        ("<!date^1767600000^{date}|5 January>", "5 January"),
        ("*Who* _really_ ~never~ decides?", "Who really never decides?"),
        ("*<https://a.org|Title>* and *<@U2>:* yes", "Title and @tom: yes"),
        ("2 * 3 * 4, a ** b, my_var_name, *.py or *.js", None),
        ("*open\nand closed* elsewhere", None),
        ("`*as it is* <@U1>` and ```_so_ &lt;b&gt;```", "`*as it is* <@U1>` and ```_so_ <b>```"),
        ("never ```closed *at all*", None),
        ("&gt; quoted\nown", "> quoted\nown"),
        ("own\n&gt;&gt;&gt; one\ntwo\nthree", "own\n> one\n> two\n> three"),
        ("<>, <|x>, <@>, a < b", "<>, x, @, a < b"),
    ],
)
def test_mrkdwn(markup: str, words: str | None) -> None:
    """Names for ids, labels for links, entities once; what is no markup stays (None)."""
    assert mrkdwn.read(markup, References(Names())) == (markup if words is None else words)


def test_references_in_code_are_references() -> None:
    """Slack itself resolves them there."""
    assert mrkdwn.read("```<@U1>```", References(Names())) == "```@Maya Lund```"


def test_mentions_are_ids_each_once_in_order() -> None:
    """People alone: groups and `@here` name nobody in particular, and junk is no id."""
    said = message("<@U2> <@U1|m> <@U2> <!here> <!subteam^S1> <@not an id> <@>")
    assert plain.read(said, Names(), bot=False).mentions == ("U2", "U1")


@pytest.mark.parametrize(
    ("element", "words"),
    [
        ({"type": "text", "text": "1 < 2 &amp; so"}, "1 < 2 &amp; so"),
        ({"type": "text", "text": "bold", "style": {"bold": True}}, "bold"),
        ({"type": "text", "text": "x = 1", "style": {"code": True}}, "`x = 1`"),
        ({"type": "user", "user_id": "U1"}, "@Maya Lund"),
        ({"type": "user", "user_id": "U7"}, "@U7"),
        ({"type": "channel", "channel_id": "C1"}, "#place"),
        ({"type": "usergroup", "usergroup_id": "S1"}, "@board"),
        ({"type": "broadcast", "range": "here"}, "@here"),
        ({"type": "link", "url": "https://a.org"}, "https://a.org"),
        ({"type": "link", "url": "https://a.org", "text": "the plan"}, "the plan"),
        ({"type": "emoji", "name": "joy", "unicode": "1f602"}, "😂"),
        ({"type": "emoji", "name": "wave::skin-tone-4", "unicode": "1f44b-1f3fd"}, "👋🏽"),
        ({"type": "emoji", "name": "our-logo"}, ":our-logo:"),
        ({"type": "emoji", "name": "odd", "unicode": "zz-110000"}, ":odd:"),
        ({"type": "color", "value": "#F405B3"}, "#F405B3"),
        ({"type": "date", "timestamp": 1767600000, "format": "{ago}"}, "2026-01-05"),
        ({"type": "date", "timestamp": 1, "fallback": "Monday"}, "Monday"),
        ({"type": "workflow_mention", "workflow_id": "Wf1", "label": "Sign up"}, "Sign up"),
        ({"type": "whatever_comes_next", "size": 3}, ""),
    ],
)
def test_elements_of_rich_text(element: Json, words: str) -> None:
    """Each kind that Slack documents; of others the words, where they have any."""
    assert read(typed(text("so "), element, text(" then"))) == f"so {words} then"


def test_paragraphs_lists_quotes_and_code() -> None:
    """Lines as people see them; what isn't the author's own talk is set apart."""
    blocks = [
        rich(
            section(text("We could:\n")),
            {
                "type": "rich_text_list",
                "style": "bullet",
                "elements": [section(text("ask")), section(text("wait"))],
            },
            {
                "type": "rich_text_list",
                "style": "ordered",
                "indent": 1,
                "offset": 2,
                "elements": [section(text("third"))],
            },
            {"type": "rich_text_quote", "elements": [text("Who knows?\nI don't.")]},
            {"type": "rich_text_preformatted", "elements": [text("a ``` b\nc")], "border": 0},
            {
                "type": "rich_text_list",
                "style": "bullet",
                "border": 1,
                "elements": [section(text("quoted too"))],
            },
            section(text("So?")),
        )
    ]
    assert read(message(blocks=blocks)).split("\n") == [
        "We could:",
        "• ask",
        "• wait",
        "  3. third",
        "> Who knows?",
        "> I don't.",
        "```",
        "a ''' b",
        "c",
        "```",
        "> • quoted too",
        "So?",
    ]


def test_the_core_passes_over_quotes_and_code() -> None:
    """The forms in which they are set apart are those that hearing knows."""
    said = read(
        message(
            blocks=[
                rich(
                    {"type": "rich_text_quote", "elements": [text("Why?\nAnd when?")]},
                    {"type": "rich_text_preformatted", "elements": [text("really?")]},
                    section(text("f(x) ?", code=True), text("y?", code=True), text(" My words")),
                    section(text("x?\n" * 3, code=True), text("Mine too")),
                    section(text("?" * 500, code=True)),
                )
            ]
        )
    )
    own = own_talk(said)
    assert own.code
    assert own.quote is True
    assert "?" not in own.own
    assert "My words" in own.own
    assert "Mine too" in own.own


def test_the_core_hears_the_items_of_a_list() -> None:
    """Without the bullets that people see before them."""
    items = [section(text("who decides about the budget")), section(text("Tea at four."))]
    listed = {"type": "rich_text_list", "style": "bullet", "elements": items}
    asked = heard(read(message(blocks=[rich(listed)])))
    assert [each.text for each in asked] == ["who decides about the budget"]


def test_blocks_are_what_people_see() -> None:
    """`text` is for plain clients; it stands in where blocks have no words."""
    assert read(typed(text("seen"))) == "seen"
    assert read(message("*said*", blocks=[{"type": "divider"}])) == "said"
    assert read(message("said", blocks="broken")) == "said"


def test_what_bots_post() -> None:
    """Blocks of every kind with words, cards below; what Slack shows of a link isn't theirs."""
    said = message(
        "for plain clients",
        blocks=[
            {"type": "header", "text": {"type": "plain_text", "text": "Rota &amp; more"}},
            {
                "type": "section",
                "text": {"type": "mrkdwn", "text": "*Friday* is <@U1>"},
                "fields": [{"type": "plain_text", "text": "Room 2"}],
            },
            {
                "type": "context",
                "elements": [{"type": "image"}, {"type": "mrkdwn", "text": "_by_ Rota"}],
            },
            {"type": "image", "title": {"type": "plain_text", "text": "A plan"}, "alt_text": "x"},
            {"type": "video", "alt_text": "A talk"},
            {"type": "markdown", "text": "**kept** as it is"},
            {
                "type": "table",
                "rows": [
                    [{"type": "raw_text", "text": "day"}, {"type": "raw_text", "text": "who"}],
                    [{"type": "raw_text", "text": "Mon"}, rich(section(text("Tom")))],
                ],
            },
            {"type": "actions", "elements": [{"type": "button"}]},
        ],
        attachments=[
            {
                "pretext": "Also:",
                "title": "Late",
                "text": "&lt;none&gt;",
                "fields": [{"title": "Since", "value": "Monday"}],
            },
            {"fallback": "2 more"},
            {"from_url": "https://a.org", "title": "What the page is called"},
        ],
    )
    assert read(said, bot=True).split("\n") == [
        "Rota & more",
        "Friday is @Maya Lund",
        "Room 2",
        "by Rota",
        "A plan",
        "A talk",
        "**kept** as it is",
        "day | who",
        "Mon | Tom",
        "Also:",
        "Late",
        "<none>",
        "Since",
        "Monday",
        "2 more",
    ]


@pytest.mark.parametrize(
    ("more", "words"),
    [
        ({"files": [{"title": "Rota &amp; plan", "name": "rota.xlsx"}, {"name": "a.png"}]}, None),
        (
            {
                "files": [
                    {
                        "title": "audio_message.m4a",
                        "subtype": "slack_audio",
                        "transcription": {
                            "status": "complete",
                            "preview": {"content": "Who decides?", "has_more": False},
                        },
                    }
                ]
            },
            "Who decides?",
        ),
        (
            {"files": [{"mode": "snippet", "filetype": "text", "preview": "A long thought"}]},
            "A long thought",
        ),
        (
            {"files": [{"mode": "snippet", "filetype": "python", "preview": "x = y?"}]},
            "```\nx = y?\n```",
        ),
        ({"files": [{"mode": "hosted", "preview": "no", "title": "Yes"}]}, "Yes"),
        ({"files": [{"transcription": {"status": "processing"}, "name": "clip"}]}, "clip"),
        (
            {"attachments": [{"is_share": True, "text": "So <@U1> said\nthis", "from_url": "u"}]},
            "> So @Maya Lund said\n> this",
        ),
        ({"attachments": [{"from_url": "https://a.org", "title": "Shown of a link"}]}, ""),
        ({"files": "broken", "attachments": {"also": "broken"}}, ""),
    ],
)
def test_what_stands_in_for_words(more: dict[str, Any], words: str | None) -> None:
    """Only where somebody wrote nothing themself."""
    expected = "Rota & plan\na.png" if words is None else words
    assert read(message("", **more)) == expected
    assert read(message("My words", **more)) == "My words"


def test_text_is_fit_to_go_on() -> None:
    """No control characters, no halves of characters, and an end somewhere."""
    assert read(message("\x1b[31mred\x00 \ud83d half\n\tkept ")) == "[31mred \ufffd half\n\tkept"
    assert len(read(message("a " * 100_000))) <= 40_000
    assert len(read(typed(text("a " * 100_000)))) <= 40_000


@pytest.mark.parametrize(
    "pattern",
    [
        "<",
        "<a",
        "`",
        "`a",
        "*",
        "*a",
        "* ",
        "_*~",
        "```",
        ">>>",
        "&",
        "&lt;",
        "<@",
        "<!date^",
        "\n",
    ],
)
def test_hostile_text_takes_no_time(pattern: str) -> None:
    """Marks that open and never close, a million characters of them."""
    started = time.perf_counter()
    markup = pattern * (1_000_000 // len(pattern))
    mrkdwn.read(markup, References(Names()))
    read(typed(*[text(pattern, code=bool(n % 2)) for n in range(20_000)]))
    assert time.perf_counter() - started < SECONDS


JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=20),
    lambda inner: (
        st.lists(inner, max_size=4)
        | st.dictionaries(st.sampled_from(["type", "text", "elements", "style", "x"]), inner)
    ),
    max_leaves=25,
)
TYPES = st.sampled_from(
    "rich_text rich_text_section rich_text_list rich_text_quote rich_text_preformatted text user "
    "emoji link date channel usergroup broadcast color section context header table image".split()
)
BLOCKS = st.recursive(
    st.fixed_dictionaries({"type": TYPES}, optional={"text": JSON, "unicode": JSON, "rows": JSON}),
    lambda inner: st.fixed_dictionaries(
        {"type": TYPES, "elements": st.lists(inner, max_size=4) | JSON},
        optional={"style": JSON, "indent": JSON, "offset": JSON, "border": JSON},
    ),
    max_leaves=12,
)


@given(st.lists(BLOCKS | JSON, max_size=3), JSON, JSON, st.booleans())
def test_anything_at_all_is_read(blocks: object, files: object, cards: object, bot: bool) -> None:
    """Whatever blocks, files and attachments are made of: text that can be written out."""
    said = {"blocks": blocks, "files": [files], "attachments": [cards], "text": "so"}
    found = plain.read(said, Names(), bot=bot)
    assert isinstance(found.text.encode(), bytes)


@given(st.text(st.sampled_from("<>@#!|&;lt*_~`^ \nU1a"), max_size=60))
def test_any_markup_is_read(markup: str) -> None:
    """And what was escaped is never read as markup: a typed `<@U2>` mentions nobody."""
    mrkdwn.read(markup, References(Names()))
    escaped = markup.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")
    refer = References(Names())
    mrkdwn.read(escaped, refer)
    assert refer.mentions == ()
