"""Many questions are answered at once, each by the candidate that a person saw in the preview."""

from collections.abc import Sequence
from dataclasses import dataclass

from cinegraph.pipeline import review_movie
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
class Accepted:
    """What came of it: which questions are answered, and why the others are not."""

    reviews: tuple[int, ...]
    refused: tuple[str, ...]


async def accept_many(context: Context, choices: Sequence[Choice], by: By) -> Accepted:
    """Accept each; one that somebody else answered meanwhile, or that has other candidates by now, is left alone.

    Each is a decision of its own, to be undone alone. Raises Refused for more than can be overseen.
    """
    if len(choices) > MOST:
        raise Refused(f"at most {MOST} questions are answered at once")
    done, refused = [], []
    for one in choices:
        try:
            await review_movie.accept(context, one.review, one.number, None, by, one.seen)
        except Refused as why:
            refused.append(str(why))
        else:
            done.append(one.review)
    return Accepted(tuple(done), tuple(refused))
