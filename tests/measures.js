// What the tests measure inside a page. Each returns a list of faults in words, empty where all is well.

globalThis.measures = (() => {
  const TARGETS = "a[href], button, input, select, textarea, summary, [tabindex]";

  const name = (element) => `<${element.tagName.toLowerCase()}${element.className?.length ? ` class="${element.className}"` : ""}> ${element.textContent.trim().replace(/\s+/g, " ").slice(0, 50)}`;
  const isHidden = (element) => !element.checkVisibility({ visibilityProperty: true, opacityProperty: true }) || element.closest(".visually-hidden") !== null;
  const block = (element) => (getComputedStyle(element).display === "inline" ? block(element.parentElement) : element);
  const scrolls = (element) => element !== null && (["auto", "scroll"].includes(getComputedStyle(element).overflowX) || scrolls(element.parentElement));

  function* texts(root = document.body) {
    const walk = document.createTreeWalker(root, NodeFilter.SHOW_TEXT);
    while (walk.nextNode()) {
      const { data, parentElement } = walk.currentNode;
      if (data.trim() && !isHidden(parentElement) && !parentElement.closest("script, noscript, svg")) yield walk.currentNode;
    }
  }

  function boxes(node) {
    const range = document.createRange();
    range.selectNodeContents(node);
    return [...range.getClientRects()];
  }

  // Colors

  function channels(color) {
    const [red, green, blue, alpha = 1] = color.match(/[\d.]+/g).map(Number);
    return { red, green, blue, alpha };
  }

  function luminance(color) {
    const { red, green, blue } = channels(color);
    const [r, g, b] = [red, green, blue].map((value) => (value / 255 <= 0.04045 ? value / 255 / 12.92 : ((value / 255 + 0.055) / 1.055) ** 2.4));
    return 0.2126 * r + 0.7152 * g + 0.0722 * b;
  }

  function contrast(one, other) {
    const [dark, light] = [luminance(one), luminance(other)].sort((a, b) => a - b);
    return (light + 0.05) / (dark + 0.05);
  }

  function behind(element) {
    const color = getComputedStyle(element).backgroundColor;
    if (channels(color).alpha === 1) return color;
    return element.parentElement ? behind(element.parentElement) : "rgb(255, 255, 255)";
  }

  // The keyboard

  /** The elements that Tab reaches, in the order of the page: of radio buttons of one name, the one that is checked. */
  const stops = () => [...document.querySelectorAll(TARGETS)].filter((element) => element.tabIndex >= 0 && !element.disabled && !isPassedOver(element) && element.checkVisibility({ visibilityProperty: true }));
  const isPassedOver = (element) => element.matches('[type="radio"]:not(:checked)') && document.querySelector(`[type="radio"][name="${element.name}"]:checked`) !== null;

  /** What has the focus: which stop it is, where it stands on the page, and what is wrong with it. */
  function focused() {
    const element = document.activeElement;
    if (!element || element === document.body) return null;
    const seen = shownFor(element);
    const [first] = seen.getClientRects();
    const { left, top, bottom } = first ?? seen.getBoundingClientRect();
    const list = [...document.querySelectorAll(".columns")].indexOf(element.closest(".columns"));
    return { stop: stops().indexOf(element), name: name(element), faults: focusFaults(seen, first), left: left + scrollX, top: top + scrollY, bottom: bottom + scrollY, list, isFixed: isFixed(element) };
  }

  /** What a reader sees of ELEMENT: the buttons of content tabs are hidden, and their labels are seen. */
  const shownFor = (element) => (element.matches(".tabbed-set > input") ? document.querySelector(`label[for="${element.id}"]`) : element);

  const isFixed = (element) => element !== null && (getComputedStyle(element).position === "fixed" || isFixed(element.parentElement));

  function focusFaults(element, box) {
    const faults = [];
    const { outlineStyle, outlineWidth, outlineColor } = getComputedStyle(element);
    if (isHidden(element) || !box || !box.width || !box.height) return [`${name(element)}: hidden`];
    if (outlineStyle === "none" || parseFloat(outlineWidth) < 2) faults.push(`${name(element)}: no outline`);
    else if (contrast(outlineColor, behind(element.parentElement)) < 3) faults.push(`${name(element)}: outline of ${contrast(outlineColor, behind(element.parentElement)).toFixed(2)}`);
    const [top, bottom] = [Math.max(box.top, 0), Math.min(box.bottom, innerHeight)]; // of what is taller than the window, the part in sight
    const at = document.elementFromPoint(box.left + box.width / 2, (top + bottom) / 2);
    if (!at || !element.contains(at)) faults.push(`${name(element)}: covered by ${at ? name(at) : "nothing on the screen"}`);
    return faults;
  }

  // Targets (WCAG 2.5.8)

  const isInSentence = (element) => getComputedStyle(element).display === "inline" && block(element).textContent.trim().length > element.textContent.trim().length;

  /** The box that takes a press: that of the element, of the card over which it stretches, or of the words beside a box to tick. */
  function pressed(element) {
    const after = getComputedStyle(element, "::after");
    const stretches = after.content !== "none" && after.position === "absolute";
    const words = element.matches("[type=checkbox], [type=radio]") && element.closest("label");
    return (words || (stretches ? element.closest(".card") : element)).getBoundingClientRect();
  }

  function smallTargets() {
    const small = ({ width, height }) => width < 24 || height < 24;
    const found = [...document.querySelectorAll(TARGETS)].filter((element) => !isHidden(element) && !isInSentence(element) && !element.matches(".skip"));
    return found.filter((element) => small(pressed(element))).map((element) => `${name(element)}: ${pressed(element).width.toFixed(1)} x ${pressed(element).height.toFixed(1)}`);
  }

  function lowTargets(selector, least) {
    const found = [...document.querySelectorAll(selector)].filter((element) => !isHidden(element));
    return found.filter((element) => pressed(element).height < least).map((element) => `${name(element)}: ${pressed(element).height.toFixed(1)} high`);
  }

  // Room

  /** Text that stands outside the window or its own box, or is cut off, and a page that scrolls sideways. */
  function cutOff() {
    const width = document.documentElement.clientWidth;
    const wide = document.documentElement.scrollWidth > width ? [`the page is ${document.documentElement.scrollWidth} px wide`] : [];
    const outside = [...texts()].filter((text) => !scrolls(text.parentElement) && boxes(text).some((box) => box.width && isOutside(box, text, width)));
    const cut = [...document.querySelectorAll("body *")].filter((element) => !isHidden(element) && !element.matches("input, select, svg *") && isCut(element));
    return [...wide, ...outside.map((text) => `outside: ${name(text.parentElement)}`), ...cut.map((element) => `cut off: ${name(element)}`)];
  }

  function isOutside(box, text, width) {
    const around = block(text.parentElement).getBoundingClientRect();
    return box.left < -1 || box.right > width + 1 || box.left < around.left - 2 || box.right > around.right + 2;
  }

  function isCut(element) {
    const { overflowX, overflowY } = getComputedStyle(element);
    const hides = (overflow) => ["hidden", "clip"].includes(overflow);
    return (hides(overflowX) && element.scrollWidth > element.clientWidth + 1) || (hides(overflowY) && element.scrollHeight > element.clientHeight + 1);
  }

  /** What MEASURE finds while each word is 40 % longer, as in another language. */
  function inLongerWords(measure) {
    const before = [...texts()].map((text) => [text, text.data]);
    for (const [text, data] of before) text.data = data.replace(/\p{L}{2,}/gu, (word) => word + word.slice(0, Math.ceil(word.length * 0.4)));
    const found = measure();
    for (const [text, data] of before) text.data = data;
    return found;
  }

  function fromRightToLeft(measure) {
    const { dir } = document.documentElement;
    document.documentElement.dir = "rtl";
    const found = measure();
    document.documentElement.dir = dir;
    return found;
  }

  /** Numbers to call that are broken over two lines. */
  function brokenNumbers() {
    return [...document.querySelectorAll("a[href^='tel:'], a[href^='sms:']")].flatMap((link) => [...texts(link)]).filter((text) => broken(text, /\d[\d-]{1,}\d/g).length).map((text) => name(text.parentElement));
  }

  /** Words of the elements SELECTOR that are broken over two lines, but for those that are very long. */
  function brokenWords(selector = "body") {
    const found = [...document.querySelectorAll(selector)].filter((element) => !isHidden(element)).flatMap((element) => [...texts(element)]);
    return found.filter((text) => !text.parentElement.closest("pre, code, .skip")).flatMap((text) => broken(text, /(?<![^\s(¿¡"“‘])[\p{Script=Latin}'’]{2,15}(?![^\s)?!.,:;"”])/gu).map((word) => `${word}: ${name(text.parentElement)}`));
  }

  /** What of PATTERN in TEXT is broken over two lines. */
  function broken(text, pattern) {
    const isBroken = ({ index, 0: found }) => {
      const range = document.createRange();
      range.setStart(text, index);
      range.setEnd(text, index + found.length);
      return new Set([...range.getClientRects()].filter(({ width }) => width).map(({ top }) => Math.round(top))).size > 1;
    };
    return [...text.data.matchAll(pattern)].filter(isBroken).map(([found]) => found);
  }

  // Structure

  const LANDMARKS = { "body > header": "banner", nav: "navigation", main: "main", aside: "complementary", "body > footer": "contentinfo", "form[role=search], search": "search", "section[aria-label], section[aria-labelledby]": "region", "form[aria-label]:not([role])": "form" };

  /** Landmarks that are missing, that stand twice, or that a screen reader cannot tell apart. */
  function landmarkFaults() {
    const found = Object.entries(LANDMARKS).flatMap(([selector, role]) => [...document.querySelectorAll(selector)].filter((element) => !isHidden(element)).map((element) => [role, label(element)]));
    const times = (role) => found.filter(([other]) => other === role).length;
    const lacking = ["banner", "main", "contentinfo"].filter((role) => times(role) !== 1).map((role) => `${role}: ${times(role)}`);
    const same = found.filter(([role, label], place) => found.findIndex(([other, others]) => other === role && others === label) < place);
    return [...lacking, ...(times("search") ? [] : ["search: 0"]), ...same.map(([role, label]) => `${role}: two of one name: ${label}`)];
  }

  function headingFaults() {
    const levels = [...document.querySelectorAll("h1, h2, h3, h4, h5, h6")].filter((heading) => heading.checkVisibility()).map((heading) => Number(heading.tagName[1]));
    const first = levels.filter((level) => level === 1).length;
    const skips = levels.flatMap((level, place) => (level > (levels[place - 1] ?? 0) + 1 ? [`h${level} after h${levels[place - 1] ?? 0}`] : []));
    return [...(first === 1 ? [] : [`h1: ${first}`]), ...skips];
  }

  const label = (element) => element.ariaLabel ?? (element.getAttribute("aria-labelledby") ?? "").split(" ").map((id) => document.getElementById(id)?.textContent.trim().replace(/\s+/g, " ") ?? "").join(" ");

  // Settings of the reader

  function moving() {
    const seconds = (durations) => durations.split(",").some((duration) => parseFloat(duration) > 0);
    const moves = (style) => (style.animationName !== "none" && seconds(style.animationDuration)) || seconds(style.transitionDuration) || style.scrollBehavior === "smooth";
    return [...document.querySelectorAll("*")].filter((element) => [null, "::before", "::after"].some((part) => moves(getComputedStyle(element, part)))).map(name);
  }

  function borderless(selector) {
    const isBare = (style) => parseFloat(style.borderTopWidth) < 1 || style.borderTopStyle === "none" || channels(style.borderTopColor).alpha === 0 || contrast(style.borderTopColor, style.backgroundColor) < 3;
    return [...document.querySelectorAll(selector)].filter((element) => !isHidden(element) && isBare(getComputedStyle(element))).map(name);
  }

  // Paper

  /** What ROWS, that a page break must not divide, lack on paper; numbers that are no larger than the text; addresses that are not written out. */
  function unprintable(rows) {
    const shown = (selector) => [...document.querySelectorAll(selector)].filter((element) => !isHidden(element));
    const size = (element) => parseFloat(getComputedStyle(element).fontSize);
    const divided = shown(rows).filter((element) => getComputedStyle(element).breakInside !== "avoid");
    const small = shown(".number a").filter((element) => size(element) <= size(document.body));
    const unwritten = shown("main a[href^='http']").filter((link) => !link.textContent.includes(link.getAttribute("href")) && !getComputedStyle(link, "::after").content.includes(link.getAttribute("href")));
    const isText = (node) => node.nodeType === Node.TEXT_NODE && node.data.trim();
    const pale = shown("body *:not(svg *)").filter((element) => [...element.childNodes].some(isText) && contrast(getComputedStyle(element).color, "rgb(255, 255, 255)") < 4.5); // paper has no backgrounds
    return [...pale.map((element) => `pale: ${name(element)}`), ...divided.map((element) => `divided: ${name(element)}`), ...small.map((element) => `small: ${name(element)}`), ...unwritten.map((link) => `no address: ${name(link)}`)];
  }

  return { unprintable, stops: () => stops().map(name), focused, smallTargets, lowTargets, cutOff, inLongerWords, fromRightToLeft, brokenNumbers, brokenWords, landmarkFaults, headingFaults, moving, borderless };
})();
