"""What people type: forgiving, and never too much for it."""

import time
from datetime import UTC, datetime

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from bot.domain.durations import seconds_of, written
from bot.domain.options import OPTIONS, Option
from bot.domain.wishes import (
    NAMES,
    BoardWish,
    Conveners,
    Export,
    ForgetMe,
    Format,
    Help,
    MeetingWish,
    MyData,
    Open,
    OptIn,
    OptOut,
    Pause,
    Resume,
    SettingsWish,
    Stats,
    StepDown,
    Summary,
    Wish,
    parse,
    person_of,
)
from tests.domain.builders import MONDAY

READ = [
    ("", Help()),
    ("help", Help()),
    ("/heed", Help()),
    ("@Heed", Help()),
    ("<@U9>", Help()),
    ("summary", Summary()),
    ("SUMMARY since 2h", Summary(seconds=7200.0)),
    ("summary since 2 h post", Summary(seconds=7200.0, post=True)),
    ("summary of the last 90 minutes", Summary(seconds=5400.0)),
    ("summary since “1h30m”", Summary(seconds=5400.0)),
    ("Summary Meeting", Summary(meeting=True)),
    ("summary meeting @1700.5 post yes", Summary(meeting=True, begun=1700.5, post=True, sure=True)),
    ("<@U9> summary, post", Summary(post=True)),
    ("heed: open", Open()),
    ("convener", Conveners()),
    ("conveners", Conveners()),
    ("convener me", Conveners(people=("me",))),
    ("convener <@U1|ruth> @sam", Conveners(people=("<@U1|ruth>", "@sam"))),
    ("convener <@!1> as a deputy", Conveners(people=("<@!1>",), deputy=True)),
    ("convener deputy <@U1> <@U1>", Conveners(people=("<@U1>",), deputy=True)),
    ("convener remove U1", Conveners(people=("U1",), remove=True)),
    ("meeting", MeetingWish()),
    ("meeting start", MeetingWish(begin=True)),
    ("Meeting  START spoken", MeetingWish(begin=True, spoken=True)),
    ("meeting end", MeetingWish(begin=False)),
    ("meeting stop", MeetingWish(begin=False)),
    ("pause", Pause()),
    ("Pause!", Pause()),
    ("resume", Resume()),
    ("settings", SettingsWish()),
    ("settings patience", SettingsWish(name="patience")),
    ("settings patience 4 messages, 3m", SettingsWish(name="patience", value="4 messages, 3m")),
    ("settings HEED_PATIENCE = “4 messages”", SettingsWish(name="patience", value="4 messages")),
    ("settings HEED_NUDGE_BUDGET 2, 4", SettingsWish(name="budget", value="2, 4")),
    ("settings quiet hours 22:00–07:00", SettingsWish(name="quiet-hours", value="22:00-07:00")),
    ("settings set Show-at-once to yes", SettingsWish(name="show-at-once", value="yes")),
    ("settings reset time zone", SettingsWish(name="time-zone", reset=True)),
    ("settings retention reset", SettingsWish(name="retention", reset=True)),
    ("stats", Stats()),
    ("board", BoardWish()),
    ("Board, please!", BoardWish()),
    ("board end", BoardWish(end=True)),
    ("export", Export()),
    ("Export CSV", Export(form=Format.CSV)),
    ("export meeting as a picture", Export(meeting=True, form=Format.PNG)),
    ("export since 2h json", Export(seconds=7200.0, form=Format.JSON)),
    ("export .svg of the last 3 days", Export(seconds=259_200.0, form=Format.SVG)),
    ("export meeting @1772442000.000000 png", Export(meeting=True, begun=MONDAY, form=Format.PNG)),
    ("my-data", MyData()),
    ("my data, please", MyData()),
    ("forget me", ForgetMe()),
    ("Forget–me YES", ForgetMe(sure=True)),
    ("opt\u00a0out", OptOut()),
    ("opt-out yes", OptOut(sure=True)),
    ("Opt In", OptIn()),
    ("step down", StepDown()),
    ("\u200bstep-down\u200b", StepDown()),
]
UNREAD = [
    ("sumary", Help(unknown="sumary", nearest="summary")),
    ("boards", Help(unknown="boards", nearest="board")),
    ("forgetme!!", ForgetMe()),
    ("zzzz", Help(unknown="zzzz")),
    ("board ended", Help(about="board", unknown="ended", nearest="end")),
    ("summary sinse 2h", Help(about="summary", unknown="sinse", nearest="since")),
    ("summary since yesterday", Help(about="summary", unknown="yesterday")),
    ("summary since 9999999d", Help(about="summary", unknown="9999999d")),
    ("summary since 2x", Help(about="summary", unknown="2x")),
    ("export docx", Help(about="export", unknown="docx")),
    ("export jsn", Help(about="export", unknown="jsn", nearest="json")),
    ("export since 2x csv", Help(about="export", unknown="2x csv")),
    ("meeting begn", Help(about="meeting", unknown="begn", nearest="begin")),
    ("settings patienc 3", Help(about="settings", unknown="patienc", nearest="patience")),
]


@pytest.mark.parametrize(("text", "wish"), READ)
def test_what_people_type_is_understood(text: str, wish: Wish) -> None:
    """Case, spaces, typographic quotes and dashes, and idle words don't matter."""
    assert parse(text) == wish


@pytest.mark.parametrize(("text", "wish"), UNREAD)
def test_what_is_not_understood_is_named_with_the_nearest_word(text: str, wish: Wish) -> None:
    """So that the help can say what was probably meant."""
    assert parse(text) == wish


@pytest.mark.parametrize("name", NAMES)
def test_every_command_is_understood_as_it_is_written(name: str) -> None:
    """With its hyphen, a space in its place, or nothing at all."""
    first = parse(name)
    assert first == parse(name.replace("-", " ")) == parse(name.replace("-", "").upper())
    assert (first == Help()) is (name == "help")


@pytest.mark.parametrize("option", OPTIONS)
def test_every_setting_is_understood_by_its_name(option: Option) -> None:
    """As it is shown, with spaces, and as it is called in .env."""
    for said in filter(None, (option.name, option.name.replace("-", " "), option.variable)):
        assert parse(f"settings {said} 5") == SettingsWish(name=option.name, value="5")


@given(st.text())
@example("settings")
@example("settings reset")
@example("convener <@")
@example("summary since ²h")
@example("summary @" + "9" * 400)
def test_any_text_is_a_wish(text: str) -> None:
    """Nothing raises; what isn't understood is a wish for help."""
    for before in ("", "summary ", "convener ", "settings ", "settings patience ", "meeting "):
        assert isinstance(parse(before + text), Wish)
    assert isinstance(person_of(text), str)


@pytest.mark.parametrize("word", ["summary", "summary meeting", "export"])
def test_a_moment_that_no_calendar_reaches_is_not_understood(word: str) -> None:
    """It would be told as a date, and there is none after the year 9999."""
    assert isinstance(parse(f"{word} @{10**12 - 1}"), Help)
    found = parse(f"{word} @{10**11 - 1}")
    assert isinstance(found, Summary | Export)
    assert found.begun is not None
    assert datetime.fromtimestamp(found.begun, UTC).year < 9999


@given(st.sampled_from(NAMES), st.text(alphabet=" \t\u00a0\u200b", max_size=5))
def test_space_around_a_command_does_not_matter(name: str, space: str) -> None:
    """Seen or unseen."""
    assert parse(f"{space}{name}{space}") == parse(name)


@pytest.mark.parametrize("part", ["a", "9", "9h ", "since ", "<@U1> ", "@", "“", "summary ", "9 "])
def test_reading_takes_no_longer_than_the_text_grows(part: str) -> None:
    """A text of two million characters is as nothing."""
    for before in ("", "summary ", "summary 9 ", "settings patience ", "convener "):
        began = time.perf_counter()
        parse(before + part * (2_000_000 // len(part)))
        assert time.perf_counter() - began < 0.5


@pytest.mark.parametrize(
    ("said", "meant"),
    [("<@U1>", "U1"), ("<@U1|ruth>", "U1"), ("<@!12>", "12"), ("@sam", "sam"), ("sam,", "sam")],
)
def test_people_are_meant_by_their_ids_or_names(said: str, meant: str) -> None:
    """As Slack and Discord write them, and as people do."""
    assert person_of(said) == meant


@given(st.integers(0, 10**8).map(lambda n: n / 10))
def test_a_duration_is_read_as_it_was_written(seconds: float) -> None:
    """And nothing else is one."""
    assert seconds_of(written(seconds)) == pytest.approx(seconds)
    assert seconds_of(f"{written(seconds)} x") is None
