// Reads the text of the page or a part of it aloud, sentence by sentence, and marks the sentence without changing the page: screen readers
// notice nothing. Pausing ends the sentence; going on begins it again, as some phones cannot pause a voice.

const BLOCKS = "h1, h2, h3, p, li, dt, dd, td, th, figcaption";
const SKIPPED = ".hear, .quick-exit, .breadcrumb, .page-note, .source-note, .sheet-pdf, .suggest, form, nav, svg, script";
const MARK = "aloud";

/** The sentences in ROOT: their ranges, languages and what is said. */
function sentences(root) {
  return [...root.querySelectorAll(BLOCKS)]
    .filter((block) => !block.closest(SKIPPED) && block.checkVisibility())
    .flatMap(ofBlock);
}

/** The text nodes of BLOCK that are not in a block within it. */
function textsOf(block) {
  const walker = document.createTreeWalker(block, NodeFilter.SHOW_TEXT);
  const texts = [];
  while (walker.nextNode()) {
    const parent = walker.currentNode.parentElement;
    if (parent.closest(BLOCKS) === block && !parent.closest(SKIPPED)) texts.push(walker.currentNode);
  }
  return texts;
}

function ofBlock(block) {
  const lang = block.closest("[lang]").lang;
  const texts = textsOf(block);
  const whole = texts.map((text) => text.data).join("");
  return [...new Intl.Segmenter(lang, { granularity: "sentence" }).segment(whole)]
    .filter(({ segment }) => /[\p{L}\p{N}]/u.test(segment))
    .map(({ segment, index }) => ({ block, lang, said: spoken(segment), range: rangeOf(texts, index, segment.trimEnd().length) }));
}

/** The range of LENGTH letters of TEXTS from the place START on. */
function rangeOf(texts, start, length) {
  const range = new Range();
  range.setStart(...placeIn(texts, start));
  range.setEnd(...placeIn(texts, start + length));
  return range;
}

function placeIn(texts, place) {
  let rest = place;
  for (const text of texts) {
    if (rest <= text.length) return [text, rest];
    rest -= text.length;
  }
  const last = texts.at(-1);
  return [last, last.length];
}

/** TEXT with the digits of telephone numbers apart, so that no voice makes a large number of them. */
function spoken(text) {
  return text.replace(/\s+/g, " ").trim().replace(/\b(?:911|988|\d(?:-\d){2}|(?:1-)?\d{3}-\d{3}-\d{4})\b/g, (number) =>
    number.length < 6 ? number.match(/\d/g).join(" ") : number.split("-").map((part) => [...part].join(" ")).join(", "));
}

/** Let the buttons of BOX read the part that it names, or the page, with the voices that VOICE_OF gives for a language; begin at once. */
export function reader(box, voiceOf) {
  const [play, stop] = box.querySelectorAll("button");
  const words = { playing: box.dataset.pause, paused: box.dataset.continue, stopped: play.textContent };
  const root = document.getElementById(box.dataset.part) ?? document.querySelector("main");
  const all = sentences(root).filter(({ lang }) => voiceOf(lang));
  let place = 0;
  let state = "stopped";
  let current; // held, as some browsers drop an utterance that nobody holds, and its end never comes

  function become(next) {
    state = next;
    play.querySelector("span:last-child").textContent = words[state];
    stop.hidden = state === "stopped";
    if (state !== "playing") {
      current = undefined;
      speechSynthesis.cancel();
    }
    if (state === "stopped") {
      place = 0;
      CSS.highlights?.delete(MARK);
    }
  }

  function speak() {
    const sentence = all[place];
    if (!sentence) {
      become("stopped");
      return;
    }
    const utterance = new SpeechSynthesisUtterance(sentence.said);
    utterance.voice = voiceOf(sentence.lang);
    utterance.lang = utterance.voice.lang;
    utterance.addEventListener("end", () => goOn(utterance, 1));
    utterance.addEventListener("error", () => current === utterance && become("stopped"));
    current = utterance;
    mark(sentence);
    speechSynthesis.speak(utterance);
  }

  function goOn(utterance, by) {
    if (current !== utterance) return; // it was paused or stopped meanwhile
    place += by;
    speak();
  }

  function mark({ range, block }) {
    CSS.highlights?.set(MARK, new Highlight(range));
    block.scrollIntoView({ block: "nearest" });
  }

  function toggle() {
    become(state === "playing" ? "paused" : "playing");
    if (state === "playing") speak();
  }

  play.addEventListener("click", toggle);
  stop.addEventListener("click", () => {
    become("stopped");
    play.focus();
  });
  addEventListener("pagehide", () => become("stopped"));
  speechSynthesis.cancel(); // what another page may have left
  toggle();
}
