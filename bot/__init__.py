"""Heed: a companion for meetings that notices questions left hanging."""

VERSION = "0.1.0"
