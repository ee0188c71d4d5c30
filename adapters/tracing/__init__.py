"""Traces for an OpenTelemetry collector: which step took how long, and nothing that anybody wrote.

Its library is an extra: import `adapters.tracing.spans` only where traces are wanted.
"""
