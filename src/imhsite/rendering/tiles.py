"""The United States as a map of squares, one for each state."""

from __future__ import annotations

from collections.abc import Iterator

# Each state by its slug and its two letters; the District of Columbia with them.
_LETTERS = dict(
    line.rsplit(" ", 1)
    for line in """
alabama AL, alaska AK, arizona AZ, arkansas AR, california CA, colorado CO, connecticut CT,
delaware DE, district-of-columbia DC, florida FL, georgia GA, hawaii HI, idaho ID, illinois IL,
indiana IN, iowa IA, kansas KS, kentucky KY, louisiana LA, maine ME, maryland MD, massachusetts MA,
michigan MI, minnesota MN, mississippi MS, missouri MO, montana MT, nebraska NE, nevada NV,
new-hampshire NH, new-jersey NJ, new-mexico NM, new-york NY, north-carolina NC, north-dakota ND,
ohio OH, oklahoma OK, oregon OR, pennsylvania PA, rhode-island RI, south-carolina SC,
south-dakota SD, tennessee TN, texas TX, utah UT, vermont VT, virginia VA, washington WA,
west-virginia WV, wisconsin WI, wyoming WY
""".strip()
    .replace("\n", " ")
    .split(", ")
)
_ROWS = (
    "AK .. .. .. .. .. .. .. .. .. ME",
    ".. .. .. .. .. WI .. .. .. VT NH",
    "WA ID MT ND MN IL MI .. NY MA ..",
    "OR NV WY SD IA IN OH PA NJ CT RI",
    "CA UT CO NE MO KY WV VA MD DE ..",
    ".. AZ NM KS AR TN NC SC DC .. ..",
    ".. .. .. OK LA MS AL GA .. .. ..",
    "HI .. .. TX .. .. .. .. FL .. ..",
)


def tiles(slugs: set[str]) -> Iterator[tuple[int, int, str, bool]]:
    """Yield column, row and letters of each state's square, and whether it is one of SLUGS."""
    marked = {_LETTERS[slug] for slug in slugs if slug in _LETTERS}
    for row, line in enumerate(_ROWS):
        for column, letters in enumerate(line.split()):
            if letters != "..":
                yield column, row, letters, letters in marked
