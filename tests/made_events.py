"""A dataset's file made of an event page, as the dataset itself is made: each category's films by id, each once."""

from collections.abc import Sequence

from cinegraph.domain.festivals import Ceremony
from cinegraph.pipeline.sort_pages import GivenPage


def dataset_of(ceremonies: Sequence[Ceremony]) -> GivenPage:
    """The file of an event with these editions."""
    lines = [f"# {ceremonies[0].name}"]
    for told in ceremonies:
        year, instance = told.edition.year, told.edition.instance
        key = f"{year}-{instance}" if instance > 1 else f"{year}"
        nothing = "" if told.categories else " {}"
        lines.append(
            f"'{key}':{nothing}  # https://www.imdb.com/event/{told.imdb_event_id}/{year}/{instance}/"
        )
        for award in dict.fromkeys(c.award for c in told.categories):
            lines.append(f'  "{(award or "").lower()}":')
            for category in (c for c in told.categories if c.award == award):
                named = [n for n in category.nominations if n.films]
                lines.append(f'    "{category.name.lower()}":')
                for what, chosen in (("nominee", named), ("winner", [n for n in named if n.is_winner])):
                    ids = dict.fromkeys(str(n.films[0].imdb_id) for n in chosen)
                    lines.append(f"      {what}: [{', '.join(ids)}]")
    return GivenPage("event.yml", "\n".join([*lines, ""]).encode())


def entries_of(ceremony: Ceremony) -> int:
    """How many entries the dataset has for a ceremony."""
    return sum(
        len({n.films[0].imdb_id for n in category.nominations if n.films}) for category in ceremony.categories
    )
