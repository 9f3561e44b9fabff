"""Which level of the Endorsement answers speak for, by the rules in `data/levels.yaml`.

Nothing is decided here: a level "fits" likely, is "close" where only amounts are missing, or is one
to "ask" about. The script `src/imhsite/theme/assets/self_check.js` follows the same rules; both run
the cases in `tests/cases/levels.json`.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from imhsite.model.fields import Requirement
from imhsite.model.records import Level, Question
from imhsite.reading.catalog import Catalog

FITS, CLOSE, ASK = "fits", "close", "ask"
MET, SHORT, UNMET, UNKNOWN = "met", "short", "unmet", "unknown"
_BEST_LAST = (ASK, CLOSE, FITS)

Answers = Mapping[str, "int | list[str]"]


@dataclass(frozen=True, slots=True)
class Finding:
    """What the answers say of a level: its nearest way, and the outcome of each of its rules."""

    level: str
    answer: str
    way: str
    outcomes: tuple[str, ...]
    open: tuple[str, ...]


def findings(catalog: Catalog, answers: Answers) -> list[Finding]:
    """Return what ANSWERS say of each level that has rules.

    A question without an answer is left out of ANSWERS.
    """
    complete = _with_what_follows(catalog, answers)
    return [_finding(level, complete) for level in catalog.levels.values() if level.ways]


def outcome(rule: Requirement, answers: Answers) -> str:
    """Return whether ANSWERS meet RULE, and by how much they fall short, if they say."""
    answer = answers.get(rule.question)
    if answer is None or answer == []:
        return UNKNOWN
    if rule.how == "at least":
        return MET if answer >= rule.amount else SHORT
    matching = set(rule.options).intersection(answer)
    if rule.how == "is":
        return MET if matching else UNMET
    return MET if matching == set(rule.options) else SHORT if matching else UNMET


def _with_what_follows(catalog: Catalog, answers: Answers) -> Answers:
    """ANSWERS, and nothing (0, none) for questions that they leave no reason to ask."""
    complete = dict(answers)
    for question in catalog.questions.values():
        if question.asked_when and outcome(question.asked_when, complete) == UNMET:
            complete[question.slug] = [""] if question.asks_for == "choices" else 0
    return complete


def _finding(level: Level, answers: Answers) -> Finding:
    ways = [
        (name, tuple(outcome(rule, answers) for rule, _ in rules)) for name, rules in level.ways
    ]
    name, outcomes = max(
        ways,
        key=lambda way: (_BEST_LAST.index(_answer(way[1])), way[1].count(MET), way[1].count(SHORT)),
    )
    answer = _answer(outcomes)
    left_open = (
        tuple(text for rule, text in level.unsettled or () if outcome(rule, answers) == MET)
        if answer != FITS
        else ()
    )
    return Finding(level.slug, ASK if left_open else answer, name, outcomes, left_open)


def _answer(outcomes: tuple[str, ...]) -> str:
    if UNMET in outcomes or UNKNOWN in outcomes:
        return ASK
    return CLOSE if SHORT in outcomes else FITS


def for_browser(catalog: Catalog) -> dict:
    """Return questions and rules as the script reads them."""
    questions = {
        q.slug: {
            "asks": q.asks_for,
            "options": dict(q.options or ()),
            "when": q.asked_when and _rule(q.asked_when),
            "none": _none_of_these(catalog, q),
        }
        for q in catalog.questions.values()
    }
    levels = {
        level.slug: {
            "ways": [
                {"name": name, "rules": [_rule(rule) | {"words": words} for rule, words in rules]}
                for name, rules in level.ways
            ],
            "unsettled": [_rule(rule) | {"words": words} for rule, words in level.unsettled or ()],
        }
        for level in catalog.levels.values()
        if level.ways
    }
    return {"questions": questions, "levels": levels}


def _none_of_these(catalog: Catalog, question: Question) -> str | None:
    """Return the option of QUESTION that excludes the others: its last one, if no rule names it."""
    if not question.options:
        return None
    last, _ = question.options[-1]
    named = [rule.options for rule in _rules(catalog) if rule.question == question.slug]
    return None if any(last in options for options in named) else last


def _rules(catalog: Catalog) -> Iterator[Requirement]:
    for level in catalog.levels.values():
        for rules in (*(rules for _, rules in level.ways or ()), level.unsettled or ()):
            yield from (rule for rule, _ in rules)
    yield from (q.asked_when for q in catalog.questions.values() if q.asked_when)


def _rule(rule: Requirement) -> dict:
    fields = {
        "question": rule.question,
        "how": rule.how,
        "options": list(rule.options),
        "amount": rule.amount,
        "unit": rule.unit,
    }
    return {name: value for name, value in fields.items() if value}
