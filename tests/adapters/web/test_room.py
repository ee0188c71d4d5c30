"""The demo room end to end, without a browser: several people, a convener, and Heed beside them."""

import json
from pathlib import Path

import pytest

from tests.adapters.web import Page, Served, served, until

QUESTION = "Sorry, I'm new here, but I still don't understand who decides about the winter beds."


async def _three(room: Served) -> tuple[Page, Page, Page]:
    """Two people and a convener whose meeting is running."""
    ada, ben, cleo = [await room.enter(name) for name in ("Ada", "Ben", "Cleo")]
    await cleo.convene()
    return ada, ben, cleo


async def _left_hanging(room: Served, ada: Page, ben: Page) -> str:
    """A question over which the talk closes; its message's id."""
    question = await ada.say(QUESTION)
    for text in ("The vans are full on Thursday", "Lunch came early today", "Mind the wet floor"):
        await ben.say(text)
    room.hurry()
    return question


async def _nudged(room: Served, people: tuple[Page, Page, Page]) -> tuple[str, dict[str, object]]:
    ada, ben, cleo = people
    question = await _left_hanging(room, ada, ben)
    card = (await until(cleo.cards, "a nudge"))[0]
    room.hurry(1.0)
    return question, card


async def test_everybody_sees_what_is_said(room: Served) -> None:
    """Messages, replies, reactions, changes and deletions reach all pages."""
    ada, ben = await room.enter("Ada"), await room.enter("Ben")
    hello = await ada.say("hello")
    await ben.say("hello yourself", reply_to=hello)
    await ben.done("POST", f"/api/messages/{hello}/reactions", {"emoji": "👍", "on": True})
    await ada.done("PATCH", f"/api/messages/{hello}", {"text": "good morning"})
    await until(lambda: ben.texts() == ["good morning", "hello yourself"], "both messages")
    first, second = ben.messages()
    assert (first["edited"], first["reactions"]) == (True, {"👍": [ben.id]})
    assert second["reply_to"] == hello
    await ada.done("DELETE", f"/api/messages/{hello}")
    await until(lambda: ben.messages()[0]["deleted"], "the deletion")
    assert (ben.messages()[0]["text"], ben.messages()[0]["reactions"]) == ("", {})


async def test_a_convener_is_made_by_one_press_and_a_practice_card(room: Served) -> None:
    """The notice is public, the practice card isn't; the meeting then begins by itself."""
    ada, cleo = await room.enter("Ada"), await room.enter("Cleo")
    await cleo.order("convene")
    practice = (await until(lambda: cleo.cards("practice"), "a practice card"))[0]
    notice = (await until(lambda: [m for m in ada.messages() if m["kind"] == "notice"], "it"))[0]
    assert any("Cleo" in line for line in notice["lines"])
    assert not cleo.state["meeting"]
    await cleo.press(practice, "show")
    await until(lambda: cleo.cards("practice")[0]["details"], "what stands behind Show")
    await cleo.press(cleo.cards("practice")[0], "already followed")
    await until(lambda: ada.state.get("meeting"), "the meeting")
    assert ada.all("card") == []


async def test_a_nudge_reaches_the_convener_alone_and_is_discreet(room: Served) -> None:
    """Nothing of a nudge is in anybody else's feed, and no word of the question before *Show*."""
    people = await _three(room)
    ada, ben, cleo = people
    _, card = await _nudged(room, people)
    discreet = json.dumps(card)
    assert card["details"] == []
    assert not any(word in discreet for word in ("winter", "Ada", "not knowing", "understand"))
    await cleo.press(card, "show")
    shown = (await until(lambda: cleo.cards()[0]["details"], "details"))[0]
    assert (shown["quote"], shown["who"]) == (QUESTION, "Ada")
    assert 2 <= len(shown["stems"]) <= 3
    assert not any("Ada" in stem["text"] for stem in shown["stems"])
    for other in (ada, ben):
        feed = "\n".join(other.raw)
        assert "event: card" not in feed
        assert "worth returning" not in feed
        assert shown["stems"][0]["text"] not in feed


async def test_the_conveners_own_reply_closes_the_question(room: Served) -> None:
    """A follow in the convener's own words corrects the card, and the report lists it."""
    people = await _three(room)
    cleo = people[2]
    question, card = await _nudged(room, people)
    await cleo.press(card, "go to the message")
    words = "I'd like to go back to who decides about the winter beds. I don't know it either."
    await cleo.say(words, reply_to=question)
    await until(lambda: not cleo.cards(), "a closed card")
    report = await cleo.done("GET", "/api/report")
    followed = {each["title"]: each["lines"] for each in report["sections"]}["Followed"]
    assert [(each["text"], "by Cleo" in each["note"]) for each in followed] == [
        (f"“{QUESTION}”", True)
    ]


async def test_posting_through_heed_is_labelled_and_names_nobody(room: Served) -> None:
    """The words are the convener's, the label says so, and it stands in reply to the question."""
    people = await _three(room)
    ada, _, cleo = people
    question, card = await _nudged(room, people)
    await cleo.press(card, "post through heed", "What would help us to see who decides?")
    posts = await until(lambda: [m for m in ada.messages() if m["kind"] == "follow"], "it")
    assert (posts[0]["reply_to"], posts[0]["by"]) == (question, cleo.id)
    assert "Cleo" in posts[0]["label"]
    assert "Ada" not in posts[0]["label"] + posts[0]["text"]
    await until(lambda: not cleo.cards(), "a closed card")
    told = await cleo.press(card, "post through heed", "Once more")
    assert told
    assert len([m for m in ada.messages() if m["kind"] == "follow"]) == 1
    status, answer = await cleo.ask("PATCH", f"/api/messages/{posts[0]['id']}", {"text": "x"})
    assert (status, "deleted, but not changed" in answer["error"]) == (409, True)


async def test_handing_on_reaches_the_other_alone(room: Served) -> None:
    """The one who is asked gets a card of their own, without the question's words."""
    people = await _three(room)
    ada, ben, cleo = people
    _, card = await _nudged(room, people)
    assert await cleo.press(card, "hand to", ada.id)
    assert cleo.cards() != []
    await cleo.press(card, "hand to", ben.id)
    handed = (await until(lambda: ben.cards("handed"), "a card"))[0]
    assert handed["target"] is not None
    assert not cleo.cards()
    assert ada.all("card") == []


@pytest.mark.parametrize(
    "ending",
    ["already followed", "i'll speak with them privately", "let it rest", "not a question"],
)
async def test_an_ending_is_silent_and_final(room: Served, ending: str) -> None:
    """Each honourable ending closes the card, and nobody else sees a thing."""
    people = await _three(room)
    ada, ben, cleo = people
    _, card = await _nudged(room, people)
    await _all_heard(ben, ada)
    before = len(ada.kinds), len(ben.kinds)
    assert await cleo.press(card, ending)
    await until(lambda: not cleo.cards(), "a closed card")
    await _all_heard(ben, ada)
    assert (len(ada.kinds), len(ben.kinds)) == (before[0] + 1, before[1] + 1)


async def _all_heard(speaker: Page, *others: Page) -> None:
    """Whatever came before this message has reached these pages."""
    marker = await speaker.say("Thank you")
    for page in (speaker, *others):
        await page.got("message", marker)


async def test_later_brings_it_back(room: Served) -> None:
    """A card that was put off comes again as a new one."""
    people = await _three(room)
    cleo = people[2]
    _, card = await _nudged(room, people)
    await cleo.press(card, "later", "600")
    room.hurry(20_000.0)
    await until(lambda: cleo.cards("returned"), "the card again")


async def test_letting_go_and_hearing_too_are_private(room: Served) -> None:
    """Both are answered to the one who pressed; the asker's takes the question back."""
    people = await _three(room)
    ada, ben, cleo = people
    question, _ = await _nudged(room, people)
    before = len(cleo.messages())
    told = await ben.done("POST", f"/api/messages/{question}/heard-too")
    assert told["replies"]
    told = await ada.done("POST", f"/api/messages/{question}/let-go")
    assert told["replies"]
    await until(lambda: not cleo.cards(), "a closed card")
    assert len(cleo.messages()) == before


async def test_a_deleted_question_is_gone_from_the_card(room: Served) -> None:
    """A deletion deletes everywhere, a delivered card included."""
    people = await _three(room)
    ada, _, cleo = people
    question, card = await _nudged(room, people)
    await cleo.press(card, "show")
    await until(lambda: cleo.cards()[0]["details"], "details")
    await ada.done("DELETE", f"/api/messages/{question}")
    await until(lambda: not cleo.cards(), "a closed card")
    assert "winter" not in json.dumps(cleo.all("card"))


async def test_only_a_convener_starts_and_ends_meetings_and_reads_the_report(room: Served) -> None:
    """Everybody else is told what to do about it; anybody may pause, a convener resumes."""
    ada, _, cleo = await _three(room)
    for do in ("start meeting", "end meeting", "resume"):
        status, answer = await ada.ask("POST", "/api/orders", {"do": do})
        assert (status, "Become the convener" in answer["error"]) == (409, True)
    status, answer = await ada.ask("GET", "/api/report")
    assert (status, "convener's" in answer["error"]) == (409, True)
    assert (await ada.order("pause"))["replies"]
    await until(lambda: cleo.state["paused"], "a pause")
    await cleo.order("resume")
    await until(lambda: not ada.state["paused"], "no pause")
    await cleo.order("end meeting")
    await until(lambda: ada.state["meeting"] is None, "no meeting")
    await until(lambda: ada.all("meeting")[0]["ended_at"], "the meeting's end")
    await cleo.order("step down")
    await until(lambda: ada.state["conveners"] == [], "nobody")


async def test_a_stop_in_the_middle_loses_and_repeats_nothing(file: Path) -> None:
    """After a stop and a start the people, the talk and the hanging question are there, once."""
    async with served(file) as room:
        ada, ben, cleo = people = await _three(room)
        await _left_hanging(room, ada, ben)
        seats = [{"id": each.id, "name": each.name, "token": each.token} for each in people]
        await until(lambda: ada.texts()[-1] == "Mind the wet floor", "the whole talk")
        texts = [each["text"] for each in ada.messages()]
    async with served(file) as room:
        ada, ben, cleo = [room.page().sit(seat) for seat in seats]
        await until(lambda: "here" in cleo.kinds, "an open feed")
        room.hurry()
        await until(cleo.cards, "the nudge")
        await until(lambda: len(ada.messages()) >= len(texts), "the talk")
        assert [each["text"] for each in ada.messages()] == texts
        await ben.say("And what about the rota?")
        await until(lambda: cleo.texts()[-1] == "And what about the rota?", "what is said now")
        assert len(cleo.cards()) == 1
        await cleo.press(cleo.cards()[0], "show")
        await until(lambda: cleo.cards()[0]["details"], "details")
