"""Files that no person reads: sitemap, places for the finder, index of the search, robots.txt."""

from __future__ import annotations

import datetime
import hashlib
import json
from html import escape  # that of xml.sax loads what fetches from the web

from imhsite import __version__
from imhsite.editor import form as admin
from imhsite.finding import places, typed
from imhsite.finding.finder import FILE as FINDER
from imhsite.finding.finder import FinderData
from imhsite.model.records import Association
from imhsite.pages import redirects, search
from imhsite.pages.generated import Page, moved_handouts
from imhsite.publishing import headers, security
from imhsite.publishing.history import Commit
from imhsite.reading.catalog import Catalog
from imhsite.rendering.assets import Assets
from imhsite.rendering.theme import Theme


def files(
    catalog: Catalog,
    pages: list[Page],
    finder: FinderData,
    assets: Assets,
    base: str,
    commit: Commit,
    today: datetime.date,
) -> dict[str, bytes]:
    """Return the content of each file by its path; BASE is the path of the home page."""
    association = catalog.association
    moves = [*redirects.moves(catalog, pages), *moved_handouts(catalog).items()]
    folders = redirects.folders(catalog, {page.path for page in pages})
    texts = {
        **sitemaps(association.address, pages),
        "robots.txt": f"User-agent: *\nAllow: /\n\nSitemap: {association.address}sitemap.xml\n",
        "programs/places.json": places.places(catalog),
        "programs/centers.json": places.centers(catalog),
        typed.FILE: typed.words(catalog, finder.filters.slugs),
        "manifest.webmanifest": manifest(association, assets, base),
        "build.json": build(commit),
        "opensearch.xml": opensearch(association),
        "_headers": headers.netlify(
            headers.headers(association.form_service),
            _tops(pages) if admin.is_offered(association) else (),
        ),
        "_redirects": redirects.netlify(moves, folders, base),
        ".htaccess": headers.apache(association.form_service, base)
        + redirects.apache(moves, folders, base),
        security.FILE: security.security_text(association, today),
    }
    texts |= search.files(catalog, pages, base) | finder.files()
    return {name: text.encode() for name, text in texts.items() if text}


def _tops(pages: list[Page]) -> set[str]:
    """The files and folders at the top of the site that a browser shows or runs."""
    return {
        headers.ADMIN,
        "sw.js",
        *(
            top + "/" * bool(below)
            for top, below, _ in (page.path.partition("/") for page in pages)
        ),
    }


def manifest(association: Association, assets: Assets, base: str) -> str:
    """Return the web app manifest (https://www.w3.org/TR/appmanifest/)."""
    icons = [{"src": base + assets.path("icon.svg"), "sizes": "any", "type": "image/svg+xml"}]
    icons += [
        {
            "src": base + assets.path(f"icon-{size}.png"),
            "sizes": f"{size}x{size}",
            "type": "image/png",
            "purpose": "any maskable",
        }
        for size in (192, 512)
    ]
    data = {
        "name": association.name,
        "short_name": association.short_name,
        "lang": association.languages[0],
        "start_url": base,
        "scope": base,
        "display": "minimal-ui",
        "icons": icons,
    }
    return json.dumps(data, ensure_ascii=False, indent=1)


def build(commit: Commit) -> str:
    """Return the COMMIT of the site, with its day and the version of the product.

    To go back to this site, publish that commit again.
    """
    day = commit.day and commit.day.iso
    return json.dumps({"commit": commit.name, "date": day, "version": __version__}) + "\n"


def opensearch(association: Association) -> str:
    """Return the OpenSearch description, by which a browser can search the site.

    See https://github.com/dewitt/opensearch.
    """
    return f"""<?xml version="1.0" encoding="UTF-8"?>
<OpenSearchDescription xmlns="http://a9.com/-/spec/opensearch/1.1/">
<ShortName>{escape(association.short_name[:16], quote=False)}</ShortName>
<Description>{escape(association.name, quote=False)}</Description>
<InputEncoding>UTF-8</InputEncoding>
<Url type="text/html" template="{escape(association.address)}search/#q={{searchTerms}}"/>
</OpenSearchDescription>
"""


def worker(
    catalog: Catalog, theme: Theme, assets: Assets, base: str, digests: dict[str, str]
) -> str:
    """Return the service worker of the files with these DIGESTS.

    Where the site offers none, it removes what an earlier site left on devices.
    """
    association = catalog.association
    if association.offline != "offered":
        return theme.text("worker_gone.js")
    folders = [association.folder(language) for language in association.languages]
    pages = [
        f"{folder}{path}"
        for folder in folders
        for path in ("", "help-now/", "programs/", "search/")
    ]
    keep = [
        *pages,
        *(f"{folder}{FINDER}" for folder in folders),
        "programs/places.json",
        "programs/centers.json",
        typed.FILE,
        *(path for path in digests if search.is_kept(path)),
        *assets.published(),
    ]
    data = {
        "base": base,
        "version": _fingerprint(digests),
        "keep": [base + path for path in keep],
        "missing": base + "help-now/",
        "script": base + assets.path("kept.js"),
        "notes": _notes(catalog, "offline-note"),
        "instead": _notes(catalog, "offline-instead"),
    }
    code = theme.text("worker.js")
    return f"const SITE = {json.dumps(data, ensure_ascii=False, indent=1)};\n\n{code}"


def _fingerprint(digests: dict[str, str]) -> str:
    return hashlib.sha256(json.dumps(digests, sort_keys=True).encode()).hexdigest()[:10]


MOST_ADDRESSES = (
    50_000  # in a file, as the protocol says; one that holds them is far below its 50 MB
)
_NAMESPACE = "http://www.sitemaps.org/schemas/sitemap/0.9"


def sitemaps(address: str, pages: list[Page]) -> dict[str, str]:
    """Return `sitemap.xml` of the site at ADDRESS, with dates and translations.

    See https://www.sitemaps.org/protocol.html. Of too many addresses, it lists the files that hold
    them.
    """
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
    entries = "".join(f"<sitemap><loc>{escape(address + part)}</loc></sitemap>\n" for part in parts)
    return {
        "sitemap.xml": '<?xml version="1.0" encoding="UTF-8"?>\n'
        f'<sitemapindex xmlns="{_NAMESPACE}">\n{entries}</sitemapindex>\n',
        **parts,
    }


def _url(address: str, page: Page) -> str:
    links = "".join(
        f'<xhtml:link rel="alternate" hreflang="{language}" href="{escape(address + path)}"/>'
        for language, path in sorted(page.alternates.items())
    )
    lastmod = f"<lastmod>{page.changed.iso}</lastmod>" if page.changed else ""
    return f"<url><loc>{escape(address + page.path)}</loc>{lastmod}{links}</url>"


def _sitemap(urls: list[str]) -> str:
    namespaces = f'xmlns="{_NAMESPACE}" xmlns:xhtml="http://www.w3.org/1999/xhtml"'
    return (
        f'<?xml version="1.0" encoding="UTF-8"?>\n<urlset {namespaces}>\n'
        + "\n".join(urls)
        + "\n</urlset>\n"
    )


def _notes(catalog: Catalog, name: str) -> dict[str, str]:
    """Return the label NAME in each language, with its blanks."""
    return {
        language: catalog.labels.get(language, name).forms["other"]
        for language in catalog.association.languages
    }
