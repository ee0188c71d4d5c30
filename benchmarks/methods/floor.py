"""The floor: what ends with a question mark asks, and any explicit reply picks up."""

from collections.abc import Sequence

from benchmarks.methods.judging import Pair


class Floor:
    """No reading at all."""

    def look(self, text: str) -> bool:
        """Whether it ends with a question mark."""
        return text.rstrip().endswith("?")

    def asks(self, looked: bool) -> bool:  # noqa: FBT001 - what `look` made
        """That is all that asking takes."""
        return looked

    def takes_up(self, pairs: Sequence[Pair[bool]]) -> Sequence[bool]:
        """Those that reply."""
        return [each.replied for each in pairs]
