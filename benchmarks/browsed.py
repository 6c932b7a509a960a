"""Every screen and every list of the interface for programs, as somebody asks for it in a made-up database."""

import random
from collections.abc import Callable

Address = Callable[[random.Random, int], str]
"""From a dice and the number of films: what is asked for."""


def _one(pattern: str) -> Address:
    """`{film}`, `{import}` … in the pattern are drawn anew each time."""

    def address(dice: random.Random, films: int) -> str:
        return pattern.format_map(
            {
                "film": dice.randint(1, films),
                "other": dice.randint(1, films),
                "import": dice.randint(1, 1900),
                "organization": f"made-{dice.randint(1, 20)}",
                "year": dice.randint(1930, 2025),
                "nomination": dice.randint(1, films // 6),
                "job": dice.randint(1, films // 2),
                "review": dice.randint(1, films // 1000),
                "begun": "night%20" + dice.choice(("ban", "cir", "dol", "fan")),
                "misspelt": f"cuhu{dice.choice('abcdefgh')}h%20vessis",
            }
        )

    return address


_SCREENS = (
    "/",
    "/review",
    "/review?kind=choice",
    "/review/many?least=0.9",
    "/review/history",
    "/import",
    "/import?festival={organization}",
    "/imports",
    "/imports?state=finished",
    "/imports/{import}",
    "/imports/{import}/films",
    "/imports/{import}/nominations",
    "/festivals",
    "/festivals/{organization}",
    "/festivals/{organization}/{year}",
    "/nominations/{nomination}",
    "/films",
    "/films?type=stub",
    "/films/{film}",
    "/films/{film}/credits",
    "/films/{film}/join?with={other}",
    "/people",
    "/people/{film}",
    "/people/{film}/pairs",
    "/people/{film}/join?with={other}",
    "/people/unlinked",
    "/six-degrees?one={film}&other={other}",
    "/lists",
    "/lists/made",
    "/search?q={begun}",
    "/search/hits?q={begun}",
    "/search?q={misspelt}",
    "/scores",
    "/exports",
    "/lookups",
    "/jobs",
    "/jobs?state=failed",
    "/jobs?import={import}",
    "/jobs/{job}",
    "/settings",
    "/settings/changes",
    "/settings/users",
)
_INTERFACE = (
    "/films",
    "/films?sort=-year",
    "/films?type=stub&since={year}",
    "/films?organization={organization}&winner=true",
    "/films/{film}",
    "/films/{film}/credits",
    "/nominations",
    "/nominations?organization={organization}&year={year}",
    "/nominations?winner=true&since={year}",
    "/festivals",
    "/festivals/{organization}",
    "/categories",
    "/ceremonies",
    "/ceremonies?organization={organization}",
    "/people",
    "/people?name=night",
    "/people/{film}",
    "/people/{film}/credits",
    "/people/{film}/collaborators",
    "/people/links?organization={organization}",
    "/people/links?organization={organization}&year={year}",
    "/path?from={film}&to={other}",
    "/lists",
    "/lists/made",
    "/lists/made/items",
    "/imports",
    "/imports/{import}",
    "/imports/{import}/diff",
    "/reviews?state=open",
    "/reviews/{review}",
    "/decisions",
    "/jobs",
    "/jobs?state=failed",
    "/jobs?queue=imports&state=todo",
    "/jobs?import={import}",
    "/jobs/{job}",
    "/scores",
    "/status",
    "/sources",
    "/costs",
    "/reports",
    "/reports/success",
    "/search?q={begun}",
    "/search?q={misspelt}",
)

ADDRESSES: dict[str, Address] = {
    pattern: _one(pattern) for pattern in (*_SCREENS, *(f"/api/v1{path}" for path in _INTERFACE))
}
"""As it is printed → as it is asked for."""
