// Offers to read the page aloud, or the part of it that a box names, where the device itself has a voice for it. What reads
// is loaded when somebody wants to listen. Voices that send the text to a server are never used.

/** The voice of this device that suits LANG best, if it has one. */
function voiceOf(lang) {
  const own = speechSynthesis.getVoices().filter((voice) => voice.localService && speaks(voice, lang));
  return own.find((voice) => voice.default) ?? own[0];
}

const speaks = (voice, lang) => voice.lang.toLowerCase().split(/[-_]/)[0] === lang.toLowerCase().split("-")[0];

function offer(box) {
  const languages = [document.documentElement.lang, ...(box.dataset.also?.split(" ") ?? [])];
  const reveal = () => (box.hidden = !languages.some(voiceOf));

  async function start() {
    const { reader } = await import("./hear_reader.js");
    reader(box, voiceOf);
  }

  speechSynthesis.addEventListener?.("voiceschanged", reveal);
  reveal();
  box.querySelector("button").addEventListener("click", start, { once: true });
}

if ("speechSynthesis" in window) document.querySelectorAll(".hear").forEach(offer);
