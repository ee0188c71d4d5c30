"""The interpreter: runs what the core asks for, in one serial lane for each room."""
