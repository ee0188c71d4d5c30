"""The pure core: events in, commands out; the standard library alone, no clock, no I/O."""
