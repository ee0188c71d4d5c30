"""Slack: what it says becomes the core's events, and what the core asks for is brought there."""
