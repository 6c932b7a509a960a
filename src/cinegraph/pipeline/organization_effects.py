"""What a change of an organization does, in a line for each field that is changed."""

from cinegraph.domain.festivals import Edition, Organization
from cinegraph.pipeline.organization_fields import year_spans

_NAMES = "pages that call it so are known to be its own; what is read from now on is held against it"
_NEXT = "holds from its next import on; what is stored stays until then"
_SCORES = "the scores of films that it honoured are counted anew"
_DOES = {
    "name": f"every screen, report and export calls it so; {_NAMES}",
    "official_name": _NAMES,
    "other_names": _NAMES,
    "abbreviation": "it is found under this abbreviation; another that it had leads nowhere any more",
    "country": "told with it, and nothing else is changed",
    "kind": "told with it, and nothing else is changed",
    "imdb_event_id": f"its pages at IMDb are those of this event: {_NEXT}",
    "main_award": f"the award of what its own pages leave unsaid: {_NEXT}",
    "month": "its newest edition is expected from that month of a year on",
    "page_kinds": f"these kinds of page are read, if they are switched on: {_NEXT}",
    "eligibility_offset": f"its films are looked for among those that came out then: {_NEXT}",
    "prestige_win": _SCORES,
    "prestige_nomination": _SCORES,
    "wikidata_ids": f"what Wikidata knows of it is asked for by these items: {_NEXT}",
    "wikidata_dates": f"years that stand alone in Wikidata are read so: {_NEXT}",
}
_EDITIONS = ("founded_year", "gap_years", "double_years")
_MOST = 12


def what_it_does(field: str, before: Organization, after: Organization, this_year: int) -> str:
    """What comes of it that this field is changed: editions are counted up to this year."""
    if field not in _EDITIONS:
        return _DOES[field]
    was, now = (_editions(one, this_year) for one in (before, after))
    told = [
        f"{_counted(found)} {word}: {_listed(found)}"
        for word, found in (("more", now - was), ("less", was - now))
        if found
    ]
    return f"{'; '.join(told) or 'the same editions'} to be expected; what is stored stays"


def _counted(editions: set[Edition]) -> str:
    return "1 edition" if len(editions) == 1 else f"{len(editions)} editions"


def _editions(organization: Organization, this_year: int) -> set[Edition]:
    told = [edition.year for edition in organization.known_editions]
    first = min([organization.founded_year, *told])
    years = range(first, max([this_year, *told]) + 1)
    return {Edition(one.year, one.instance) for year in years for one in organization.editions_of(year)}


def _listed(editions: set[Edition]) -> str:
    if any(one.instance > 1 for one in editions):
        told = [str(one) for one in sorted(editions, key=lambda one: (one.year, one.instance))]
    else:
        told = year_spans([one.year for one in editions]).split(", ")
    return ", ".join(told[:_MOST]) + (" …" if len(told) > _MOST else "")
