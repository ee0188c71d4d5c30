"""Measurements, apart from the tests: each module is one command."""
