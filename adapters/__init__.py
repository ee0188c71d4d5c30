"""The edges: each adapter turns one kind of place into events and renders nudges for it."""
