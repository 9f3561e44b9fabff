"""The search of a built site, asked from outside: questions with their right pages, and how well it answers."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from urllib.parse import unquote, urlsplit

import brotli
import yaml

QUESTIONS = Path(__file__).parent / "search"
SETS = ("tuned", "held_out", "seen", "unseen", "later", "open", "closed", "sentences")
CLOSED = ("held_out", "unseen", "closed")  # nobody looks at which of these go wrong

# The search is opened as the search page opens it, in each language once somebody asks in it.
OPEN = """async () => {
  const own = document.querySelector("script[type=module]").src;
  const [name] = (await (await fetch(own)).text()).match(/search_answers[.]\\w+[.]js/);
  const { openSearch } = await import(new URL(name, own));
  const { places } = document.querySelector(".site-search").dataset;
  const root = document.querySelector(".brand").href;
  const open = async (language) => {
    const folder = `${root}${language === document.documentElement.lang ? "" : `${language}/`}search/`;
    return openSearch(await (await fetch(`${folder}pages.json`)).json(), { folder, places }).search;
  };
  const opened = {};
  window.searchIn = (language) => (opened[language] ??= open(language));
}"""
ANSWERED = "#search-results li, #search-weak:not([hidden]), #search-line *"
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


def weights(page, address: str, site: Path, question: Question) -> dict[str, int]:
    """Return what the SITE at ADDRESS sends for the first answer to QUESTION in PAGE, the search page's own files aside: each file with its size, compressed.

    The excerpts come after the answers, and are no part of it.
    """
    fetched: list[str] = []
    page.goto(f"{address}{'' if question.language == 'en' else f'{question.language}/'}search/", wait_until="load")
    page.on("request", lambda request: fetched.append(request.url.removeprefix(address)))
    page.fill("#search-words", question.text)
    page.press("#search-words", "Enter")
    page.locator(ANSWERED).first.wait_for()
    names = [unquote(urlsplit(name).path) for name in fetched if not name.endswith("texts.json")]
    return {name: len(brotli.compress((site / name).read_bytes())) for name in names}


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
