"""Heed on Discord: what it hears there, what it shows there, and how people speak to it."""
