"""Libraries that a default install is without: they are imported only where they are set up."""


class MissingLibraryError(Exception):
    """Something is set up whose library isn't installed: what, and how to mend it."""

    def __init__(self, what: str, mend: str) -> None:
        self.what = what
        self.mend = mend
        super().__init__(f"{what}. {mend}")
