"""The pages of a site as other generators make them: the same pages, from the same values.

What a page says is read out of our own finished page by a pattern, and the same pattern, in the language of the other
generator, lays it out again. So their pages can be compared with ours, letter for letter. They are given every text ready: checking,
matching, wording, linked data, sheets, open data, search and finder are left to us alone. A page that no pattern fits, and each page
that stands once on the site, is given to them finished, as one value, and they only write it.
"""

from __future__ import annotations

import html
import json
import re
from dataclasses import dataclass
from functools import cache
from pathlib import Path

Said = dict[str, object]

# {name} is a text, {name|raw} is HTML, [[name: ... ]] is repeated for each part.
CARD = """<li class="card program">
<h3><a class="name"{lang|raw} href="{href}">{name}</a></h3>
<ul class="tags">
[[tags:<li class="tag{kind}">{text}</li>
]]</ul>
[[numbers:<p class="number"><a href="tel:{href}">{text|raw}</a></p>
]][[asks:<p class="ask"><a href="tel:{href}">{text|raw}</a></p>

]]<p class="says">{says}</p>
<p class="status">{status|raw}</p>
</li>

"""
LIST = """{before|raw}<div class="results">
[[groups:<section class="group" aria-labelledby="group-{id}" data-group="{group}">
<h2 id="group-{anchor}">{name} <span class="count">{count}</span></h2>
<p class="group-note">{note}</p>
<ul class="cards">
[[cards]]</ul>
[[more:<p>{words}</p>
<ul class="columns">
[[named:<li><a href="{href}">{name}</a></li>
]]</ul>

]][[left:<p><a href="{href}">{words}</a></p>
]]</section>

]]</div>
{after|raw}"""
PROGRAM = """
<nav class="breadcrumb" aria-label="{crumbs}">
<ol>
[[trail:<li><a href="{href}">{name}</a></li>
]]</ol>
</nav>

<h1{lang|raw}>{name}</h1>
<div class="split">
<div>
<div class="callout {sort}">
<p><strong>{status|raw}</strong></p>
{checked|raw}</div>

<section aria-labelledby="for-parents">
<h2 id="for-parents">{what}</h2>
[[parents:<p{lang|raw}>{text}</p>
]]</section>
</div>
<div class="side">
<section class="help-box" aria-labelledby="contact">
<h2 id="contact">{contact}</h2>
[[numbers:<p class="number"><a href="tel:{href}">{text|raw}</a></p>
]][[sites:<p><a href="{href}">{text}</a></p>
]]</section>

<section aria-labelledby="facts">
<h2 id="facts">{glance}</h2>
<dl class="facts">
[[facts:<div><dt>{name}</dt><dd>{value|raw}</dd></div>
]]</dl>


</section>
</div>
<div>
<section aria-labelledby="where">
<h2 id="where">{where}</h2>
[[reach:<p>{words}</p>
]][[places:<ul class="columns">
[[towns:<li><a href="{href}">{name}</a></li>
]]</ul>

<p><a href="{map}">{show}</a></p>
]]
</section>
<section aria-labelledby="for-professionals">
<h2 id="for-professionals">{work}</h2>
[[professionals:<p{lang|raw}>{text}</p>
]]
</section>
<div class="source-note">
<p>{from}</p>
<ul>
[[sources:<li><a href="{href}"{lang|raw}>{name}</a>{more}</li>
]]</ul>
</div>

</div>
</div>
{rest|raw}"""
HEAD = (
    (r"<title>.*?</title>", "<title>{page_title}</title>"),
    (r'(<meta name="description" content=)"[^"]*"', r'\1"{description}"'),
    (r'(<link rel="canonical" href=)"[^"]*"', r'\1"{address}"'),
    (r'(?:<link rel="alternate" hreflang="[^"]*" href="[^"]*">)+', '[[alternates:<link rel="alternate" hreflang="{language}" href="{address}">]]'),
    (r'(<meta property="og:title" content=)"[^"]*"', r'\1"{title}"'),
    (r'(<meta property="og:description" content=)"[^"]*"', r'\1"{description_again}"'),
    (r"(<script type=.application/ld.json.>).*?(</script>)", r"\1{linked_data|raw}\2"),
    (r'<li><a href="[^"]*" (lang="\w+" hreflang="\w+">)', r'<li><a href="{translation}" \1'),
)  # fmt: skip
_TOKEN = re.compile(r"\{(?P<field>\w+)(?P<raw>\|raw)?\}|\[\[(?P<loop>\w+)(?P<open>:)?|(?P<close>\]\])")


@dataclass(frozen=True)
class Field:
    """A value between two pieces of text."""

    name: str
    raw: bool


@dataclass(frozen=True)
class Loop:
    """What is repeated for each part of a value; no parts of its own where cards stand."""

    name: str
    parts: tuple | None


def parsed(text: str) -> tuple:
    """Return the parts of the pattern TEXT: texts, fields and loops."""
    return _parsed(text.replace("\n", ""), 0)[0]


def _parsed(text: str, at: int) -> tuple[tuple, int]:
    parts: list = []
    while token := _TOKEN.search(text, at):
        parts.append(text[at : token.start()])
        at = token.end()
        if token["close"]:
            return tuple(parts), at
        if token["field"]:
            parts.append(Field(token["field"], bool(token["raw"])))
        elif token["open"]:
            inner, at = _parsed(text, at)
            parts.append(Loop(token["loop"], inner))
        else:
            parts.append(Loop(token["loop"], None))
            at = text.index("]]", at) + 2
    return (*parts, text[at:]), len(text)


@cache
def _pattern(parts: tuple) -> re.Pattern:
    return re.compile(_expression(parts, True), re.DOTALL)


def _expression(parts: tuple, capture: bool) -> str:
    """PARTS as a regular expression that never tries a second way to read the same text."""
    found = ""
    for part, after in zip(parts, (*parts[1:], ""), strict=True):
        if isinstance(part, str):
            found += re.escape(part)
            continue
        if isinstance(part, Loop):
            inner = f"(?>{_expression(part.parts or CARDS, False)})*+"
        else:
            inner = f"(?>.*?(?={re.escape(after)}))" if part.raw else '[^<>"]*'
        found += f"(?P<{part.name}>{inner})" if capture else f"(?:{inner})"
    return found


def values(parts: tuple, text: str) -> Said | None:
    """Return what TEXT says by the pattern of PARTS; None where it does not fit."""
    match = _pattern(parts).fullmatch(text)
    return match and _values(parts, match)


def _values(parts: tuple, match: re.Match) -> Said:
    said: Said = {}
    for part in parts:
        if isinstance(part, Field):
            said[part.name] = match[part.name] if part.raw else html.unescape(match[part.name])
        elif isinstance(part, Loop):
            inner = part.parts or CARDS
            said[part.name] = [_values(inner, each) for each in _pattern(inner).finditer(match[part.name])]
    return said


def go(parts: tuple, at: str = "") -> str:
    """Return the pattern of PARTS as a template of Hugo's, whose values stand AT a place."""
    said = ""
    for part in parts:
        if isinstance(part, str):
            said += part
        elif isinstance(part, Field):
            safe = " | safeHTMLAttr" if part.name == "lang" else " | safeJS" if part.name == "linked_data" else " | safeHTML" if part.raw else " | safeURL" if part.name in ("href", "map") else ""
            said += f"{{{{ {at}.{part.name}{safe} }}}}"
        elif part.parts is None:
            said += f'{{{{ range {at}.{part.name} }}}}{{{{ partialCached "card.html" (index site.Data.cards .) . }}}}{{{{ end }}}}'
        else:
            said += f"{{{{ range {at}.{part.name} }}}}{go(part.parts)}{{{{ end }}}}"
    return said


def nunjucks(parts: tuple, at: str = "said") -> str:
    """Return the pattern of PARTS as a template of Nunjucks', which Eleventy uses."""
    said = ""
    for part in parts:
        if isinstance(part, str):
            said += part
        elif isinstance(part, Field):
            said += f"{{{{ {at}.{part.name}{' | safe' if part.raw else ''} }}}}"
        elif part.parts is None:
            said += f"{{% for slug in {at}.{part.name} %}}{{% set card = cards[slug] %}}{nunjucks(CARDS, 'card')}{{% endfor %}}"
        else:
            said += f"{{% for {part.name}_part in {at}.{part.name} %}}{nunjucks(part.parts, f'{part.name}_part')}{{% endfor %}}"
    return said


CARDS = parsed(CARD)


class Pages:
    """The pages of our built SITE as values: `layouts` by name, `said` of each page by its path with its layout, and the `cards` of lists."""

    def __init__(self, site: Path) -> None:
        self.layouts: dict[str, tuple] = {}
        self.said: dict[str, tuple[str, Said]] = {}
        self.cards: dict[str, Said] = {}
        for file in sorted(site.rglob("index.html")):
            path = file.parent.relative_to(site).as_posix().removeprefix(".")
            text = file.read_text(encoding="utf-8").replace("\n", "")
            self.said[path] = self._said(text) or ("whole", {"whole": text})

    def _said(self, text: str) -> tuple[str, Said] | None:
        opening = re.search(r'<main id="content" class="[^"]*">', text)
        body = LIST if '<div class="results">' in text else PROGRAM if '<template id="card"' in text else None
        if not opening or not body:
            return None
        before = _with_blanks(text[: opening.end()])
        layout = f"{before}{body}</main>{text.partition('</main>')[2]}"
        name = next((name for name, parts in self.layouts.items() if parts[0] == layout), f"layout{len(self.layouts)}")
        known = self.layouts.setdefault(name, (layout, parsed(layout)))
        said = values(known[1], text)
        return said and (name, self._without_cards(said))

    def _without_cards(self, said: Said) -> Said:
        for group in said.get("groups", ()):
            slugs = []
            for card in group["cards"]:
                slug = card["href"].strip("/").replace("/", "_")
                self.cards[slug] = card
                slugs.append(slug)
            group["cards"] = slugs
        return said

    @property
    def laid_out(self) -> int:
        """How many pages are laid out from their values."""
        return sum(name != "whole" for name, _ in self.said.values())


def _with_blanks(head: str) -> str:
    for pattern, blank in HEAD:
        head = re.sub(pattern, blank, head, flags=re.DOTALL)
    return head


def hugo(folder: Path, pages: Pages) -> list[str]:
    """Write a site of Hugo's into FOLDER and return the command that builds it into FOLDER/public."""
    for name, (_, parts) in pages.layouts.items():
        _write(folder / f"layouts/_default/{name}.html", go(parts, ".Params.said"))
    _write(folder / "layouts/_default/whole.html", "{{ .Params.said.whole | safeHTML }}")
    _write(folder / "layouts/partials/card.html", go(CARDS))
    _write(folder / "data/cards.json", json.dumps(pages.cards, ensure_ascii=False))
    _write(folder / "config.json", json.dumps({"baseURL": "https://example.org/", "disableKinds": ["taxonomy", "term", "RSS", "sitemap", "home", "section", "404"]}))
    for number, (path, (layout, said)) in enumerate(pages.said.items()):
        front = {"url": f"/{path}/" if path else "/", "layout": layout, "said": said}
        _write(folder / f"content/{number:06}.md", json.dumps(front, ensure_ascii=False))
    return ["hugo", "--quiet", "--source", str(folder)]


def eleventy(folder: Path, pages: Pages, program: Path) -> list[str]:
    """Write a site of Eleventy's into FOLDER and return the command by which PROGRAM builds it into FOLDER/public."""
    for name in {layout for layout, _ in pages.said.values()}:
        listed = [{"path": path, "said": said} for path, (layout, said) in pages.said.items() if layout == name]
        template = "{{ said.whole | safe }}" if name == "whole" else nunjucks(pages.layouts[name][1])
        _write(folder / f"_data/{name}.json", json.dumps(listed, ensure_ascii=False))
        front = f'---\npagination:\n  data: {name}\n  size: 1\n  alias: page_said\npermalink: "{{{{ page_said.path }}}}/index.html"\n---\n'
        _write(folder / f"{name}.njk", f"{front}{{% set said = page_said.said %}}{template}")
    _write(folder / "_data/cards.json", json.dumps(pages.cards, ensure_ascii=False))
    return [str(program), "--quiet", f"--input={folder}", f"--output={folder / 'public'}"]


def material(folder: Path, pages: Pages) -> None:
    """Write a site of Material's into FOLDER: each program as a page of Markdown, in the theme as it comes."""
    _write(folder / "mkdocs.yml", "site_name: Programs\nsite_url: https://example.org/\ntheme: material\n")
    _write(folder / "docs/index.md", "# Programs\n")
    for path, (_, said) in pages.said.items():
        if "professionals" in said:
            facts = "\n".join(f"- **{fact['name']}**: {fact['value']}" for fact in said["facts"])
            texts = "\n\n".join(part["text"] for part in [*said["parents"], *said["professionals"]])
            _write(folder / f"docs/{path}.md", f"# {said['name']}\n\n{facts}\n\n{texts}\n")


def different(ours: Path, theirs: Path, pages: Pages) -> list[str]:
    """Return the paths of pages that THEIRS say otherwise than OURS; white space and the spelling of characters are no difference."""
    return [path for path in pages.said if _plain(ours / path / "index.html") != _plain(theirs / path / "index.html")]


def _plain(file: Path) -> str:
    return "".join(html.unescape(file.read_text(encoding="utf-8")).split()) if file.exists() else ""


def _write(file: Path, text: str) -> None:
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_text(text, encoding="utf-8")
