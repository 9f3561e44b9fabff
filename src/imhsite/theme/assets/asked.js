// What a reader asks stands behind "#" in the address, where no server sees it. An old address with "?" is moved there.

/** What the address asks; null where it names a part of the page ("#content"), which asks nothing new. */
export function asked() {
  if (location.search.length > 1) history.replaceState(history.state, "", `${location.pathname}#${location.search.slice(1)}`);
  return location.hash.length > 1 && !location.hash.includes("=") ? null : new URLSearchParams(location.hash.slice(1));
}

/** The address of this page that asks WORDS, a text such as "place=Avon"; of the page alone where there are none. */
export function addressOf(words) {
  return `${location.pathname}${words ? `#${words}` : ""}`;
}
