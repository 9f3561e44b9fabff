// Offers to read the page aloud where the device itself has a voice of its language. What reads is loaded when somebody
// wants to listen. Voices that send the text to a server are never used.

import "./site_search.js";

const box = document.querySelector(".hear");
const language = document.documentElement.lang;

/** The voice of this device that suits LANG best, if it has one. */
function voiceOf(lang) {
  const own = speechSynthesis.getVoices().filter((voice) => voice.localService && speaks(voice, lang));
  return own.find((voice) => voice.default) ?? own[0];
}

const speaks = (voice, lang) => voice.lang.toLowerCase().split(/[-_]/)[0] === lang.toLowerCase().split("-")[0];

const offer = () => (box.hidden = !voiceOf(language));

async function start() {
  const { reader } = await import("./hear_reader.js");
  reader(box, voiceOf);
}

if ("speechSynthesis" in window) {
  speechSynthesis.addEventListener?.("voiceschanged", offer);
  offer();
  box.querySelector("button").addEventListener("click", start, { once: true });
}
