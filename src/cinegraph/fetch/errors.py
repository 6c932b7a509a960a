"""What may come instead of an answer. `fetch.http` gives these names on.

Unread           what a reader raises about one response
 ├─ TryAgain     this attempt failed, the next may not (429, 5xx, half an answer)
 │   └─ NeverSent  no connection came about: the question never left, and costs nothing
 └─ Refused      trying again cannot help
     └─ NoAddress  the address cannot be asked: the question never left either
NoAnswer         what the caller gets when all attempts failed: nothing is known, and nothing may be concluded
Spent            what the caller gets instead of a call that its budget does not allow
"""

from datetime import datetime


class Unread(Exception):
    """A response that its reader does not accept."""


class TryAgain(Unread):
    """This attempt failed and another may succeed, `after` so many seconds if the server said so.

    Not at once where `again` is false: the attempt was paid for, and whether another is worth it is not the door's.
    """

    again = True

    def __init__(self, reason: str, after: float | None = None) -> None:
        super().__init__(reason)
        self.after = after


class Refused(Unread):
    """The server understood and refused; another attempt would be refused too."""


class NeverSent(TryAgain):
    """No connection came about: the question never left, and costs nothing."""


class NoAddress(Refused):
    """The address cannot be asked: the question never left."""


class NoAnswer(Exception):
    """No attempt got an answer. `after` is the number of seconds that the server asked us to wait, if it did."""

    def __init__(self, reason: str, after: float | None = None) -> None:
        super().__init__(reason)
        self.after = after


class Spent(Exception):
    """The call was not made: its source's budget is spent until `until`."""

    def __init__(self, reason: str, until: datetime) -> None:
        super().__init__(reason)
        self.until = until
