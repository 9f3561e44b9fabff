// On the page for a missing one: goes where all below a folder has moved, as hosts with rules of their own do without it.

import "./site_search.js";

const { pathname } = location;
const links = [...document.querySelectorAll("[data-below]")];
const link = links.find(({ dataset: { below } }) => pathname.startsWith(below) && pathname !== below);
if (link) location.replace(link.href);
