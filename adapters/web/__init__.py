"""The demo room: a small chat platform of its own, served to browsers, and Heed beside it."""
