// The way off a page that could put its reader in danger: by its button, or by the Escape key three times within two seconds.

/** PATH without the folder of a language. */
const plain = (path) => path.replace(/^[a-z]{2,3}(-\w+)?\//, "");
const PRESSES = 3;
const WITHIN = 2000; // milliseconds

/** Makes the way off in ELEMENT work while it is shown. */
export class QuickExit {
  constructor(element) {
    Object.assign(this, { element, link: element.querySelector("a"), pages: new Set(element.dataset.pages.split(" ").map(plain)), presses: [], hasLeft: false });
    element.querySelector(".by-key").hidden = false;
    this.link.addEventListener("click", (event) => {
      event.preventDefault();
      this.leave();
    });
    addEventListener("keydown", (event) => event.key === "Escape" && this.isShown && this.press(event.timeStamp));
    addEventListener("click", (event) => this.isShown && this.follow(event));
    addEventListener("pageshow", () => this.hasLeft && this.replace()); // a browser may show a page again as it was left
  }

  get isShown() {
    return !this.element.hidden;
  }

  /** Show the way off where IS WANTED. */
  show(isWanted) {
    if (this.isShown !== Boolean(isWanted)) this.element.hidden = !isWanted;
  }

  /** Whether the page of the need SLUG has a way off. */
  isForNeed(slug) {
    return this.pages.has(`needs/${slug}/`);
  }

  /** Whether the page at the address PATH has a way off, in whatever language. */
  isToLeave(path) {
    return this.pages.has(plain(path.slice(this.element.dataset.root.length)));
  }

  press(time) {
    this.presses = [...this.presses, time].slice(-PRESSES);
    if (this.presses.length === PRESSES && time - this.presses[0] <= WITHIN) this.leave();
  }

  leave() {
    this.hasLeft = true;
    document.body.replaceChildren(); // the page is blank at once, however slow the network
    open(this.link.href, "_blank", "noopener,noreferrer"); // the key may not: browsers refuse it
    this.replace();
  }

  replace() {
    location.replace(this.link.dataset.instead); // so the Back button does not lead here again
  }

  /** Let a link to another page with a way off take the place of this one. */
  follow(event) {
    const link = event.target.closest("a[href]");
    const isPlain = !event.defaultPrevented && !event.button && !event.ctrlKey && !event.metaKey && !event.shiftKey && !event.altKey;
    if (!isPlain || link?.origin !== location.origin || link.pathname === location.pathname || !this.isToLeave(link.pathname)) return;
    event.preventDefault();
    location.replace(link.href);
  }
}
