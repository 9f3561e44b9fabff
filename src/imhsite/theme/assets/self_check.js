// Which level of the Endorsement answers speak for. The rules come from data/levels.yaml; this follows
// src/imhsite/finding/self_check.py, and tests/cases/levels.json holds the cases for both.

const BEST_LAST = ["ask", "close", "fits"];

/** Whether ANSWERS meet RULE ("met"), fall short by an amount ("short"), do not meet it ("unmet") or do not say ("unknown"). */
export function outcome(rule, answers) {
  const answer = answers[rule.question];
  if (answer === undefined || answer.length === 0) return "unknown";
  if (rule.how === "at least") return answer >= rule.amount ? "met" : "short";
  const chosen = rule.options.filter((option) => answer.includes(option)).length;
  if (chosen === rule.options.length || (chosen && rule.how === "is")) return "met";
  return chosen ? "short" : "unmet";
}

/** Whether ANSWERS leave a reason to ask the question SLUG: an amount matters only while some way that asks for it is open. */
export function isAsked(rules, slug, answers) {
  if (!isCalledFor(rules, slug, answers)) return false;
  const ways = Object.values(rules.levels).flatMap((level) => level.ways).filter((way) => way.rules.some((rule) => rule.question === slug));
  return rules.questions[slug].asks === "choices" || !ways.length || ways.some((way) => way.rules.every((rule) => outcome(rule, answers) !== "unmet"));
}

function isCalledFor(rules, slug, answers) {
  const { when } = rules.questions[slug];
  return !when || outcome(when, answers) !== "unmet";
}

/** What ANSWERS say of each level: answer, way, outcomes of its rules, and what the source leaves open. */
export function findings(rules, answers) {
  const said = { ...answers };
  for (const [slug, question] of Object.entries(rules.questions)) {
    if (!isCalledFor(rules, slug, said)) said[slug] = question.asks === "choices" ? [""] : 0;
  }
  return Object.entries(rules.levels).map(([slug, level]) => finding(slug, level, said));
}

/** FOUND with the nearest level first: the highest that likely fits, else the one of which least is missing. */
export function nearestFirst(found) {
  const missing = ({ outcomes }) => outcomes.filter((one) => one !== "met").length;
  const order = (one, other) => BEST_LAST.indexOf(other.answer) - BEST_LAST.indexOf(one.answer) || missing(one) - missing(other);
  const highestFirst = (one, other) => (one.answer === "fits" && other.answer === "fits" ? found.indexOf(other) - found.indexOf(one) : 0);
  return [...found].sort((one, other) => order(one, other) || highestFirst(one, other));
}

function finding(slug, level, answers) {
  const ways = level.ways.map((way) => ({ way, outcomes: way.rules.map((rule) => outcome(rule, answers)) }));
  const best = ways.reduce((one, other) => (isBetter(other, one) ? other : one));
  const answer = answerOf(best.outcomes);
  const open = answer === "fits" ? [] : level.unsettled.filter((rule) => outcome(rule, answers) === "met").map((rule) => rule.words);
  return { level: slug, answer: open.length ? "ask" : answer, way: best.way, outcomes: best.outcomes, open, answers };
}

function isBetter(one, other) {
  const rank = ({ outcomes }) => [BEST_LAST.indexOf(answerOf(outcomes)), ...["met", "short"].map((name) => outcomes.filter((found) => found === name).length)];
  const [ours, theirs] = [rank(one), rank(other)];
  const first = ours.findIndex((value, index) => value !== theirs[index]);
  return first >= 0 && ours[first] > theirs[first];
}

function answerOf(outcomes) {
  if (outcomes.includes("unmet") || outcomes.includes("unknown")) return "ask";
  return outcomes.includes("short") ? "close" : "fits";
}
