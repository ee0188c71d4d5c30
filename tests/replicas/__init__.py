"""Several replicas on one PostgreSQL, behind a sender that gives each its turn."""
