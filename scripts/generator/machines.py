"""Files that no person reads: the sitemap, the finder's places, what the search knows, robots.txt."""

from __future__ import annotations

import hashlib
import json
import re
import unicodedata
from collections.abc import Iterator
from xml.sax.saxutils import escape

from generator import headers, search, security

SLIVER = 2.0  # percent of a ZIP code's people below which a town is not offered for it


def files(site, pages: list) -> dict[str, bytes]:
    """Return the content of each file by its path."""
    association = site.catalog.association
    texts = {
        "sitemap.xml": sitemap(site, pages),
        "robots.txt": f"User-agent: *\nAllow: /\n\nSitemap: {association.address}sitemap.xml\n",
        "programs/places.json": places(site.catalog),
        search.FILE: search.index(site, pages),
        "manifest.webmanifest": manifest(site),
        "opensearch.xml": opensearch(association),
        "_headers": headers.netlify(),
        ".htaccess": headers.apache(),
        security.FILE: security.security_text(association, site.renderer.settings["date"].begins),
    }
    made = {name: text.encode() for name, text in texts.items() if text}
    return made | {"sw.js": worker(site, made).encode()}


def manifest(site) -> str:
    """Return the web app manifest (https://www.w3.org/TR/appmanifest/)."""
    association, base = site.catalog.association, site.renderer.base
    icons = [{"src": base + site.assets.path("icon.svg"), "sizes": "any", "type": "image/svg+xml"}]
    icons += [{"src": base + site.assets.path(f"icon-{size}.png"), "sizes": f"{size}x{size}", "type": "image/png", "purpose": "any maskable"} for size in (192, 512)]
    said = {
        "name": association.name,
        "short_name": association.short_name,
        "lang": association.languages[0],
        "start_url": base,
        "scope": base,
        "display": "minimal-ui",
        "icons": icons,
    }
    return json.dumps(said, ensure_ascii=False, indent=1)


def opensearch(association) -> str:
    """Return the description by which a browser can search the site (https://github.com/dewitt/opensearch)."""
    return f"""<?xml version="1.0" encoding="UTF-8"?>
<OpenSearchDescription xmlns="http://a9.com/-/spec/opensearch/1.1/">
<ShortName>{escape(association.short_name[:16])}</ShortName>
<Description>{escape(association.name)}</Description>
<InputEncoding>UTF-8</InputEncoding>
<Url type="text/html" template="{escape(association.address)}search/?q={{searchTerms}}"/>
</OpenSearchDescription>
"""


def worker(site, made: dict[str, bytes]) -> str:
    """Return the service worker; where the site offers none, one that takes back what an earlier site left on devices."""
    association = site.catalog.association
    if association.offline != "offered":
        return (site.overrides / "worker_gone.js").read_text(encoding="utf-8")
    first, *others = association.languages
    pages = ["", "help-now/", "programs/", "search/", *(f"{language}/{path}" for language in others for path in ("", "help-now/", "search/"))]
    keep = [*pages, "programs/places.json", search.FILE, *site.assets.published()]
    said = {
        "base": site.renderer.base,
        "version": _fingerprint([*site.rendered.values(), *made.values(), *site.assets.published().values()]),
        "keep": [site.renderer.base + path for path in keep],
        "missing": site.renderer.base + "help-now/",
        "notes": {language: site.catalog.labels.find(language, "offline-note").forms["other"] for language in association.languages},
    }
    code = (site.overrides / "worker.js").read_text(encoding="utf-8")
    return f"const SITE = {json.dumps(said, ensure_ascii=False, indent=1)};\n\n{code}"


def _fingerprint(contents: list[bytes]) -> str:
    digest = hashlib.sha256()
    for content in contents:
        digest.update(content)
    return digest.hexdigest()[:10]


def sitemap(site, pages: list) -> str:
    """Return the sitemap: every page with its address, date and translations (https://www.sitemaps.org/protocol.html)."""
    address = site.catalog.association.address
    urls = []
    for page in sorted((page for page in pages if page.in_sitemap), key=lambda page: page.path):
        links = "".join(
            f'<xhtml:link rel="alternate" hreflang="{language}" href="{escape(address + path)}"/>' for language, path in sorted(page.alternates.items())
        )
        urls.append(f"<url><loc>{escape(address + page.path)}</loc><lastmod>{page.changed.iso}</lastmod>{links}</url>")
    namespaces = 'xmlns="http://www.sitemaps.org/schemas/sitemap/0.9" xmlns:xhtml="http://www.w3.org/1999/xhtml"'
    return f'<?xml version="1.0" encoding="UTF-8"?>\n<urlset {namespaces}>\n' + "\n".join(urls) + "\n</urlset>\n"


def places(catalog) -> str:
    """Return what people type for a place, folded, with the slugs of the towns and regions that it can mean, as JSON.

    A ZIP code names first the town where most of its people live.

    `towns` gives each town's regions, so that a program that serves a region is found for its towns.
    """
    names: dict[str, list[str]] = {}

    def add(name: str, slug: str) -> None:
        found = names.setdefault(fold(name), [])
        if slug not in found:
            found.append(slug)

    for town in catalog.towns.values():
        for name in (town.name, *(town.spellings or ())):
            add(name, town.slug)
    for region in catalog.regions.values():
        for name in (region.name, *(region.also_called or ())):
            add(name, region.slug)
    for town in catalog.towns.values():
        for name, _ in town.places or ():
            add(name, town.slug)
    for region in catalog.regions.values():
        short = _without_kind(region.name, catalog.region_kinds[region.region_kind].name)
        if fold(short) not in names:
            add(short, region.slug)
    for code, _, slug in sorted(_zips(catalog), key=lambda found: -found[1]):
        add(code, slug)
    shown = {record.slug: record.name for kind in ("towns", "regions") for record in catalog.records[kind].values()}
    towns = {town.slug: list(town.regions) for town in catalog.towns.values()}
    return json.dumps({"names": names, "shown": shown, "towns": towns}, ensure_ascii=False, separators=(",", ":"), sort_keys=True)


def _without_kind(name: str, kind: str) -> str:
    """The region's NAME as people say it: "Northwest Hills" for "Northwest Hills Planning Region"."""
    return name[: -len(kind)].strip() or name if name.lower().endswith(kind.lower()) else name


def _zips(catalog) -> Iterator[tuple[str, float, str]]:
    """ZIP code, percentage of its people and town; the towns that hold too few of them are left out."""
    for town in catalog.towns.values():
        for code, share in town.zips or ():
            if share is None or share >= SLIVER:
                yield code, share or 0.0, town.slug


def fold(text: str) -> str:
    """Return TEXT as it is compared: small letters and digits alone, accents taken off."""
    plain = "".join(char for char in unicodedata.normalize("NFKD", text.casefold()) if not unicodedata.combining(char))
    return re.sub(r"[^a-z0-9]", "", plain)
