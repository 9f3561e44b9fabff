// The map of the towns, or of regions: shows the regions of one kind, marks where a program is offered, and shows
// where the town lies whose name in the list has the focus. Without it the map is a picture with links.

import { asked } from "./asked.js";
import "./site_search.js";

const SLUGS = /^[a-z0-9-]+(?:,[a-z0-9-]+)*$/;

const map = document.querySelector(".town-map");
const shapes = [...document.querySelectorAll(".town-map a")].map((link) => ({
  link,
  slug: slugOf(link.getAttribute("href")),
  tints: link.dataset.tints.split(" "),
  names: link.dataset.names.split(" "),
}));

function slugOf(address) {
  return address.split("/").at(-2);
}

/** Write the number that each region of LEGEND has there on its part of the map. */
function number(legend) {
  for (const old of map.querySelectorAll("text")) old.remove();
  (legend?.querySelectorAll("a") ?? []).forEach(({ pathname }, index) => {
    const boxes = shapes.filter(({ slug, names }) => [slug, ...names].includes(slugOf(pathname))).map(({ link }) => link.getBBox());
    if (!boxes.length) return;
    const text = document.createElementNS(map.namespaceURI, "text");
    text.textContent = index + 1;
    text.setAttribute("x", mean(boxes.map(({ x, width }) => x + width / 2)));
    text.setAttribute("y", mean(boxes.map(({ y, height }) => y + height / 2)));
    map.append(text);
  });
}

const mean = (values) => values.reduce((sum, value) => sum + value, 0) / values.length;

/** Color the towns by the regions of a kind (its index, or "" for none) and show what the colors mean. */
function colorBy(kind) {
  for (const { link, tints } of shapes) link.setAttribute("class", tints[kind] ? `tint-${tints[kind]}` : "");
  const legends = [...document.querySelectorAll(".legend")];
  legends.forEach((legend, index) => (legend.hidden = String(index) !== kind));
  number(legends[kind]);
}

/** Mark the towns that SLUGS name, by themselves or by a region, and say their names. */
function mark(slugs) {
  const links = [...document.querySelectorAll("#map-towns ~ ul a, .legend a")];
  const named = slugs.map((slug) => links.find((link) => slugOf(link.pathname) === slug)?.textContent).filter(Boolean);
  if (!named.length) return;
  for (const { link, slug, names } of shapes) link.classList.toggle("marked", [slug, ...names].some((name) => slugs.includes(name)));
  document.getElementById("map-marked").textContent = `${map.parentElement.dataset.marked} ${new Intl.ListFormat(document.documentElement.lang).format(named)}`;
}

function leadBack(program) {
  const back = document.getElementById("map-back");
  back.querySelector("a").href += `${program}/`;
  back.hidden = false;
}

function showFocus(event) {
  const slug = event.type === "focusin" && event.target.pathname ? slugOf(event.target.pathname) : "";
  for (const shape of shapes) shape.link.classList.toggle("here", [shape.slug, ...shape.names].includes(slug));
}

const answers = asked();
const choice = document.getElementById("map-kind");
const list = document.querySelector("#map-towns ~ ul");
const [serves, program] = ["serves", "program"].map((name) => (SLUGS.test(answers?.get(name) ?? "") ? answers.get(name) : ""));

if (choice) {
  document.getElementById("map-choice").hidden = false;
  choice.addEventListener("change", () => {
    colorBy(choice.value);
    mark(serves.split(","));
  });
}
if (!choice) number(document.querySelector(".legend"));
list.addEventListener("focusin", showFocus);
list.addEventListener("focusout", showFocus);
mark(serves.split(","));
if (program && !program.includes(",")) leadBack(program);
