"""A busy workspace for ten minutes: restarts, faults of the database and of the platform."""
