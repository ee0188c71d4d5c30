"""Tests, laid out like the tree they test."""

from pathlib import Path

ROOT = Path(__file__).parents[1]
"""The project's folder."""
