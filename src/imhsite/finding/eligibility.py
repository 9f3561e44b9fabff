"""Whether a family can use a program, by what its record says and what the family answers.

The program itself decides: an answer here is "yes", "perhaps" or "no", each with its reasons. The
script `src/imhsite/theme/assets/eligibility.js` follows the same rules; both run the cases in
`tests/cases/eligibility.json`.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping

from imhsite.finding.matching import Matcher
from imhsite.model.ages import AgeRange
from imhsite.model.records import Program

YES, PERHAPS, NO = "yes", "perhaps", "no"
MET, UNMET, UNKNOWN, ASK = "met", "unmet", "unknown", "ask"
FOR_ALL = frozenset({"free", "reduced"})  # where a family pays so, it needs no insurance

Rules = Mapping[str, "bool | int | list[float] | list[str]"]
Answers = Mapping[str, "float | str"]


def rules_of(program: Program, matcher: Matcher) -> dict[str, bool | int | list]:
    """Return the rules of PROGRAM that answers can meet, by name; only those that it states.

    Ages are months, from the youngest to before the oldest; `town` are slugs.
    """
    places = program.lives_in or program.serves
    costs = matcher.catalog.get("costs", program.costs or ())
    insurance = [cost.slug for cost in costs if cost.payment == "insurance"]
    if any(cost.payment in FOR_ALL for cost in costs):
        insurance = []
    rules = {
        "child": _months(program.ages),
        "week": program.pregnancy_until,
        "first": bool(program.first_child),
        "town": [] if places.statewide else [town.slug for town in matcher.towns_in(places)],
        "parent": _months(program.parent_ages),
        "insurance": insurance,
        "income": bool(program.income),
    }
    return {name: rule for name, rule in rules.items() if rule}


def _months(ages: AgeRange | None) -> list[float]:
    return [ages.youngest, ages.below] if ages else []


def outcomes(rules: Rules, answers: Answers) -> dict[str, str]:
    """Return for each of RULES whether ANSWERS meet it.

    `child` is an age in months, below 0 in pregnancy, `week` the week of pregnancy, `parent` an age
    in years; `town` and `insurance` are slugs, "" for another; `first` and `income` are "yes" or
    "no". A question without an answer is left out of ANSWERS.
    """
    return {name: _OUTCOMES[name](rule, answers) for name, rule in rules.items()}


def verdict(found: Mapping[str, str]) -> str:
    """Return YES, PERHAPS or NO for the outcomes FOUND."""
    if UNMET in found.values():
        return NO
    return PERHAPS if {UNKNOWN, ASK} & {*found.values()} else YES


def _outcome(answer: float | str | None, test: Callable[[float | str], bool]) -> str:
    if answer is None:
        return UNKNOWN
    return MET if test(answer) else UNMET


def _within(range_: list[float], months: float) -> bool:
    return range_[0] <= months < range_[1]


def _week(last: int, answers: Answers) -> str:
    """Whoever has given birth comes too late for a program that begins in pregnancy."""
    if answers.get("child", -1) >= 0:
        return UNMET
    return _outcome(answers.get("week"), lambda week: week <= last)


def _insurance(taken: list[str], answers: Answers) -> str:
    """Without an insurance that a program takes, what it costs is a question, not an end."""
    found = _outcome(answers.get("insurance"), lambda one: one in taken)
    return ASK if found == UNMET else found


_OUTCOMES: dict[str, Callable[..., str]] = {
    "child": lambda rule, said: _outcome(said.get("child"), lambda age: _within(rule, age)),
    "week": _week,
    "first": lambda _, said: _outcome(said.get("first"), lambda answer: answer == "yes"),
    "town": lambda rule, said: _outcome(said.get("town"), lambda town: town in rule),
    "parent": lambda rule, said: _outcome(
        said.get("parent"), lambda years: _within(rule, years * 12)
    ),
    "insurance": _insurance,
    "income": lambda _, said: _outcome(said.get("income"), lambda answer: answer == "yes"),
}
