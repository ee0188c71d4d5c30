"""The database goes away under load, and comes back: nothing is lost, nothing doubled."""
