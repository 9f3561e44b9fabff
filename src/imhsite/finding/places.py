"""What the finder and the search know of places: `programs/places.json`, and the middles of towns.

Names are written once and in order, because the file is fetched when a reader first goes to the
field; `openPlaces` of src/imhsite/theme/assets/places.js unpacks it.
"""

from __future__ import annotations

import json
import os.path
import string
from collections.abc import Iterable, Iterator

from imhsite.finding.distances import DIGITS
from imhsite.model.records import Region, Town
from imhsite.reading.catalog import Catalog

SLIVER = 2.0  # percent of a ZIP code's people below which a town is not offered for it
# A place of these kinds lies in the town; one of another kind may only get its mail there.
CERTAIN = ("city", "borough", "census place", "place")
LONGEST_PREFIX = 4  # digits of a ZIP code: something is left of each, also where there is only one
# What follows a ZIP code: "," for the town where most of its people live, then a, b, ...
_RANKS = "," + string.ascii_lowercase


def places(catalog: Catalog) -> str:
    """Return every name for a place that people type, with its towns and regions, as JSON.

    A town is one line, `name|slug|regions|spellings|places|postal places|zip codes`, its slug left
    out where it is the name; a region is `name|slug|other names`. Names in a list are parted by
    commas.
    """
    regions = list(catalog.regions.values())
    number = {region.slug: f"{index:x}" for index, region in enumerate(regions)}
    ranks = _zip_ranks(catalog)
    # Characters, not parts of paths, are what these have in common.
    prefix = os.path.commonprefix(list(ranks))[:LONGEST_PREFIX]  # noqa: RUF071
    data = {
        "zip": prefix,
        "regions": [_region(catalog, region) for region in regions],
        "towns": [_town(town, number, ranks, prefix) for town in catalog.towns.values()],
    }
    return json.dumps(data, ensure_ascii=False, separators=(",", ":"))


def centers(catalog: Catalog) -> str:
    """Return latitude and longitude of the middle of each town, in their order, as JSON.

    They are in hundredths of a degree.
    """
    return json.dumps(
        [
            [round(100 * round(part, DIGITS)) for part in town.center]
            for town in catalog.towns.values()
        ],
        separators=(",", ":"),
    )


def _region(catalog: Catalog, region: Region) -> str:
    short = short_name(catalog, region)
    others = [*(region.also_called or ()), *([short] if short != region.name else [])]
    return "|".join([_packed(region.name), _slug(region), _list(others)])


def _town(town: Town, number: dict[str, str], ranks: dict[str, list[str]], prefix: str) -> str:
    kinds = dict(town.places or ())
    parts = [
        _packed(town.name),
        _slug(town),
        " ".join(number[slug] for slug in town.regions),
        _list(town.spellings or ()),
        _list(name for name, kind in kinds.items() if kind in CERTAIN),
        _list(name for name, kind in kinds.items() if kind not in CERTAIN),
        "".join(
            code.removeprefix(prefix) + _RANKS[min(towns.index(town.slug), 26)]
            for code, towns in ranks.items()
            if town.slug in towns
        ),
    ]
    return "|".join(parts).rstrip("|")


def _list(names: Iterable[str]) -> str:
    return ",".join(map(_packed, names))


def _packed(name: str) -> str:
    """Return NAME with separators replaced by signs that no name of one line holds."""
    return name.replace("|", "\t").replace(",", "\n")


def _slug(record: Town | Region) -> str:
    return "" if record.slug == record.name.lower().replace(" ", "-") else record.slug


def short_name(catalog: Catalog, region: Region) -> str:
    """Return the name of REGION as people say it, without "Planning Region" and the like."""
    name, kind = region.name, catalog.region_kinds[region.region_kind].name
    return name[: -len(kind)].strip() or name if name.lower().endswith(kind.lower()) else name


def _zip_ranks(catalog: Catalog) -> dict[str, list[str]]:
    """The towns of each ZIP code, the one where most of its people live first."""
    ranks: dict[str, list[str]] = {}
    for code, _, slug in sorted(_zips(catalog), key=lambda share: (share[0], -share[1])):
        ranks.setdefault(code, []).append(slug)
    return ranks


def _zips(catalog: Catalog) -> Iterator[tuple[str, float, str]]:
    """Yield ZIP code, percentage of its people, and town, without towns that hold too few."""
    for town in catalog.towns.values():
        for code, share in town.zips or ():
            if share is None or share >= SLIVER:
                yield code, share or 0.0, town.slug
