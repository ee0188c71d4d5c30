"""What somebody in the demo room may ask about themselves."""

from tests.adapters.web import Served, until

QUESTION = "Sorry, I'm new here, but I still don't understand who decides about the winter beds."
LOOK = "/api/people/me/data"
WISH = "/api/people/me/wishes"


async def test_they_see_what_is_kept_and_have_it_erased(room: Served) -> None:
    """What they have just said is in it, and afterwards nothing is; the chat is the platform's."""
    ada, cleo = await room.enter("Ada"), await room.enter("Cleo")
    await cleo.convene()
    await ada.say(QUESTION)
    kept = await ada.done("GET", LOOK)
    said = "\n".join(kept["lines"])
    assert "Ada" in said
    assert "who decides about the winter beds" in said
    told = await ada.done("POST", WISH, {"wish": "forget me"})
    assert told["replies"][0].startswith("Done: your questions, your name and all else")
    assert (await ada.done("GET", LOOK))["lines"] == ["Heed keeps nothing about you."]
    await until(lambda: QUESTION in ada.texts(), "the chat's own message")


async def test_they_opt_out_and_in_again(room: Served) -> None:
    """What they write meanwhile is no question to Heed."""
    ada, cleo = await room.enter("Ada"), await room.enter("Cleo")
    await cleo.convene()
    await ada.done("POST", WISH, {"wish": "opt out"})
    await ada.say(QUESTION)
    kept = await ada.done("GET", LOOK)
    assert kept["opted_out"]
    assert "winter beds" not in "\n".join(kept["lines"])
    await ada.done("POST", WISH, {"wish": "opt in"})
    await ada.say(QUESTION)
    assert "winter beds" in "\n".join((await ada.done("GET", LOOK))["lines"])
