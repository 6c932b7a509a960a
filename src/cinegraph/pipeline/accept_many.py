"""Many questions are answered at once, each by the candidate that a person saw in the preview."""

from collections.abc import Sequence
from dataclasses import dataclass

from cinegraph.pipeline import review_either
from cinegraph.pipeline.context import Context, Refused
from cinegraph.pipeline.review_movie import By

MOST = 200
"""So many questions are answered at once at most."""


@dataclass(frozen=True, slots=True)
class Choice:
    """A question, its candidate's number, and the mark of the candidates that were looked at."""

    review: int
    number: int
    seen: str


@dataclass(frozen=True, slots=True)
class Left:
    """A question that was not answered, and why."""

    review: int
    why: str


@dataclass(frozen=True, slots=True)
class Accepted:
    """What came of it: which questions are answered, why the others are not, and the jobs that look for films, by film."""

    reviews: tuple[int, ...]
    left: tuple[Left, ...]
    jobs: dict[int, int]


async def accept_many(context: Context, choices: Sequence[Choice], by: By) -> Accepted:
    """Accept each, of films and of nominees; one that somebody else answered meanwhile, or that has other candidates by
    now, is left alone.

    Each is a decision of its own, to be undone alone. Raises Refused for more than can be overseen.
    """
    if len(choices) > MOST:
        raise Refused(f"at most {MOST} questions are answered at once")
    done: list[int] = []
    left: list[Left] = []
    jobs: dict[int, int] = {}
    for one in choices:
        try:
            answered = await review_either.accept(context, one.review, one.number, None, by, one.seen)
        except Refused as why:
            left.append(Left(one.review, str(why)))
        else:
            done.append(one.review)
            jobs |= answered.jobs
    return Accepted(tuple(done), tuple(left), jobs)
