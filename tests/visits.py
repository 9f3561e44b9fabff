"""What the first visit of a page costs and does, seen from inside the browser: requests, styles, scripts, shifts, what is kept."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field

WATCH = """
globalThis.refused = [];
globalThis.shifts = [];
addEventListener("securitypolicyviolation", (event) => refused.push(`${event.effectiveDirective}: ${event.blockedURI} ${event.sample}`));
new PerformanceObserver((list) => list.getEntries().forEach(({ value, sources }) => shifts.push([value, sources.map(({ node }) => node?.className ?? node?.nodeName)])))
    .observe({ type: "layout-shift", buffered: true });
"""
# By the page's own clock: what a script of the page was to do within half a second comes before, however busy the machine is.
SETTLED = "new Promise((settled) => setTimeout(() => requestAnimationFrame(() => requestAnimationFrame(settled)), 500))"
KEPT = """async () => Object.entries({
    cookies: document.cookie.length, local: localStorage.length, session: sessionStorage.length, databases: (await indexedDB.databases()).length,
    caches: (await caches.keys()).length, workers: (await navigator.serviceWorker.getRegistrations()).length,
}).filter(([, number]) => number).map(([name]) => name)"""

MOVEMENTS = """async ([head, pieces]) => {
    const places = (element = document.body, found = new Map()) => {
        if (!element || element.localName === "svg") return found;
        const { display } = getComputedStyle(element);
        if (display === "none") return found;
        const place = element.getClientRects()[0];
        if (place?.top >= innerHeight) return found; // and all that is in it
        const shows = element.childNodes.length || element.matches("input, img, select, textarea");
        const inSight = place && place.width > 1 && place.height > 1 && place.top < innerHeight;
        // Words of a text go to the next line with what comes after them.
        if (inSight && shows && display !== "inline" && element.checkVisibility({ visibilityProperty: true })) found.set(element, place);
        for (const child of element.localName === "select" ? [] : element.children) places(child, found);
        return found;
    };
    const name = (element) => [element.localName, ...element.classList].join(".");
    document.open();
    document.write(head);
    await Promise.all([...document.querySelectorAll("[rel=stylesheet]")].map((link) => link.sheet ?? new Promise((loaded) => { link.onload = loaded; })));
    const seen = new Set();
    let before = places();
    for (const piece of pieces) {
        document.write(piece);
        const now = places(), moved = new Set();
        for (const [element, place] of now) {
            const was = before.get(element);
            if (!was || Math.hypot(place.left - was.left, place.top - was.top) < 3) continue;
            moved.add(element);
            if (!moved.has(element.parentElement)) seen.add(`${name(element.parentElement)} > ${name(element)}: moved when ${piece} came`);
        }
        before = now;
        if (document.documentElement.scrollHeight > 3 * innerHeight) break;
    }
    document.close();
    return [...seen];
}"""
PIECES = re.compile(r"(?:<[^/][^>]*>\s*)*(?:</[^>]*>|[^<]+)|<[^>]*>")  # up to the next end of a tag or text: what opens shows nothing yet


@dataclass
class Visit:
    """The first visit of one page, in a browser that has seen nothing of the site."""

    requests: dict[str, int] = field(default_factory=dict)  # bytes of each answer, as sent, by its path
    elsewhere: list[str] = field(default_factory=list)
    document: int = 0  # bytes of the page and its styles
    unused_styles: int = 0
    unused_script: int = 0
    shifts: list = field(default_factory=list)
    refused: list[str] = field(default_factory=list)
    kept: list[str] = field(default_factory=list)


class Watcher:
    """Opens a page and watches until it is asked."""

    def __init__(self, browser, address: str, path: str, width: int) -> None:
        self.address = address
        self.context = browser.new_context(base_url=address, viewport={"width": width, "height": 844})
        self.context.add_init_script(WATCH)
        self.page = self.context.new_page()
        self.responses, self.sheets, self.messages = [], {}, []
        self.page.on("response", lambda response: self.responses.append(response))
        self.page.on("console", lambda message: self.messages.append(message.text))
        self.devtools = self.context.new_cdp_session(self.page)
        self.devtools.on("CSS.styleSheetAdded", lambda event: self.sheets.update({event["header"]["styleSheetId"]: event["header"]["length"]}))
        for command in ("DOM.enable", "CSS.enable", "CSS.startRuleUsageTracking", "Profiler.enable"):
            self.devtools.send(command)
        self.devtools.send("Profiler.startPreciseCoverage", {"callCount": False, "detailed": True})
        self.page.goto(path)

    def ask(self) -> Visit:
        """Return what was seen, and close the page."""
        visit = Visit(shifts=self.page.evaluate("shifts"), refused=self.page.evaluate("refused"), kept=self.page.evaluate(KEPT))
        visit.refused += [text for text in self.messages if "Content Security Policy" in text]
        visit.kept += [cookie["name"] for cookie in self.context.cookies()]
        for response in self.responses:
            self._count(visit, response)
        visit.unused_styles = sum(self.sheets.values()) - sum(self._used_rules())
        visit.unused_script = sum(unused(script) for script in self.devtools.send("Profiler.takePreciseCoverage")["result"] if script["url"].startswith(self.address))
        self.context.close()
        return visit

    def _count(self, visit: Visit, response) -> None:
        if not response.url.startswith(self.address):
            visit.elsewhere.append(response.url)
            return
        size = int(response.headers["content-length"])
        visit.requests[response.url.removeprefix(self.address)] = size
        if response.request.resource_type in ("document", "stylesheet"):
            visit.document += size

    def _used_rules(self) -> Iterator[int]:
        for rule in self.devtools.send("CSS.stopRuleUsageTracking")["ruleUsage"]:
            if rule["used"]:
                yield rule["endOffset"] - rule["startOffset"]


def unused(script: dict) -> int:
    """Return how many characters of SCRIPT never ran; inner ranges speak for what lies in them."""
    ranges = [part for function in script["functions"] for part in function["ranges"]]
    length = max(part["endOffset"] for part in ranges)
    ran = bytearray(length)
    for part in sorted(ranges, key=lambda part: (part["startOffset"], -part["endOffset"])):
        ran[part["startOffset"] : part["endOffset"]] = bytes([bool(part["count"])]) * (part["endOffset"] - part["startOffset"])
    return ran.count(0)


def first_visits(browser, address: str, paths: dict[str, str], width: int = 390) -> dict[str, Visit]:
    """Return the first visit of each page, by its kind; all wait together for shifts that come late."""
    watchers = {kind: Watcher(browser, address, path, width) for kind, path in paths.items()}
    for watcher in watchers.values():
        watcher.page.evaluate(f"() => {{ globalThis.settled = {SETTLED}; }}")
    for watcher in watchers.values():
        watcher.page.evaluate("settled")
    return {kind: watcher.ask() for kind, watcher in watchers.items()}


def movements(page, html: str) -> list[str]:
    """Return what moves on PAGE, from the same site, while HTML is read, up to the next text or closing tag at a time.

    Tells the outermost parts in sight that move by 3 pixels or more; ends once the rest lies two windows below.
    Chromium's own count of shifts knows only what it happened to paint in between.
    """
    head, body, rest = html.partition("<body")
    page.goto("build.json")
    return page.evaluate(MOVEMENTS, [head, PIECES.findall(body + rest)])
