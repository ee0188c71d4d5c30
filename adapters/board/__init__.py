"""The board: a convener's own page of a room, live (docs/board.md)."""
