// Whether a family can use a program. This follows src/imhsite/finding/eligibility.py, and
// tests/cases/eligibility.json holds the cases for both.

const met = (answer, test) => (answer === undefined ? "unknown" : test(answer) ? "met" : "unmet");
const within = ([youngest, below], months) => youngest <= months && months < below;

const OUTCOMES = {
  child: (rule, said) => met(said.child, (months) => within(rule, months)),
  week: (last, said) => (said.child >= 0 ? "unmet" : met(said.week, (week) => week <= last)),
  first: (_, said) => met(said.first, (answer) => answer === "yes"),
  town: (rule, said) => met(said.town, (town) => rule.includes(town)),
  parent: (rule, said) => met(said.parent, (years) => within(rule, years * 12)),
  insurance: (rule, said) => met(said.insurance, (one) => rule.includes(one)).replace("unmet", "ask"),
  income: (_, said) => met(said.income, (answer) => answer === "yes"),
};

/** For each of RULES whether the answers SAID meet it. */
export function outcomes(rules, said) {
  return Object.fromEntries(Object.entries(rules).map(([name, rule]) => [name, OUTCOMES[name](rule, said)]));
}

/** "yes", "perhaps" or "no" for the outcomes FOUND. */
export function verdict(found) {
  const all = Object.values(found);
  if (all.includes("unmet")) return "no";
  return all.includes("unknown") || all.includes("ask") ? "perhaps" : "yes";
}
