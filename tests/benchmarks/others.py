"""The generated pages of a site as other generators would make them: the same data, equal pages.

Whom each page lists, and every text on it, is given to them ready: they lay it out, inside the head, the header and the foot
of our own pages, and write it. Checking, matching, wording, open data, search and finder are ours alone, so theirs is the easier work.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from pathlib import Path

from generator.linked_data import linked_data
from generator.matching import Group
from generator.pages import Page, path_of
from generator.records import Program
from generator.site import Site

Said = dict[str, object]
PROSE = re.compile(r"\{\{.*?\}\}|\{%.*?%\}", re.DOTALL)
FACTS = ("fact-ages", "fact-needs", "fact-setting", "fact-sort", "fact-section", "fact-run-by")

HUGO = {
    "_default/single.html": """{{ define "main" }}
<h1>{{ .Title }}</h1>
{{ with .Params.lead }}<p class="lead">{{ . }}</p>{{ end }}
{{ with .Params.status }}<div class="callout"><p><strong>{{ . }}</strong></p></div>{{ end }}
{{ with .Params.parents }}<section aria-labelledby="for-parents"><h2 id="for-parents">What it does</h2>{{ range . }}<p>{{ . }}</p>{{ end }}</section>{{ end }}
{{ with .Params.phone }}<section class="help-box"><p class="number"><a href="tel:{{ . }}">{{ . }}</a></p><p><a href="{{ $.Params.website }}">{{ $.Params.website }}</a></p></section>{{ end }}
{{ with .Params.facts }}<dl class="facts">{{ range . }}<div><dt>{{ .name }}</dt><dd>{{ .value }}</dd></div>{{ end }}</dl>{{ end }}
{{ with .Params.towns }}<ul class="columns">{{ range . }}<li><a href="{{ .path }}">{{ .name }}</a></li>{{ end }}</ul>{{ end }}
{{ with .Params.professionals }}<section aria-labelledby="for-professionals"><h2 id="for-professionals">For professionals</h2>{{ range . }}<p>{{ . }}</p>{{ end }}</section>{{ end }}
{{ range .Params.groups }}<section class="group"><h2 id="group-{{ .id }}">{{ .name }} <span class="count">{{ .count }}</span></h2><p class="group-note">{{ .note }}</p>
<ul class="cards">{{ range .cards }}{{ partialCached "card.html" (index site.Data.programs .) . }}{{ end }}</ul>
{{ with .named }}<ul class="columns">{{ range . }}<li><a href="{{ .path }}">{{ .name }}</a></li>{{ end }}</ul>{{ end }}
{{ with .left }}<p><a href="/programs/names/">{{ . }} more, in the list of all programs by name</a></p>{{ end }}</section>{{ end }}
{{ with .Params.sources }}<div class="source-note"><ul>{{ range . }}<li><a href="/sources/#{{ .slug }}">{{ .name }}</a></li>{{ end }}</ul></div>{{ end }}
{{ .Content }}
{{ end }}""",
    "partials/card.html": """<li class="card program"><h3><a href="{{ .path }}">{{ .name }}</a></h3><ul class="tags"><li class="tag">{{ .ages }}</li><li class="tag">{{ .places }}</li></ul>
{{ with .phone }}<p class="number"><a href="tel:{{ . }}">{{ . }}</a></p>{{ end }}<p>{{ .text }}</p><p class="status">{{ .status }}</p></li>""",
}


def described(site: Site) -> Iterator[Said]:
    """Yield what each generated page of SITE says, in plain values."""
    for page in site.generated.values():
        if page.template != "pages/moved.html" and page.path.endswith("/"):
            yield _page(site, page)


def cards(site: Site) -> dict[str, Said]:
    """Return what the card of each program says, by its slug."""
    return {slug: _card(site, program) for slug, program in site.catalog.programs.items()}


def _page(site: Site, page: Page) -> Said:
    record = page.context.get("record")
    said: Said = {"path": page.path, "title": page.title, "description": page.description, "trail": [{"name": name, "path": f"/{path}"} for name, path in page.trail]}
    said["linked_data"] = str(linked_data(site.catalog, page))
    if isinstance(record, Program):
        said |= _program(site, record)
    if groups := page.context.get("groups"):
        said["groups"] = [_group(site, group) for group in groups]
    if listed := [*page.context.get("towns", ()), *page.context.get("programs", ())]:
        said["towns"] = _links(listed)
    return said


def _program(site: Site, program: Program) -> Said:
    values = (
        str(program.ages), _names(site, "needs", program.needs), _names(site, "settings", program.setting), program.sort,
        site.catalog.sections[program.section].name, program.run_by,
    )
    return {
        "status": program.checked_how or program.status,
        "parents": program.for_parents.split("\n"),
        "professionals": program.for_professionals.split("\n"),
        "phone": program.phone.text if program.phone else "",
        "website": program.website,
        "facts": [{"name": str(site.label(name)), "value": value} for name, value in zip(FACTS, values, strict=True) if value],
        "sources": [{"slug": source.slug, "name": source.title} for source in site.catalog.find("sources", program.sources)],
    }


def _names(site: Site, kind: str, slugs: tuple[str, ...] | None) -> str:
    return ", ".join(record.name for record in site.catalog.find(kind, slugs))


def _group(site: Site, group: Group) -> Said:
    label = site.label
    return {
        "id": group.name, "name": str(label(f"group-{group.name}")), "note": str(label(f"group-{group.name}-note")), "count": group.count,
        "cards": [program.slug for program in group.shown], "named": _links(group.named), "left": group.left,
    }


def _links(records) -> list[Said]:
    return [{"name": record.name, "path": f"/{path_of(record)}"} for record in records]


def _card(site: Site, program: Program) -> Said:
    reach = ", ".join((site.catalog.towns.get(slug) or site.catalog.regions[slug]).name for slug in program.serves.slugs[:3])
    return {
        "name": program.name, "path": f"/{path_of(program)}", "ages": str(program.ages), "places": reach or str(site.label("statewide")),
        "phone": program.phone.text if program.phone else "", "text": program.for_parents.split("\n")[0], "status": program.checked_how or program.status,
    }


def shell(page: str, fill: dict[str, str]) -> tuple[str, str]:
    """Return what stands before and after the text in PAGE, one of our own, its own words replaced by those of FILL."""
    before, _, rest = page.partition('<main id="content" class="page">')
    before = re.sub("<title>.*?</title>", f"<title>{fill['title']}</title>", before)
    before = re.sub(r'(<meta (?:name|property)="(?:og:)?description" content=)"[^"]*"', rf'\1"{fill["description"]}"', before)
    before = re.sub(r'(<meta property="og:title" content=)"[^"]*"', rf'\1"{fill["title"]}"', before)
    before = re.sub(r'(<link rel="canonical" href=)"[^"]*"', rf'\1"{fill["address"]}"', before)
    before = re.sub(r"(<script type=.application/ld\+json.>).*?(</script>)", lambda match: match[1] + fill["linked_data"] + match[2], before)
    return f'{before}<main id="content" class="page">{fill["trail"]}', "</main>" + rest.partition("</main>")[2]


def prose(docs: Path) -> dict[str, tuple[str, str]]:
    """Return title and text of the pages that people write, by path, without what our components add."""
    found = {}
    for file in sorted(docs.rglob("*.md")):
        _, front, text = file.read_text(encoding="utf-8").split("---\n", 2)
        title = re.search(r"^title: (.*)$", front, re.MULTILINE)[1].strip("\"'")
        found[file.relative_to(docs).as_posix()] = title, re.sub(r"\]\([^)]*\)", "](/)", PROSE.sub("", text))
    return found


def hugo(folder: Path, pages: list[Said], listed: dict[str, Said], page: str, docs: Path) -> list[str]:
    """Write a site of Hugo's into FOLDER and return the command that builds it into FOLDER/public."""
    trail = '<nav class="breadcrumb"><ol>{{ range .Params.trail }}<li><a href="{{ .path }}">{{ .name }}</a></li>{{ end }}</ol></nav>'
    before, after = shell(page, {"title": "{{ .Title }}", "description": "{{ .Params.description }}", "address": "{{ .Permalink }}", "linked_data": "{{ .Params.linked_data | safeJS }}", "trail": trail})
    layouts = HUGO | {"_default/baseof.html": f'{before}{{{{ block "main" . }}}}{{{{ end }}}}{after}', "_default/list.html": HUGO["_default/single.html"]}
    for name, text in layouts.items():
        _write(folder / "layouts" / name, text)
    _write(folder / "config.json", json.dumps({"baseURL": "https://example.org/", "disableKinds": ["taxonomy", "term", "RSS"]}))
    _write(folder / "data/programs.json", json.dumps(listed, ensure_ascii=False))
    paths = {said["path"] for said in pages}
    for said in pages:
        below = any(path != said["path"] and path.startswith(said["path"]) for path in (paths if said["path"].count("/") < 3 else ()))
        name = f"{said['path']}_index.md" if below else f"{said['path'].rstrip('/')}.md"
        _write(folder / "content" / name, json.dumps(said, ensure_ascii=False))
    for name, (title, text) in prose(docs).items():
        _write(folder / "content" / name.replace("index.md", "_index.md"), f"---\ntitle: {json.dumps(title)}\n---\n{text}")
    return ["hugo", "--quiet", "--source", str(folder)]


def _write(file: Path, text: str) -> None:
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_text(text, encoding="utf-8")
