"""Why the embedded PostgreSQL is not there, in one line."""


class ServerUnavailable(Exception):
    """The embedded server cannot be used. The message says why, where, and what to do."""
