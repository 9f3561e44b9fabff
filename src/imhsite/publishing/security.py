"""How to tell us of a weakness (RFC 9116)."""

from __future__ import annotations

import datetime

FILE = ".well-known/security.txt"
VALID_DAYS = 364  # the RFC asks for less than a year


def security_text(association, day: datetime.date) -> str:
    """Return whom to write to, for a year from DAY; "" without an address."""
    contacts = [f"mailto:{association.email}"] if association.email else []
    if association.repository:
        contacts.append(f"{association.repository.rstrip('/')}/security")
    if not contacts:
        return ""
    expires = day + datetime.timedelta(days=VALID_DAYS)
    lines = [f"Contact: {contact}" for contact in contacts]
    lines += [
        f"Expires: {expires}T00:00:00Z",
        f"Preferred-Languages: {', '.join(association.languages)}",
        f"Canonical: {association.address}{FILE}",
    ]
    return "\n".join(lines) + "\n"
