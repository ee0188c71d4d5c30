"""Figures of the whole process, as Prometheus reads them: no text, no name, no room."""
