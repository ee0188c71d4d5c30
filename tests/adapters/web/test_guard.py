"""Who may ask at all, and what comes back where somebody may not."""

import pytest
from aiohttp import ClientSession

from adapters.web.guard import HEADERS, own_host
from tests.adapters.web import Served, until

JSON = {"Content-Type": "application/json"}


@pytest.mark.parametrize(
    ("named", "host", "ours"),
    [
        ("127.0.0.1:8080", "127.0.0.1", True),
        ("localhost:8080", "127.0.0.1", True),
        ("LOCALHOST", "127.0.0.1", True),
        ("[::1]:8080", "127.0.0.1", True),
        ("192.168.1.20:8080", "0.0.0.0", True),  # noqa: S104 - compared
        ("heed.lan:8080", "heed.lan", True),
        ("heed.lan:8080", "127.0.0.1", False),
        ("evil.example:8080", "127.0.0.1", False),
        ("localhost.evil.example", "127.0.0.1", False),
        ("127.0.0.1.evil.example", "127.0.0.1", False),
        ("", "127.0.0.1", False),
    ],
)
def test_a_host_is_ours_or_it_isnt(named: str, host: str, ours: bool) -> None:
    """Addresses and this server's own names; a name that only leads here is somebody else's."""
    assert own_host(named, host) is ours


@pytest.mark.parametrize("path", ["/", "/healthz", "/static/demo.js", "/api/report", "/nowhere"])
async def test_every_answer_keeps_the_page_to_itself(room: Served, path: str) -> None:
    """Pages, files and errors alike carry the headers; no script or style may stand in a page."""
    async with ClientSession(room.server.make_url("/")) as session, session.get(path) as answer:
        assert {name: answer.headers[name] for name in HEADERS} == HEADERS
        assert "unsafe" not in answer.headers["Content-Security-Policy"]


async def test_the_page_holds_no_script_or_style_of_its_own(room: Served) -> None:
    """Everything it loads is a file of this server."""
    async with ClientSession(room.server.make_url("/")) as session, session.get("/") as answer:
        html = await answer.text()
    assert " style=" not in html
    assert "<style" not in html
    assert " on" + "click" not in html
    assert "http" not in html.replace("http-equiv", "")
    assert html.count("<script") == html.count('<script type="module" src="/static/')


@pytest.mark.parametrize(
    ("headers", "status"),
    [
        ({"Host": "evil.example"}, 421),
        ({"Host": "evil.example:8080"}, 421),
        ({"Host": "[::1"}, 421),
        ({"Origin": "http://evil.example"}, 403),
        ({"Origin": "null"}, 403),
        ({"Sec-Fetch-Site": "cross-site"}, 403),
        ({"Sec-Fetch-Site": "same-site"}, 403),
        ({"Sec-Fetch-Site": "same-origin"}, 201),
        ({}, 201),
    ],
)
async def test_only_our_own_page_may_ask(
    room: Served, headers: dict[str, str], status: int
) -> None:
    """A name that leads here, and a page of somebody else's, are turned away with a sentence."""
    async with (
        ClientSession(room.server.make_url("/")) as session,
        session.post("/api/people", json={"name": "Ada"}, headers=headers) as answer,
    ):
        assert answer.status == status


async def test_our_own_origin_may_ask(room: Served) -> None:
    """The browser's own word for this page is taken."""
    origin = {"Origin": str(room.server.make_url("/")).rstrip("/")}
    async with (
        ClientSession(room.server.make_url("/")) as session,
        session.post("/api/people", json={"name": "Ada"}, headers=origin) as answer,
    ):
        assert answer.status == 201


@pytest.mark.parametrize(
    ("body", "headers", "status", "said"),
    [
        (b"", JSON, 422, "can't be read"),
        (b"{", JSON, 422, "can't be read"),
        (b"[]", JSON, 422, "can't be read"),
        (b"\xff\xfe", JSON, 422, "can't be read"),
        (b"[" * 30_000, JSON, 422, "can't be read"),
        (b'{"name": 7}', JSON, 422, "name"),
        (b'{"name": "Ada", "admin": true}', JSON, 422, "admin"),
        (b'{"name": ""}', JSON, 422, "type a name"),
        (b'{"name": "\\ud800"}', JSON, 422, "can't be read"),
        (b'{"name": "' + b"a" * 41 + b'"}', JSON, 422, "at most 40"),
        (b'{"name": "' + b"a" * 70_000 + b'"}', JSON, 413, "64 kB at most"),
        (b'{"name": "Ada"}', {"Content-Type": "text/plain"}, 422, "send JSON"),
        (b"name=Ada", {"Content-Type": "application/x-www-form-urlencoded"}, 422, "send JSON"),
    ],
)
async def test_what_cant_be_read_is_refused_with_a_sentence(
    room: Served, body: bytes, headers: dict[str, str], status: int, said: str
) -> None:
    """No traceback, and nobody came in."""
    async with (
        ClientSession(room.server.make_url("/")) as session,
        session.post("/api/people", data=body, headers=headers) as answer,
    ):
        assert answer.status == status
        assert said in (await answer.json())["error"]
    assert await room.demo.chat.people() == []


@pytest.mark.parametrize(
    "token",
    [
        "",
        "nobody",
        "000000000000." + "x" * 32,
        "é.é",
        "' OR 1=1 --." + "x" * 32,
        "heed." + "x" * 32,
        ".",
    ],
)
async def test_a_token_of_nobodys_opens_nothing(room: Served, token: str) -> None:
    """Whatever is sent as a token, only one that was given works."""
    async with (
        ClientSession(room.server.make_url("/")) as session,
        session.get("/api/stream", headers={"Authorization": f"Bearer {token}"}) as answer,
    ):
        assert answer.status == 401
        assert "come in again" in (await answer.json())["error"]


async def test_a_token_is_kept_as_a_hash_and_works_for_one_person(room: Served) -> None:
    """Another person's secret, a changed one, and one whose person left open nothing."""
    ada, ben = await room.enter("Ada"), await room.enter("Ben")
    key = await room.demo.chat.kept("key", ada.id)
    assert key is not None
    assert ada.token.partition(".")[2] not in str(key)
    mixed = f"{ada.id}.{ben.token.partition('.')[2]}"
    ben.token = mixed
    assert (await ben.ask("GET", "/api/report"))[0] == 401
    await ada.done("DELETE", "/api/people/me")
    assert (await ada.ask("POST", "/api/messages", {"text": "hello"}))[0] == 401


@pytest.mark.parametrize(
    ("method", "path", "body", "status"),
    [
        ("POST", "/api/messages", {"text": ""}, 422),
        ("POST", "/api/messages", {"text": "a" * 4001}, 422),
        ("POST", "/api/messages", {"text": "hello", "reply_to": "m999"}, 409),
        ("PATCH", "/api/messages/m999", {"text": "hello"}, 409),
        ("DELETE", "/api/messages/m999", None, 409),
        ("POST", "/api/messages/m999/reactions", {"emoji": "👍", "on": True}, 409),
        ("POST", "/api/presses", {"card": "x", "action": "explode"}, 422),
        ("POST", "/api/orders", {"do": "explode"}, 422),
        ("POST", "/api/play", {"meeting": "nothing", "speed": 15.0, "chair": True}, 409),
        ("POST", "/api/play", {"meeting": "home-from-hospital", "speed": 7.0, "chair": True}, 409),
        (
            "POST",
            "/api/play",
            {"meeting": "home-from-hospital", "speed": 1e999, "chair": True},
            409,
        ),
        ("PATCH", "/api/play", {"speed": 1.0}, 409),
        ("DELETE", "/api/play", None, 409),
        ("GET", "/api/nothing", None, 404),
        ("PUT", "/api/messages", {"text": "hello"}, 405),
    ],
)
async def test_what_cant_be_done_says_why(
    room: Served, method: str, path: str, body: object, status: int
) -> None:
    """Each refusal is a sentence for the person who asked."""
    ada = await room.enter("Ada")
    found, answer = await ada.ask(method, path, body)
    assert found == status
    assert answer["error"].endswith((".", "?", "🙏."))


async def test_a_press_on_a_card_of_somebody_elses_does_nothing(room: Served) -> None:
    """Whoever guesses a card's name is told that there is none."""
    ada, cleo = await room.enter("Ada"), await room.enter("Cleo")
    await cleo.convene()
    (card,) = cleo.all("card")
    assert await ada.press(card, "step down") == ["This card is no longer here."]
    assert cleo.state["conveners"] == [cleo.id]


async def test_nobody_changes_what_others_wrote(room: Served) -> None:
    """Neither words nor existence of a message are anybody's but its author's."""
    ada, ben = await room.enter("Ada"), await room.enter("Ben")
    message = await ada.say("mine")
    for method, body in (("PATCH", {"text": "yours"}), ("DELETE", None)):
        status, answer = await ben.ask(method, f"/api/messages/{message}", body)
        assert (status, "Only the person who wrote" in answer["error"]) == (409, True)


@pytest.mark.parametrize(
    "text",
    [
        "<script>document.title = 'pwned'</script>",
        "javascript:alert(1)",
        "\u202egnirb\u202c",
        "😀" * 4000,
        "مرحبا بالجميع",
        "'; DROP TABLE demo_items; --",
    ],
)
async def test_hostile_text_is_kept_as_text(room: Served, text: str) -> None:
    """What was sent is what everybody gets, letter for letter."""
    ada, ben = await room.enter("<b>Ada</b>"), await room.enter("Ben")
    message = await ada.say(text)
    await until(lambda: ("message", message) in ben.items, "the message")
    assert ben.items["message", message]["text"] == text
    assert ben.items["person", ada.id]["name"] == "<b>Ada</b>"
