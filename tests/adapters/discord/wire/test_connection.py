"""Over a real gateway and real calls: logging in, hearing, asking, pressing, and coming back."""

from functools import partial

from tests.adapters.discord.local.server import Op
from tests.adapters.discord.local.sight import text_of
from tests.adapters.discord.local.wire import Wired, seen
from tests.adapters.discord.meetings import ASKED

FOLLOW = "Shall we stay with what this partnership is for?"


async def test_it_logs_in_and_greets_once(here: Wired) -> None:
    """It identifies itself, tells its commands, and asks where it may listen, once."""
    await here.posted(here.harbour, "Where may Heed listen?")
    assert here.server.opened == ["identified"]
    assert await here.connection.problems() == []
    here.server.calls.clear()
    await here.restart()
    assert len(here.said_by_heed(here.harbour)) == 1
    application = here.backend.application_id
    assert here.server.calls[f"PUT /applications/{application}/commands"] == 0


async def test_a_question_is_left_hanging_and_followed(here: Wired) -> None:
    """A command, buttons and a modal: from the question to the reply that is posted to it."""
    await here.begun()
    asked = await here.left_hanging()
    card = await here.card(here.ruth, "Something in #place may be worth returning to")
    here.click(here.ruth, card, "Show")
    card = await here.card(here.ruth, ASKED)
    opened = here.click(here.ruth, card, "Post through Heed…")
    await here.until(lambda: opened.modal, "the modal")
    sent = here.submit(here.ruth, opened, FOLLOW)
    assert FOLLOW in await here.told(sent)
    assert sent.message_id is not None
    preview = here.backend.get_message(sent.channel_id, sent.message_id)
    here.click(here.ruth, preview, "Post it")
    posted = await here.posted(here.place, FOLLOW)
    assert "Maya" not in text_of(seen(posted))
    assert posted.reference is not None
    assert posted.reference["message_id"] == str(asked.id)
    await here.state(asked, "followed")


async def test_edits_deletions_and_reactions_are_heard(here: Wired) -> None:
    """Each once, by whoever did it."""
    await here.begun()
    asked, other = here.say("Maya", ASKED), here.say("Tom", "The leaflets are here.")
    here.edit(asked, ASKED.replace("say", "put into words"))
    here.backend.add_reaction(here.place.id, asked.id, "❤️", here.people["Tom"].id)
    here.delete(other)
    for message, kind in (
        (asked, "MessageEdited"),
        (asked, "Reacted"),
        (other, "MessageDeleted"),
    ):
        told = await here.until(partial(here.heard, message, kind), kind)
        assert len(told) == 1


async def test_the_connection_is_kept_alive(here: Wired) -> None:
    """Heartbeats go on as often as the gateway wishes."""
    here.server.heartbeat = 0.1
    here.server.drop()
    await here.until(lambda: "resumed" in here.server.opened, "the connection")
    before = here.server.beats
    await here.until(lambda: here.server.beats > before + 2, "heartbeats")


async def test_a_lost_connection_is_resumed(here: Wired) -> None:
    """What was said meanwhile is told by Discord itself, and the room isn't behind."""
    await here.begun()
    asked = here.say("Maya", ASKED)
    await here.taken_in(asked)
    here.server.drop()
    missed = here.say("Tom", "The clinic opens at nine on Monday.")
    await here.taken_in(missed)
    await here.until(lambda: "resumed" in here.server.opened, "the connection")
    await here.caught_up()
    assert here.server.opened == ["identified", "resumed"]
    assert len(here.heard(missed)) == 1


async def test_discord_asks_it_to_reconnect(here: Wired) -> None:
    """As Discord does when a gateway is taken out of service: it resumes elsewhere."""
    await here.begun()
    await here.server.order(Op.RECONNECT)
    said = here.say("Tom", "The clinic opens at nine on Monday.")
    await here.taken_in(said)
    assert here.server.opened == ["identified", "resumed"]
    await here.caught_up()
