"""The programs in the Human Services Data Specification 3.1 (https://docs.openreferral.org/).

What the standard leaves open is settled here, once; the page `data/` tells it to people.

- A record is a service of the program of its name. What the standard cannot say as exactly as the
  data stands in an attribute, as the API has it, so that an import gets the same record back.
- `active` where a dated page or a call says so; `inactive` with an `alert` where only a page
  without a date does, or nothing since the source; `defunct` when ended.
- Ages are years with decimals, as a reader counts them: a child of 5 and 11 months is 5. "under 3"
  ends at 2.92.
- Pregnancy is a term of the taxonomy, as the standard's ages begin at birth; a parent's ages are an
  attribute.
- A date that is known to the month stands as the month's first day: never later than somebody
  really looked.
"""

from __future__ import annotations

import json
import uuid
from collections.abc import Callable, Iterator, Mapping
from functools import lru_cache

from imhsite.exports.hsds_services import AS_RECORDED, Services, dialed
from imhsite.exports.values import Json, as_json, with_list
from imhsite.language.wording import Wording
from imhsite.model.ages import PREGNANCY, AgeRange
from imhsite.model.dates import PartialDate
from imhsite.model.records import Program
from imhsite.pages.generated import path_of
from imhsite.reading.catalog import Catalog

FOLDER = "hsds/"
VERSION = "3.1"
# Fixed: published ids are derived from it.
NAMESPACE = uuid.UUID("6a1f1f0c-9a52-5ac1-8f0a-3f0e3a4d7c11")
TERMS = ("needs", "settings", "sections")
_LESS_EXACT = (
    "ages", "ages_note", "printed_reach", "serves", "status", "ended", "successor", "successors",
    "since", "phone", "phone_for", "phone_source", "ask", "sources", "checked", "checked_by",
    "checked_how", "other_names", "printed_group", "who_can_come", "income", "first_child",
    "pregnancy_until", "referral_by", "lives_in", "languages", "interpreter", "hours", "costs",
    "cost_note", "how_to_ask", "steps", "bring", "next", "capacity", "waiting", "waiting_checked",
)  # fmt: skip
Dates = Mapping[str, PartialDate | None]
STATUS = {"active": "active", "listed": "inactive", "unchecked": "inactive", "ended": "defunct"}


def files(catalog: Catalog, dates: Dates) -> dict[str, str]:
    """Return each file's text by its path; DATES are the days of pages' last changes, by path."""
    profile = Profile(catalog, dates)
    texts = {
        f"{FOLDER}{name}.json": _page(catalog, make)
        for name, make in (("services", profile.service), ("programs", profile.program))
    }
    lists = {
        "organizations": profile.organizations(),
        "locations": [
            profile.location(program)
            for program in catalog.programs.values()
            if program.postal_address
        ]
        + [profile.services.location(site) for site in catalog.sites.values() if site.is_open],
        "service_at_locations": [
            place for program in catalog.programs.values() for place in profile.places(program)
        ],
        "taxonomies": profile.taxonomies(),
        "taxonomy_terms": [
            term for taxonomy in profile.terms.values() for term in taxonomy.values()
        ],
    }
    for name, contents in lists.items():
        page = _whole(len(contents)) | {"contents": contents}
        texts[f"{FOLDER}{name}.json"] = json.dumps(page, ensure_ascii=False, separators=(",", ":"))
    index = json.dumps(profile.index(), ensure_ascii=False, indent=1)
    return texts | {f"{FOLDER}index.json": index}


def _page(catalog: Catalog, make: Callable[[Program], Json]) -> str:
    """A page of what MAKE says of each program."""
    programs = catalog.programs.values()
    texts = (
        json.dumps(make(program), ensure_ascii=False, separators=(",", ":")) for program in programs
    )
    return with_list(_whole(len(programs)), "contents", texts)


def _whole(size: int) -> Json:
    """The head of a page of the standard's API, which holds all there is."""
    return {
        "total_items": size,
        "total_pages": 1,
        "page_number": 1,
        "size": size,
        "first_page": True,
        "last_page": True,
        "empty": not size,
    }


@lru_cache(4096)  # a program names itself and its terms many times
def identity(state: str, *names: str) -> str:
    """Return the id of NAMES in STATE: the same in every build, another in every state."""
    return str(uuid.uuid5(NAMESPACE, "/".join((state, *names))))


class Profile:
    """Says the records of one site in the standard's terms."""

    def __init__(self, catalog: Catalog, dates: Dates) -> None:
        self.catalog, self.dates = catalog, dates
        self.words = Wording(catalog.labels, catalog.association.languages[0])
        self.address = catalog.association.address
        self.terms = self._terms()
        self.services = Services(catalog, self.words, self.id)

    def id(self, *names: str) -> str:
        return identity(self.address, *names)

    def _say(self, name: str, **values: object) -> str:
        return self.words.text(name, **values)

    def index(self) -> Json:
        """Return what the standard's API says at its first address."""
        return {
            "version": VERSION,
            "profile": f"{self.address}data/#hsds",
            "openapi_url": f"{self.address}api/v1/openapi.json",
        }

    def taxonomies(self) -> list[Json]:
        """Return the lists that the terms belong to."""
        return [self._taxonomy(name) for name in self.terms]

    def _taxonomy(self, name: str) -> Json:
        return {
            "id": self.id("taxonomies", name),
            "name": name,
            "description": self._say(f"hsds-taxonomy-{name}"),
            "uri": f"{self.address}data/",
        }

    def _terms(self) -> dict[str, dict[str, Json]]:
        terms = {
            kind: {
                record.slug: self._term(
                    kind, record.slug, record.name, getattr(record, "meaning", record.name)
                )
                for record in self.catalog.records[kind].values()
            }
            for kind in TERMS
        }
        terms["sorts"] = {
            sort: self._term("sorts", sort, sort, self._say(f"hsds-sort-{sort}"))
            for sort in ("service", "initiative")
        }
        terms["people"] = {
            "pregnancy": self._term(
                "people", "pregnancy", self._say("age-pregnancy"), self._say("hsds-pregnancy")
            )
        }
        return terms

    def _term(self, taxonomy: str, slug: str, name: str, description: str) -> Json:
        return {
            "id": self.id("taxonomy_terms", taxonomy, slug),
            "code": slug,
            "name": name,
            "description": description,
            "taxonomy": taxonomy,
            "taxonomy_id": self.id("taxonomies", taxonomy),
        }

    def organizations(self) -> list[Json]:
        """Return who runs programs, each once, by name."""
        organizations = {
            program.run_by: self.organization(program)
            for program in self.catalog.programs.values()
            if program.run_by
        }
        return [organizations[name] for name in sorted(organizations)]

    def organization(self, program: Program) -> Json:
        """Return who runs PROGRAM.

        Nothing more is known of it, and its description says just that.
        """
        return {
            "id": self.id("organizations", program.run_by),
            "name": program.run_by,
            "description": self._say("hsds-organization"),
        }

    def program(self, program: Program) -> Json:
        """Return PROGRAM as the standard's program, to which its service belongs."""
        data = {
            "id": self.id("programs", program.slug),
            "name": program.name,
            "description": program.for_professionals,
        }
        if program.other_names:
            data["alternate_name"] = "; ".join(program.other_names)
        return data | self._run_by(program)

    def _run_by(self, program: Program) -> Json:
        return (
            {"organization_id": self.id("organizations", program.run_by)} if program.run_by else {}
        )

    def location(self, program: Program) -> Json:
        """Return the postal address of PROGRAM as one text, which is not split by guessing."""
        return {
            "id": self.id("locations", program.slug),
            "location_type": "postal",
            "name": program.name,
            "description": program.postal_address,
        }

    def service(self, program: Program) -> Json:
        """Return PROGRAM as the standard's service, with everything that belongs to it inside."""
        return {
            "id": self.id("services", program.slug),
            "program_id": self.id("programs", program.slug),
            "name": program.name,
            "description": f"{program.for_parents}\n\n{program.for_professionals}",
            "status": STATUS[program.status],
            **self._run_by(program),
            **dict(self._facts(program)),
            **self._last_modified(program),
            "attributes": list(self._attributes(program)),
            "program": self.program(program),
        }

    def _last_modified(self, program: Program) -> Json:
        day = self.dates.get(path_of(program))
        return {"last_modified": f"{day.begins}T00:00:00Z"} if day else {}

    def _facts(self, program: Program) -> Iterator[tuple[str, object]]:
        """The facts that not every program has."""
        if program.other_names:
            yield "alternate_name", "; ".join(program.other_names)
        if program.website:
            yield "url", program.website
        if program.email:
            yield "email", program.email
        if who := self.services.eligibility(program):
            yield "eligibility_description", who
        if program.checked:
            yield "assured_date", program.checked.begins.isoformat()
        if alert := self._alert(program):
            yield "alert", alert
        if program.ages:
            yield from ages(program.ages)
        if how := self.services.application(program):
            yield "application_process", how
        contacts = [one for one in self.catalog.contacts_of(program) if one.slug != program.slug]
        owner = ("services", program.slug)
        phones = [phone for one in contacts for phone in self.services.phones(owner, one)]
        yield "phones", self._phones(program, phones)
        if contacts:
            yield "contacts", [self.services.contact(owner, one) for one in contacts]
        yield from ((name, value) for name, value in self.services.facts(program) if value)
        if areas := list(self._areas(program)):
            yield "service_areas", areas
        if program.run_by:
            yield "organization", self.organization(program)
        if program.funded_by:
            funding = {
                "id": self.id("funding", program.slug),
                "service_id": self.id("services", program.slug),
                "source": program.funded_by,
            }
            yield "funding", [funding]
        if places := list(self.places(program)):
            yield "service_at_locations", places

    def places(self, program: Program) -> Iterator[Json]:
        """Yield PROGRAM at each of its sites and at its postal address, which stand inside."""
        for site in self.catalog.sites_of(program):
            yield self.services.service_at(program, site)
        if program.postal_address:
            yield {
                "id": self.id("service_at_locations", program.slug),
                "service_id": self.id("services", program.slug),
                "location_id": self.id("locations", program.slug),
                "location": self.location(program),
            }

    def _phones(self, program: Program, more: list[Json]) -> list[Json]:
        """Return PROGRAM's own number and those of its contacts, the best one first.

        Without any, the number of the line that takes requests for it; the description names it.
        """
        if not program.phone and any(phone["type"] == "voice" for phone in more):
            return more
        return [self._phone(program), *more]

    def _phone(self, program: Program) -> Json:
        line = self.catalog.lines_for(program)[0]
        phone, description = line.phone, line.name
        if program.phone:
            phone, description = program.phone, program.phone_for
        data = {
            "id": self.id("phones", program.slug),
            "service_id": self.id("services", program.slug),
            **dialed(phone),
        }
        return data | {"description": description} if description else data

    def _alert(self, program: Program) -> str:
        if program.status == "ended":
            year = self.words.year(program.ended)
            return " ".join([self._say("hsds-ended", year=year), program.successor or ""]).strip()
        if program.status == "listed":
            return self._say("hsds-listed")
        if program.status == "unchecked":
            return self._say(
                "hsds-unchecked", source=self.catalog.sources[program.sources[0]].title
            )
        return ""

    def _areas(self, program: Program) -> Iterator[Json]:
        state = self.catalog.association.state
        if program.serves.statewide:
            yield self._area(program, "statewide", state, state)
        for slug in program.serves.slugs:
            name = (self.catalog.towns.get(slug) or self.catalog.regions[slug]).name
            yield self._area(program, slug, name, f"{name}, {state}")

    def _area(self, program: Program, slug: str, name: str, extent: str) -> Json:
        return {
            "id": self.id("service_areas", program.slug, slug),
            "service_id": self.id("services", program.slug),
            "name": name,
            "extent": extent,
            "extent_type": "text",
        }

    def _attributes(self, program: Program) -> Iterator[Json]:
        described = {
            "needs": program.needs,
            "settings": program.setting or (),
            "sections": (program.section,),
            "sorts": (program.sort,),
        }
        if program.ages and program.ages.youngest == PREGNANCY:
            described["people"] = ("pregnancy",)
        for taxonomy, slugs in described.items():
            for slug in slugs:
                yield self._attribute(program, taxonomy, slug)
        if program.parent_ages:
            yield self._value(program, "parent_ages", str(program.parent_ages))
        said = ((name, getattr(program, name)) for name in _LESS_EXACT)
        exact = {name: as_json(value) for name, value in said if value is not None}
        text = json.dumps({"slug": program.slug} | exact, ensure_ascii=False, separators=(",", ":"))
        yield self._value(program, AS_RECORDED, text)

    def _value(self, program: Program, label: str, value: str) -> Json:
        return {
            "id": self.id("attributes", program.slug, label),
            "link_id": self.id("services", program.slug),
            "link_entity": "service",
            "label": label,
            "value": value,
        }

    def _attribute(self, program: Program, taxonomy: str, slug: str) -> Json:
        term = self.terms[taxonomy][slug]
        return {
            "id": self.id("attributes", program.slug, taxonomy, slug),
            "link_id": self.id("services", program.slug),
            "link_entity": "service",
            "link_type": taxonomy,
            "taxonomy_term_id": term["id"],
            "taxonomy_term": term,
        }


def ages(stated: AgeRange) -> Iterator[tuple[str, float]]:
    """Yield the standard's ages of children; none for pregnancy alone, or where none is stated."""
    return (
        (name, age)
        for name, age in zip(("minimum_age", "maximum_age"), stated.in_years, strict=True)
        if age is not None
    )
