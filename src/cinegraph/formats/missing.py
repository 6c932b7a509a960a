"""A format that needs a package which is not there."""


class MissingPackage(Exception):
    """One line: what is missing, and how to get it."""
