"""What HSDS 3.1 says of a service beside its program: hours, languages, costs, sites, contacts.

- A site is a location; where its street and ZIP code are known it has an address, else its
  description says where it is. One that has closed or moved away is left out.
- A contact is one of the standard's, whose numbers stand among the phones of its service or
  location. So whoever reads only phones gets each number.
- `available` of a capacity is 1, "at least one", where families can join now, and 0 where they
  wait; nobody knows a number. What was heard too long ago is left out.
- Attributes "as recorded" hold sites and contacts as the API has them.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator

from imhsite.exports.values import Json, as_json
from imhsite.language.locales import locale_of
from imhsite.language.wording import Wording
from imhsite.model.dates import today
from imhsite.model.fields import Phone
from imhsite.model.hours import Hours
from imhsite.model.records import Program, Record, declared_fields
from imhsite.model.services import Contact, ServiceSite
from imhsite.reading.catalog import Catalog
from imhsite.reading.freshness import is_room_old

AS_RECORDED = "as recorded"  # the attribute with a record's own fields, in JSON
_TYPES = {"phone": "voice", "text": "text", "tty": "textphone", "relay": "voice", "fax": "fax"}
_COUNTRY = "US"
Identity = Callable[..., str]


class Services:
    """Says hours, languages, costs, sites and contacts of CATALOG in the standard's terms."""

    def __init__(self, catalog: Catalog, words: Wording, identity: Identity) -> None:
        self.catalog, self.words, self.id, self.today = catalog, words, identity, today()

    def facts(self, program: Program) -> Iterator[tuple[str, object]]:
        """Yield what PROGRAM says of itself: the fields that not every service has."""
        owner = ("services", program.slug)
        yield "interpretation_services", program.interpreter
        yield "fees_description", program.cost_note
        yield "languages", self.languages(owner, program.languages)
        yield "schedules", self.schedules(owner, program.hours)
        costs = self.catalog.get("costs", program.costs or ())
        yield "cost_options", self._each("cost_options", owner, "option", [c.name for c in costs])
        yield "required_documents", self._each("documents", owner, "document", program.bring)
        yield "capacities", list(self._capacity(program))

    def eligibility(self, program: Program) -> str:
        """Return who can come, in words."""
        weeks = program.pregnancy_until
        said = (
            program.printed_group,
            program.who_can_come,
            program.income,
            self._say("hsds-first-child") if program.first_child else "",
            self._say("hsds-pregnancy-until", week=weeks) if weeks else "",
        )
        return "\n".join(filter(None, said))

    def application(self, program: Program) -> str:
        """Return how to get in and what happens then, in words."""
        return "\n".join(filter(None, (program.how_to_ask, *(program.steps or ()), program.next)))

    def service_at(self, program: Program, site: ServiceSite) -> Json:
        """Return PROGRAM at SITE, with the location inside."""
        return {
            "id": self.id("service_at_locations", program.slug, site.slug),
            "service_id": self.id("services", program.slug),
            "location_id": self.id("locations", "sites", site.slug),
            "location": self.location(site),
        }

    def location(self, site: ServiceSite) -> Json:
        """Return SITE with its address, hours, languages, numbers and contacts inside."""
        owner = ("locations", "sites", site.slug)
        contacts = self.catalog.contacts_of(site)
        latitude, longitude = site.point or (None, None)
        addresses = list(self._address(site))
        data = {
            "location_type": "physical",
            "url": site.website,
            "name": site.name,
            "description": "" if addresses else self._where(site),
            "latitude": latitude,
            "longitude": longitude,
            "addresses": addresses,
            "accessibility": self._each(
                "accessibility", owner, "description", [site.access] if site.access else ()
            ),
            "languages": self.languages(owner, site.languages),
            "schedules": self.schedules(owner, site.hours),
            "phones": [phone for one in contacts for phone in self.phones(owner, one)],
            "contacts": [self.contact(owner, one) for one in contacts],
            "attributes": [self._as_recorded(owner, "location", site)],
        }
        return {"id": self.id(*owner)} | _said(data)

    def _where(self, site: ServiceSite) -> str:
        town = self.catalog.towns[site.town].name
        return ", ".join(filter(None, (site.street, town, site.zip)))

    def _address(self, site: ServiceSite) -> Iterator[Json]:
        if site.street and site.zip:
            association = self.catalog.association
            yield {
                "id": self.id("addresses", "sites", site.slug),
                "location_id": self.id("locations", "sites", site.slug),
                "address_1": site.street,
                "city": self.catalog.towns[site.town].name,
                "state_province": association.state_code or association.state,
                "postal_code": site.zip,
                "country": _COUNTRY,
                "address_type": "physical",
            }

    def schedules(self, owner: tuple[str, ...], hours: Hours | None) -> list[Json]:
        """Return HOURS of OWNER; empty for none."""
        rows = hours.schedules(self.today) if hours else ()
        return [
            {"id": self.id("schedules", *owner, str(number)), _key(owner): self.id(*owner)} | row
            for number, row in enumerate(rows)
        ]

    def languages(self, owner: tuple[str, ...], tags: tuple[str, ...] | None) -> list[Json]:
        """Return the languages with TAGS of OWNER; empty for none."""
        names = locale_of(self.catalog.association.languages[0]).languages
        return [
            {
                "id": self.id("languages", *owner, tag),
                _key(owner): self.id(*owner),
                "name": names.get(tag.replace("-", "_"), tag),
                "code": tag.partition("-")[0],
            }
            for tag in tags or ()
        ]

    def contact(self, owner: tuple[str, ...], contact: Contact) -> Json:
        """Return CONTACT of OWNER; its numbers stand among the phones of that."""
        place = ("contacts", *owner, contact.slug)
        data = {"name": contact.name, "department": contact.use, "email": contact.email}
        recorded = self._as_recorded(place, "contact", contact)
        head = {"id": self.id(*place), _key(owner): self.id(*owner)}
        return head | _said(data) | {"attributes": [recorded]}

    def phones(self, owner: tuple[str, ...], contact: Contact) -> Iterator[Json]:
        """Yield the numbers of CONTACT, a record of its own, for OWNER."""
        for way, sort in _TYPES.items():
            if number := getattr(contact, way):
                place = ("phones", *owner, contact.slug, way)
                words = contact.use or contact.name
                yield {
                    "id": self.id(*place),
                    _key(owner): self.id(*owner),
                    "contact_id": self.id("contacts", *owner, contact.slug),
                    **dialed(number),
                    "type": sort,
                    **_said({"description": words}),
                    **_said({"languages": self.languages(place, contact.languages)}),
                }

    def _capacity(self, program: Program) -> Iterator[Json]:
        if not program.capacity or is_room_old(self.catalog, program, self.today):
            return
        owner = ("services", program.slug)
        words = (self._say(f"capacity-{program.capacity}"), program.waiting)
        yield {
            "id": self.id("capacities", program.slug),
            "service_id": self.id(*owner),
            "unit": {"id": self.id("units", "place"), "name": self._say("hsds-unit")},
            "available": int(program.capacity == "open"),
            "description": ". ".join(word.rstrip(".") for word in words if word) + ".",
            "updated": f"{program.waiting_checked.begins}T00:00:00.000Z",
        }

    def _each(
        self,
        kind: str,
        owner: tuple[str, ...],
        name: str,
        texts: tuple[str, ...] | list[str] | None,
    ) -> list[Json]:
        return [
            {"id": self.id(kind, *owner, str(number)), _key(owner): self.id(*owner), name: text}
            for number, text in enumerate(texts or ())
        ]

    def _as_recorded(self, owner: tuple[str, ...], entity: str, record: Record) -> Json:
        said = ((name, getattr(record, name)) for name in declared_fields(type(record)))
        exact = {name: as_json(value) for name, value in said if value is not None}
        text = json.dumps({"slug": record.slug} | exact, ensure_ascii=False, separators=(",", ":"))
        return {
            "id": self.id("attributes", *owner, AS_RECORDED),
            "link_id": self.id(*owner),
            "link_entity": entity,
            "label": AS_RECORDED,
            "value": text,
        }

    def _say(self, name: str, **values: object) -> str:
        return self.words.text(name, **values)


def dialed(phone: Phone) -> Json:
    """Return PHONE in the standard's two fields."""
    return {"number": phone.number} | (
        {"extension": int(phone.extension)} if phone.extension else {}
    )


def _key(owner: tuple[str, ...]) -> str:
    """The field that leads to OWNER, whose first name is that of its list."""
    return {"services": "service_id", "locations": "location_id", "phones": "phone_id"}[owner[0]]


def _said(data: Json) -> Json:
    return {name: value for name, value in data.items() if value not in (None, "", [])}
