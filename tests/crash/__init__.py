"""Kills at any instant: a companion in a process of its own, a platform that outlives it."""
