"""The search of a built site, asked from outside: questions with their right pages, and how well it answers."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from pathlib import Path

import brotli
import yaml

QUESTIONS = Path(__file__).parent / "search"
SETS = ("tuned", "held_out", "seen", "unseen", "later", "open", "closed", "fresh", "blind", "sentences", "danger", "danger_closed")
CLOSED = ("held_out", "unseen", "closed", "blind", "danger_closed")  # nobody looks at which of these go wrong

# The search is opened as the search page opens it, in each language once somebody asks in it.
OPEN = """async () => {
  const own = document.querySelector("script[type=module]").src;
  const [name] = (await (await fetch(own)).text()).match(/search_answers[.]\\w+[.]js/);
  const { openSearch } = await import(new URL(name, own));
  const { places } = document.querySelector(".site-search").dataset;
  const root = document.querySelector(".brand").href;
  window.openSearchIn = async (language) => {
    const folder = `${root}${language === document.documentElement.lang ? "" : `${language}/`}search/`;
    return openSearch(await (await fetch(`${folder}pages.json`)).json(), { folder, places }).search;
  };
  const opened = {};
  window.searchIn = (language) => (opened[language] ??= window.openSearchIn(language));
}"""
# Each question is asked of a search that was just opened; what it fetches is noted, and kept for the next.
WATCH = """() => {
  if (window.fetched) return;
  const [kept, fetchNow] = [new Map(), window.fetch.bind(window)];
  window.fetch = async (address) => {
    window.fetched.push(new URL(address, location.href).pathname.slice(1));
    if (!kept.has(address)) kept.set(address, await (await fetchNow(address)).json());
    return { ok: true, json: async () => structuredClone(kept.get(address)) };
  };
}"""
ALONE = """async ([text, language]) => {
  window.fetched = [];
  await (await window.openSearchIn(language)).find(text);
  return window.fetched;
}"""
READ_BY = {"search_typed": "programs/places.json", "search_ages": "typed_ages.json"}
ASK = """(asked) => Promise.all(asked.map(async ([text, language]) => (await (await window.searchIn(language)).find(text)).results.map((page) => page.path)))"""


@dataclass(frozen=True, slots=True)
class Question:
    """A question, the language of the search page on which it is asked, and the pages that answer it.

    Where `right` is empty, the site has to ask back.
    """

    text: str
    language: str
    right: tuple[str, ...]

    def place_of_right(self, paths: list[str]) -> int:
        """Return the place, from 1, of the first of PATHS that answers the question; 0 where none does."""
        return next((place for place, path in enumerate(paths, 1) if self._is_right(path)), 0)

    def _is_right(self, path: str) -> bool:
        path = path.removeprefix("es/")
        return path in self.right or path.partition("#")[0] in self.right


def questions(name: str) -> list[Question]:
    """Return the questions of tests/search/NAME.yaml."""
    read = yaml.safe_load((QUESTIONS / f"{name}.yaml").read_text(encoding="utf-8"))
    return [Question(entry["q"], entry.get("language", "en"), tuple(entry.get("right", ()))) for entry in read]


def answers(page, asked: list[tuple[str, str]]) -> list[list[str]]:
    """Return the paths that the search finds for each text and language. PAGE is the search page, open in a browser."""
    if not page.evaluate("Boolean(window.searchIn)"):
        page.evaluate(OPEN)
    return page.evaluate(ASK, asked)


def weights(page, site: Path, asked: list[Question]) -> list[dict[str, int]]:
    """Return what SITE sends for the first answer to each question that is ASKED: each file with its size, compressed; PAGE is its search page, open in a browser.

    The excerpts come after the answers, and are no part of it.
    """
    answers(page, [])
    page.evaluate(WATCH)
    found = [page.evaluate(ALONE, [question.text, question.language]) for question in asked]
    return [{name: _size(site, name) for name in _with_scripts(site, names)} for names in found]


def _with_scripts(site: Path, names: list[str]) -> list[str]:
    """Return NAMES of data with those of the scripts that read them."""
    wanted = ["search_answers", *(script for script, data in READ_BY.items() if any(name.endswith(data) for name in names))]
    return [*names, *(f"assets/{next(site.glob(f'assets/{script}.*.js')).name}" for script in wanted)]


@cache
def _size(site: Path, name: str) -> int:
    return len(brotli.compress((site / name).read_bytes()))


@dataclass(frozen=True, slots=True)
class Figures:
    """Shares of questions with a right page first and among the first three, and the mean reciprocal rank."""

    hit_1: float
    hit_3: float
    mrr: float

    @classmethod
    def of(cls, places: list[int]) -> Figures:
        """Return the figures of right pages at PLACES (from 1; 0 for none)."""
        total = len(places)
        return cls(sum(p == 1 for p in places) / total, sum(0 < p <= 3 for p in places) / total, sum(1 / p for p in places if p) / total)

    def __str__(self) -> str:
        return f"hit@1 {self.hit_1:5.1%}  hit@3 {self.hit_3:5.1%}  MRR {self.mrr:.3f}"
