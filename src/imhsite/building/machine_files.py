"""Files that no person reads: the sitemap, the finder's places, what the search knows,
robots.txt.
"""

from __future__ import annotations

import hashlib
import json
from html import escape  # that of xml.sax loads what fetches from the web

from imhsite.editor import form as admin
from imhsite.pages import finder, places, redirects, search, typed
from imhsite.publishing import headers, security


def files(site, pages: list) -> dict[str, bytes]:
    """Return the content of each file by its path."""
    association = site.catalog.association
    texts = {
        **sitemaps(site, pages),
        "robots.txt": f"User-agent: *\nAllow: /\n\nSitemap: {association.address}sitemap.xml\n",
        "programs/places.json": places.places(site.catalog),
        "programs/centers.json": places.centers(site.catalog),
        typed.FILE: typed.words(site.catalog),
        "manifest.webmanifest": manifest(site),
        "build.json": build(site),
        "opensearch.xml": opensearch(association),
        "_headers": headers.netlify(
            headers.headers(association.form_service),
            _tops(pages) if admin.is_offered(site) else (),
        ),
        ".htaccess": headers.apache(association.form_service, site.renderer.base)
        + redirects.apache(site.catalog, site.renderer.base),
        security.FILE: security.security_text(association, site.renderer.settings["today"]),
    }
    if moved := redirects.netlify(site.catalog, site.renderer.base):
        texts["_redirects"] = moved
    return {
        name: text.encode()
        for name, text in (
            texts
            | search.files(site.catalog, pages, site.renderer.base, site.inputs.text)
            | site.finder.files(site.renderer)
        ).items()
        if text
    }


def _tops(pages: list) -> set[str]:
    """The files and folders at the top of the site that a browser shows or runs."""
    return {
        headers.ADMIN,
        "sw.js",
        *(
            top + "/" * bool(below)
            for top, below, _ in (page.path.partition("/") for page in pages)
        ),
    }


def manifest(site) -> str:
    """Return the web app manifest (https://www.w3.org/TR/appmanifest/)."""
    association, base = site.catalog.association, site.renderer.base
    icons = [{"src": base + site.assets.path("icon.svg"), "sizes": "any", "type": "image/svg+xml"}]
    icons += [
        {
            "src": base + site.assets.path(f"icon-{size}.png"),
            "sizes": f"{size}x{size}",
            "type": "image/png",
            "purpose": "any maskable",
        }
        for size in (192, 512)
    ]
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


def build(site) -> str:
    """Return of which commit the site is, and the day of that commit: what to publish again in
    order to go back.
    """
    settings = site.renderer.settings
    return (
        json.dumps(
            {"commit": settings["full_commit"], "date": settings["date"] and settings["date"].iso}
        )
        + "\n"
    )


def opensearch(association) -> str:
    """Return the description by which a browser can search the site (https://github.com/dewitt/opensearch)."""
    return f"""<?xml version="1.0" encoding="UTF-8"?>
<OpenSearchDescription xmlns="http://a9.com/-/spec/opensearch/1.1/">
<ShortName>{escape(association.short_name[:16], quote=False)}</ShortName>
<Description>{escape(association.name, quote=False)}</Description>
<InputEncoding>UTF-8</InputEncoding>
<Url type="text/html" template="{escape(association.address)}search/?q={{searchTerms}}"/>
</OpenSearchDescription>
"""


def worker(site, digests: dict[str, str]) -> str:
    """Return the service worker of the files with these DIGESTS; where the site offers none, one
    that takes back what an earlier site left on devices.
    """
    association = site.catalog.association
    if association.offline != "offered":
        return site.theme.text("worker_gone.js")
    folders = [association.folder(language) for language in association.languages]
    pages = [
        f"{folder}{path}"
        for folder in folders
        for path in ("", "help-now/", "programs/", "search/")
    ]
    keep = [
        *pages,
        *(f"{folder}{finder.FILE}" for folder in folders),
        "programs/places.json",
        "programs/centers.json",
        typed.FILE,
        *search.paths(site.catalog).values(),
        *site.assets.published(),
    ]
    said = {
        "base": site.renderer.base,
        "version": _fingerprint(digests),
        "keep": [site.renderer.base + path for path in keep],
        "missing": site.renderer.base + "help-now/",
        "script": site.renderer.base + site.assets.path("kept.js"),
        "notes": {
            language: site.catalog.labels.get(language, "offline-note").forms["other"]
            for language in association.languages
        },
    }
    code = site.theme.text("worker.js")
    return f"const SITE = {json.dumps(said, ensure_ascii=False, indent=1)};\n\n{code}"


def _fingerprint(digests: dict[str, str]) -> str:
    return hashlib.sha256(json.dumps(digests, sort_keys=True).encode()).hexdigest()[:10]


MOST_ADDRESSES = (
    50_000  # in a file, as the protocol says; one that holds them is far below its 50 MB
)
_NAMESPACE = "http://www.sitemaps.org/schemas/sitemap/0.9"


def sitemaps(site, pages: list) -> dict[str, str]:
    """Return `sitemap.xml`: every page with its address, date and translations (https://www.sitemaps.org/protocol.html); of too many, the list of the files that hold them."""
    address = site.catalog.association.address
    urls = [
        _url(address, page)
        for page in sorted((page for page in pages if page.in_sitemap), key=lambda page: page.path)
    ]
    if len(urls) <= MOST_ADDRESSES:
        return {"sitemap.xml": _sitemap(urls)}
    parts = {
        f"sitemap-{number}.xml": _sitemap(urls[first : first + MOST_ADDRESSES])
        for number, first in enumerate(range(0, len(urls), MOST_ADDRESSES), 1)
    }
    listed = "".join(f"<sitemap><loc>{escape(address + part)}</loc></sitemap>\n" for part in parts)
    return {
        "sitemap.xml": f'<?xml version="1.0" encoding="UTF-8"?>\n<sitemapindex xmlns="{_NAMESPACE}">\n{listed}</sitemapindex>\n',
        **parts,
    }


def _url(address: str, page) -> str:
    links = "".join(
        f'<xhtml:link rel="alternate" hreflang="{language}" href="{escape(address + path)}"/>'
        for language, path in sorted(page.alternates.items())
    )
    changed = f"<lastmod>{page.changed.iso}</lastmod>" if page.changed else ""
    return f"<url><loc>{escape(address + page.path)}</loc>{changed}{links}</url>"


def _sitemap(urls: list[str]) -> str:
    namespaces = f'xmlns="{_NAMESPACE}" xmlns:xhtml="http://www.w3.org/1999/xhtml"'
    return (
        f'<?xml version="1.0" encoding="UTF-8"?>\n<urlset {namespaces}>\n'
        + "\n".join(urls)
        + "\n</urlset>\n"
    )
