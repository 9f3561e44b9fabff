// Keeps the site on this device, or deletes it again, when the reader asks; nothing is kept before.

import "./site_search.js";

const box = document.getElementById("offline");
const say = (name) => (document.getElementById("offline-said").textContent = box.dataset[name]);

async function show() {
  const kept = Boolean(await navigator.serviceWorker.getRegistration());
  document.getElementById("offline-keep").hidden = kept;
  document.getElementById("offline-delete").hidden = !kept;
  return kept;
}

async function keep() {
  say("working");
  try {
    const registration = await navigator.serviceWorker.register(box.dataset.worker, { scope: box.dataset.scope });
    await settled(registration.installing ?? registration.waiting ?? registration.active);
    say("kept");
  } catch {
    say("failed");
  }
  await show();
}

function settled(worker) {
  return new Promise((resolve, reject) => {
    const look = () => (worker.state === "activated" ? resolve() : worker.state === "redundant" ? reject(new Error("not installed")) : null);
    worker.addEventListener("statechange", look);
    look();
  });
}

/** Delete what this site keeps; sites of other states below the same host keep theirs. */
async function forget() {
  await (await navigator.serviceWorker.getRegistration())?.unregister();
  const ours = `site ${box.dataset.scope} `;
  for (const name of (await caches.keys()).filter((key) => key.startsWith(ours))) await caches.delete(name);
  say("deleted");
  await show();
}

if ("serviceWorker" in navigator) {
  document.getElementById("offline-keep").addEventListener("click", keep);
  document.getElementById("offline-delete").addEventListener("click", forget);
  box.hidden = false;
  if (await show()) say("kept");
} else {
  box.remove();
}
