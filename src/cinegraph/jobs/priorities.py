"""How urgent a job is, and all that follows from it."""

from procrastinate import JobContext

USER_WAITS = 10
"""What a user is waiting for runs before sweeps."""
SWEEP = 0


def urgent(job: JobContext) -> bool:
    """Whether a user waits for the job: then for what follows from it, too."""
    return job.job.priority >= USER_WAITS
