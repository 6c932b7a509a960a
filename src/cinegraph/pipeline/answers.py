"""A catalogue is asked from a job: what it raises says what becomes of the job."""

from collections.abc import Iterator
from contextlib import contextmanager

from cinegraph.pipeline.context import PutOff, Refused
from cinegraph.sources.base import OutOfQuota, SourceError, TryLater, Unusable


@contextmanager
def answered() -> Iterator[None]:
    """No answer now: the job is put off (a spent quota: until it renews). If a person must act first, it fails."""
    try:
        yield
    except OutOfQuota as spent:
        raise PutOff(str(spent), until=spent.until) from None
    except TryLater as silent:
        raise PutOff(str(silent), silent.after) from None
    except Unusable as refused:
        raise Refused(str(refused)) from None
    except SourceError as failure:
        raise PutOff(str(failure)) from None
