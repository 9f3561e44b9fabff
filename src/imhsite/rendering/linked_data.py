"""What a page says for machines, in the terms of https://schema.org, as JSON-LD."""

from __future__ import annotations

import datetime
import json
from collections.abc import Callable, Iterator, Sequence
from itertools import takewhile

from markupsafe import Markup

from imhsite.language.wording import Wording
from imhsite.model.ages import AgeRange
from imhsite.model.dates import Span, at, today
from imhsite.model.hours import Hours
from imhsite.model.offers import UpcomingEvent
from imhsite.model.records import Association, Competency, Level, Program, Term
from imhsite.model.services import Contact, ServiceSite
from imhsite.pages.generated import Page, path_of
from imhsite.pages.sections import Section
from imhsite.reading.catalog import Catalog

_CONTEXT = "https://schema.org"
_JSON = json.JSONEncoder(ensure_ascii=False, separators=(",", ":"))
_QUESTION_LEVEL = 2  # the level of a heading that asks
_LEAST_QUESTIONS = 2
_WAYS = {"phone": "servicePhone", "text": "serviceSmsNumber"}


def linked_data(catalog: Catalog, page: Page, home: str = "") -> Markup:
    """Return the JSON-LD of PAGE, if any, safe inside a script element.

    HOME is the path of the home page to which its readers are led.
    """
    address = catalog.association.address
    things = [*_breadcrumb(catalog, page, home), *_thing(catalog, page, address)]
    if not things:
        return Markup()
    graph = {"@context": _CONTEXT, "@graph": things}
    text = _JSON.encode(graph)
    return Markup(text.replace("<", "\\u003c").replace(">", "\\u003e").replace("&", "\\u0026"))


def _breadcrumb(catalog: Catalog, page: Page, home: str) -> list[dict]:
    """The way from the page HOME to PAGE, as the page shows it."""
    address = catalog.association.address
    if page.path in (home, catalog.association.folder(page.language)) or not page.in_sitemap:
        return []
    trail = [
        (str(catalog.labels.word(page.language, "home")), home),
        *page.trail,
        (page.title, page.path),
    ]
    items = [
        {"@type": "ListItem", "position": place, "name": title, "item": address + path}
        for place, (title, path) in enumerate(trail, 1)
    ]
    return [{"@type": "BreadcrumbList", "itemListElement": items}]


def _thing(catalog: Catalog, page: Page, address: str) -> list[dict]:
    record = page.context.get("record")
    if isinstance(record, Program):
        data = _service(catalog, record, address + page.path)
        ended = record.status == "ended"
        return [data if ended else data | _reached(catalog, record, page.language)]
    if isinstance(record, Level):
        return [_credential(catalog, record, address + page.path)]
    if isinstance(record, Competency):
        return [_area(record, address) | {"inDefinedTermSet": f"{address}competencies/"}]
    if exports := page.context.get("exports"):
        return [_dataset(catalog, page, address, exports)]
    plain = page.path.removeprefix(catalog.association.folder(page.language))
    return LISTS[plain](catalog, page) if plain in LISTS else _questions(page)


def _questions(page: Page) -> list[dict]:
    """What a page asks in its headings and answers below them, if it does so more than once."""
    questions = [
        (section.heading, _answer(page.sections[place:]))
        for place, section in enumerate(page.sections)
        if section.level == _QUESTION_LEVEL and section.heading.endswith("?")
    ]
    if len(questions) < _LEAST_QUESTIONS:
        return []
    return [
        {
            "@type": "FAQPage",
            "mainEntity": [
                {
                    "@type": "Question",
                    "name": question,
                    "acceptedAnswer": {"@type": "Answer", "text": answer},
                }
                for question, answer in questions
            ],
        }
    ]


def _answer(sections: Sequence[Section]) -> str:
    """What people wrote below the first heading of SECTIONS, a line for each paragraph and item."""
    question, *others = sections
    below = [question, *takewhile(lambda section: section.level > question.level, others)]
    lines = [line for section in below for line in (section.heading, *section.text)]
    return "\n".join(lines[1:])


def _glossary(catalog: Catalog, page: Page) -> list[dict]:
    address = catalog.association.address + page.path
    terms = [
        _term(catalog.translated(term, page.language), address)
        for term in catalog.glossary.values()
    ]
    return [
        {
            "@type": "DefinedTermSet",
            "name": page.title,
            "description": page.description,
            "url": address,
            "inLanguage": page.language,
            "hasDefinedTerm": terms,
        }
    ]


def _term(term: Term, address: str) -> dict:
    data = {
        "@type": "DefinedTerm",
        "name": term.name,
        "description": term.meaning,
        "termCode": term.slug,
        "url": f"{address}#{term.slug}",
    }
    return data | ({"alternateName": list(term.also)} if term.also else {})


def _area(area: Competency, address: str) -> dict:
    data = {
        "@type": "DefinedTerm",
        "name": area.name,
        "description": area.summary,
        "termCode": area.slug,
        "url": address + path_of(area),
    }
    return data | ({"alternateName": list(area.also)} if area.also else {})


def _areas(catalog: Catalog, page: Page) -> list[dict]:
    address = catalog.association.address
    terms = [_area(area, address) for area in catalog.competencies.values()]
    return [
        {
            "@type": "DefinedTermSet",
            "name": page.title,
            "description": page.description,
            "url": f"{address}competencies/",
            "hasDefinedTerm": terms,
        }
    ]


def _levels(catalog: Catalog, page: Page) -> list[dict]:
    address = catalog.association.address
    items = [
        {
            "@type": "ListItem",
            "position": place,
            "item": _credential(catalog, level, address + path_of(level)),
        }
        for place, level in enumerate(catalog.levels.values(), 1)
    ]
    return [
        {
            "@type": "ItemList",
            "name": page.title,
            "description": page.description,
            "numberOfItems": len(items),
            "itemListElement": items,
        }
    ]


def _steps(catalog: Catalog, page: Page) -> list[dict]:
    address = f"{catalog.association.address}{STEPS}"
    steps = [
        {
            "@type": "HowToStep",
            "position": place,
            "name": step.name,
            "text": step.details,
            "url": f"{address}#{step.slug}",
        }
        for place, step in enumerate(catalog.steps.values(), 1)
    ]
    return [
        {
            "@type": "HowTo",
            "name": page.title,
            "description": page.description,
            "url": address,
            "step": steps,
        }
    ]


def _events(catalog: Catalog, page: Page) -> list[dict]:
    address = catalog.association.address + page.path
    return [
        _event(catalog.translated(event, page.language), span, address, catalog.association)
        for event in catalog.events.values()
        for span in event.when
    ]


_ATTENDANCE = {"in person": "Offline", "online": "Online", "both": "Mixed"}


def _event(event: UpcomingEvent, span: Span, address: str, association: Association) -> dict:
    """One date of EVENT, as https://schema.org/Event; ADDRESS is that of the page."""
    cancelled = event.status == "cancelled"
    place = [{"@type": "Place", "name": event.place, "address": event.place}] * bool(event.place)
    url = event.register or f"{address}#{event.slug}"
    online = [{"@type": "VirtualLocation", "url": url}] * (event.setting != "in person")
    data = {
        "@type": "Event",
        "name": event.name,
        "description": event.details.split("\n")[0],
        "url": f"{address}#{event.slug}",
        "startDate": _moment(span.first, span.starts, association.time_zone),
        "endDate": _moment(span.last, span.ends, association.time_zone) if span.ends_iso else "",
        "eventStatus": f"{_CONTEXT}/Event{'Cancelled' if cancelled else 'Scheduled'}",
        "eventAttendanceMode": f"{_CONTEXT}/{_ATTENDANCE[event.setting]}EventAttendanceMode",
        "location": [*place, *online],
        "organizer": {"@type": "NGO", "name": association.name, "url": association.address},
        "inLanguage": list(event.spoken or ()),
        "offers": _offer(event) if event.register and not event.status else None,
    }
    return {name: value for name, value in data.items() if value}


def _moment(day: datetime.date, time: datetime.time | None, zone: str | None) -> str:
    return at(day, time, zone).isoformat(timespec="minutes") if time else str(day)


def _offer(event: UpcomingEvent) -> dict:
    return {"@type": "Offer", "description": event.price, "url": event.register}


def _association(catalog: Catalog, page: Page) -> dict:
    association = catalog.translated(catalog.association, page.language)
    return {
        "@type": "NGO",
        "name": association.name,
        "alternateName": association.short_name,
        "description": association.summary,
        "url": association.address,
        "areaServed": {"@type": "State", "name": association.state},
    }


def _dataset(catalog: Catalog, page: Page, address: str, exports: tuple) -> dict:
    """The open data, as https://schema.org/Dataset."""
    return {
        "@type": "Dataset",
        "name": page.title,
        "description": page.description,
        "url": address + page.path,
        "license": "https://creativecommons.org/licenses/by/4.0/",
        "isAccessibleForFree": True,
        "creator": {"@type": "NGO", "name": catalog.association.name, "url": address},
        "spatialCoverage": {"@type": "State", "name": catalog.association.state},
        "distribution": [
            {
                "@type": "DataDownload",
                "encodingFormat": export.media_type,
                "contentUrl": address + export.path,
            }
            for export in exports
        ],
    }


def _service(catalog: Catalog, program: Program, address: str) -> dict:
    """A program that has ended is told as what it was, not offered: it gets no area or audience."""
    data = {
        "@type": "Service",
        "name": program.name,
        "description": program.for_parents.split("\n")[0],
        "url": address,
    }
    if program.other_names:
        data["alternateName"] = list(program.other_names)
    if program.status == "ended":
        return data
    if program.serves.statewide:
        data["areaServed"] = {"@type": "State", "name": catalog.association.state}
    elif program.serves.slugs:
        data["areaServed"] = [_area_served(catalog, slug) for slug in program.serves.slugs]
    if program.ages:
        data["audience"] = _audience(program.ages)
    return data


def _reached(catalog: Catalog, program: Program, language: str) -> dict:
    """Return what a Service says of the hours of PROGRAM, its sites and its numbers."""
    day = today()
    translated = catalog.translated(program, language)
    contacts = [catalog.translated(one, language) for one in catalog.contacts_of(translated)]
    sites = [catalog.translated(site, language) for site in catalog.sites_of(program)]
    channels = [
        *({"@type": "ServiceChannel", "serviceLocation": _place(catalog, s, day)} for s in sites),
        *(channel for contact in contacts for channel in _channels(contact, day)),
    ]
    return _said({"hoursAvailable": _hours(program.hours, day), "availableChannel": channels})


def _place(catalog: Catalog, site: ServiceSite, day: datetime.date) -> dict:
    """Return SITE as a Place, with its hours as of DAY."""
    association = catalog.association
    address = {
        "@type": "PostalAddress",
        "streetAddress": site.street,
        "addressLocality": catalog.towns[site.town].name,
        "addressRegion": association.state_code or association.state,
        "postalCode": site.zip,
    }
    point = dict(zip(("latitude", "longitude"), site.point, strict=True)) if site.point else {}
    phones = (one.phone for one in catalog.contacts_of(site) if one.phone)
    data = {
        "@type": "Place",
        "name": site.name,
        "address": _said(address),
        "geo": {"@type": "GeoCoordinates"} | point if point else None,
        "telephone": next((phone.text for phone in phones), None),
        "openingHoursSpecification": _hours(site.hours, day),
    }
    return _said(data)


def _channels(contact: Contact, day: datetime.date) -> Iterator[dict]:
    for way, name in _WAYS.items():
        if number := getattr(contact, way):
            point = {
                "@type": "ContactPoint",
                "telephone": number.text,
                "contactType": contact.use,
                "availableLanguage": list(contact.languages or ()),
                "hoursAvailable": _hours(contact.hours, day),
            }
            yield {"@type": "ServiceChannel", name: _said(point)}


def _hours(hours: Hours | None, day: datetime.date) -> list[dict]:
    return hours.specifications(day) if hours else []


def _said(data: dict) -> dict:
    return {name: value for name, value in data.items() if value not in (None, "", [])}


def _area_served(catalog: Catalog, slug: str) -> dict:
    town = catalog.towns.get(slug)
    return (
        {"@type": "City", "name": town.name}
        if town
        else {"@type": "AdministrativeArea", "name": catalog.regions[slug].name}
    )


def _audience(ages: AgeRange) -> dict:
    limits = zip(("childMinAge", "childMaxAge"), ages.in_years, strict=True)
    return {"@type": "ParentAudience"} | {name: age for name, age in limits if age is not None}


def _credential(catalog: Catalog, level: Level, address: str) -> dict:
    label = Wording(catalog.labels, catalog.association.languages[0]).label
    return {
        "@type": "EducationalOccupationalCredential",
        "name": level.name,
        "alternateName": str(label("level-numeral", numeral=level.numeral).unescape()),
        "description": level.summary,
        "url": address,
        "credentialCategory": str(label("level-category").unescape()),
        "recognizedBy": {
            "@type": "NGO",
            "name": catalog.association.name,
            "url": catalog.association.address,
        },
        "competencyRequired": [
            _area(area, catalog.association.address)
            for area in catalog.get("competencies", level.competencies)
        ],
    }


STEPS = "endorsement/steps/"
LISTS: dict[str, Callable[[Catalog, Page], list[dict]]] = {
    "": lambda catalog, page: [_association(catalog, page)],
    "competencies/": _areas,
    "competencies/explore/": _areas,
    "endorsement/": _levels,
    "endorsement/compare/": _levels,
    "endorsement/which-level/": _levels,
    "events/": _events,
    "glossary/": _glossary,
    STEPS: _steps,
    "endorsement/my-steps/": _steps,
}
