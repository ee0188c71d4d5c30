"""Files of past talk, turned into the core's events: five formats, told apart by their content."""

from adapters.transcript.model import Transcript, TranscriptError
from adapters.transcript.opening import open_transcripts, transcript_size

__all__ = ["Transcript", "TranscriptError", "open_transcripts", "transcript_size"]
