"""How a program is reached, in the terms of https://schema.org: places, numbers, hours."""

from __future__ import annotations

import datetime
from collections.abc import Iterator

from imhsite.model.dates import today
from imhsite.model.hours import Hours
from imhsite.model.records import Program
from imhsite.model.services import Contact, ServiceSite
from imhsite.reading.catalog import Catalog

_WAYS = {"phone": "servicePhone", "text": "serviceSmsNumber"}


def service(catalog: Catalog, program: Program, language: str) -> dict:
    """Return what a Service says of the hours of PROGRAM, its sites and its numbers."""
    day = today()
    translated = catalog.translated(program, language)
    contacts = [catalog.translated(one, language) for one in catalog.contacts_of(translated)]
    sites = [catalog.translated(site, language) for site in catalog.sites_of(program)]
    channels = [
        *({"@type": "ServiceChannel", "serviceLocation": place(catalog, s, day)} for s in sites),
        *(channel for contact in contacts for channel in _channels(contact, day)),
    ]
    return _said({"hoursAvailable": _hours(program.hours, day), "availableChannel": channels})


def place(catalog: Catalog, site: ServiceSite, day: datetime.date) -> dict:
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
