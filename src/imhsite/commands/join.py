"""`imhsite join`: sites that were built apart, a state each, as one site.

A site lies below the path of its own address (`/ct/`), with its own pages, search, finder, open
data and service worker; nothing is made again, so states can be built on as many machines as there
are. What is new is the page that leads to them and the files that stand at the root of a host.
"""

from __future__ import annotations

import json
import os
import re
import shutil
import sys
import tempfile
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

import jinja2
from markupsafe import escape

from imhsite.building.build import put_in_place
from imhsite.files.problems import BuildFailed
from imhsite.files.project import parser
from imhsite.publishing import headers
from imhsite.rendering.theme import THEME

_PATH = re.compile(r"/[a-z0-9-]+/")
_STYLE = re.compile(r'<link rel="stylesheet" href="([^"]+)">')
_ADDRESS = re.compile(r"<loc>(https?://[^/<]+)")
_SITEMAP = re.compile(r"<sitemap><loc>([^<]+)</loc>")


@dataclass(frozen=True)
class State:
    """A built site as the others see it: `path` is its place on the host, `style` its styles."""

    folder: Path
    path: str
    name: str
    language: str
    programs: int
    style: str
    host: str


def main(arguments: list[str] | None = None) -> int:
    """Join the sites; print what is wrong and return 1 where they cannot be joined."""
    command = parser(
        "join", "Join sites that were built separately, each under its own path on one host."
    )
    command.add_argument(
        "sites", nargs="+", type=Path, metavar="SITE", help="the folder of a built site"
    )
    command.add_argument("--name", required=True, help="the name of the joined site")
    command.add_argument(
        "--site-dir", type=Path, required=True, metavar="DIR", help="where the joined site goes"
    )
    options = command.parse_args(arguments)
    try:
        states = join(
            [site.resolve() for site in options.sites], options.site_dir.resolve(), options.name
        )
    except BuildFailed as error:
        print(error, file=sys.stderr)
        print(f"Nothing was published: {options.site_dir} has not changed.", file=sys.stderr)
        return 1
    programs = sum(state.programs for state in states)
    summary = f"{len(states)} sites with {programs} programs are in {options.site_dir}."
    print(summary, file=sys.stderr)
    return 0


def join(sites: Iterable[Path], site_dir: Path, name: str) -> list[State]:
    """Join SITES aside under NAME, and put them in the place of SITE_DIR in one step.

    Raises BuildFailed, and then leaves SITE_DIR as it was.
    """
    try:
        states = sorted((_state(site) for site in sites), key=lambda state: state.name)
        _refuse_wrong(states)
        site_dir.parent.mkdir(parents=True, exist_ok=True)
        with tempfile.TemporaryDirectory(
            prefix=f".joining-{site_dir.name}-", dir=site_dir.parent
        ) as aside:
            new = Path(aside) / "site"
            new.mkdir()
            for state in states:
                shutil.copytree(state.folder, new / state.path.strip("/"), copy_function=_link)
            for file, text in _files(states, name).items():
                (new / file).write_text(text, encoding="utf-8")
            put_in_place(new, site_dir)
    except OSError as error:
        raise BuildFailed(f"{error.filename or site_dir}: {error.strerror or error}") from error
    return states


def _state(site: Path) -> State:
    manifest = json.loads((site / "manifest.webmanifest").read_text(encoding="utf-8"))
    kinds = json.loads((site / "api/v1/index.json").read_text(encoding="utf-8"))["files"]
    programs = next(kind["count"] for kind in kinds if kind["kind"] == "programs")
    style = _STYLE.search((site / "index.html").read_text(encoding="utf-8"))[1]
    host = _ADDRESS.search((site / "sitemap.xml").read_text(encoding="utf-8"))[1]
    return State(site, manifest["scope"], manifest["name"], manifest["lang"], programs, style, host)


def _refuse_wrong(states: list[State]) -> None:
    wrong = [
        f"{state.folder}: write an address with a one-part path, such as"
        " https://directory.example/ct/, in its data/association.yaml;"
        f" got {state.path}"
        for state in states
        if not _PATH.fullmatch(state.path)
    ]
    paths = [state.path for state in states]
    wrong += [
        f"{state.folder}: give it a path that no other site has; got {state.path}"
        for state in states
        if paths.count(state.path) > 1
    ]
    wrong += [
        f"{state.folder}: use the same host as the others, {states[0].host}; got {state.host}"
        for state in states
        if state.host != states[0].host
    ]
    if wrong:
        raise BuildFailed("\n".join(wrong))


def _link(source: str, target: str) -> None:
    """Give the file a second name, which takes no room; where that cannot be, copy it."""
    try:
        os.link(source, target)
    except OSError:
        shutil.copy2(source, target)


def _files(states: list[State], name: str) -> dict[str, str]:
    """What stands at the root of the host."""
    host = states[0].host
    maps = "".join(
        f"<sitemap><loc>{escape(address)}</loc></sitemap>\n"
        for state in states
        for address in _maps(state)
    )
    summaries = [
        {"name": state.name, "path": state.path, "programs": state.programs} for state in states
    ]
    environment = jinja2.Environment(
        loader=jinja2.FileSystemLoader(THEME),
        autoescape=True,
        undefined=jinja2.StrictUndefined,
        trim_blocks=True,
    )
    page = environment.get_template("joined.html").render(
        states=states, name=name, policy=headers.meta_policy()
    )
    return {
        "index.html": page,
        "404.html": page,
        "states.json": json.dumps(summaries, ensure_ascii=False, indent=1),
        "sitemap.xml": '<?xml version="1.0" encoding="UTF-8"?>\n'
        '<sitemapindex xmlns="http://www.sitemaps.org/schemas/sitemap/0.9">\n'
        f"{maps}</sitemapindex>\n",
        "robots.txt": f"User-agent: *\nAllow: /\n\nSitemap: {host}/sitemap.xml\n",
        "_headers": headers.netlify(
            headers.for_several_states(), for_good=[f"{state.path}assets/" for state in states]
        ),
        "_redirects": "".join(_redirects(state) for state in states),
    }


def _maps(state: State) -> list[str]:
    """Return the addresses of the sitemaps of STATE.

    Of a list of sitemaps, those that it lists, as no list may name another.
    """
    text = (state.folder / "sitemap.xml").read_text(encoding="utf-8")
    return (
        _SITEMAP.findall(text)
        if "<sitemapindex" in text
        else [f"{state.host}{state.path}sitemap.xml"]
    )


def _redirects(state: State) -> str:
    file = state.folder / "_redirects"
    return (
        file.read_text(encoding="utf-8") if file.exists() else ""
    ) + f"{state.path}* {state.path}404.html 404\n"
