"""Buttons that lead somewhere else: Slack opens them, and tells of the press all the same."""

from adapters.slack import presses, render
from adapters.slack.asked import Nothing
from bot.domain.answers import board_page
from bot.domain.room import Room

LINK = "https://heed.example.org/board#ticket"
ROOM = Room(id="slack/T1/C1", title="#place")


def test_a_link_to_a_board_is_a_button_and_its_press_asks_for_nothing() -> None:
    """The address is in the button alone, so that nothing previews it."""
    face = render.page(ROOM.id, board_page(ROOM, LINK), lambda _: None)
    (row,) = [each for each in face.blocks if each["type"] == "actions"]
    (button,) = row["elements"]
    assert button["url"] == LINK
    assert "value" not in button
    said = {**button, "block_id": row["block_id"], "action_ts": "1772442000.000100"}
    body = {"type": "block_actions", "user": {"id": "U1"}, "actions": [said]}
    assert isinstance(presses.read(body, 0.0), Nothing)
    assert LINK not in face.text
    assert LINK not in str([each for each in face.blocks if each is not row])
