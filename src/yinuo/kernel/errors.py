"""The one base of every refusal that a person may read."""


class DomainError(Exception):
    """
    A refusal in the domain's words: the text is fit to show and says what to do.

    Subclasses are named ``Cannot<Verb>`` and set ``code``, which is stable and never translated.

    Attributes:
        field: the name of the value that is refused, where it is one alone; empty otherwise.
    """

    code = "error"

    def __init__(self, message: str, *, field: str = "") -> None:
        super().__init__(message)
        self.message = message
        self.field = field

    def __str__(self) -> str:
        return str(self.message)
