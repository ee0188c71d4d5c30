"""Regular expressions: each that Heed has is found by itself, and held to a shape that is quick."""
