// Leaves a page about violence at once: by its link, or by the Escape key three times within two seconds.

import "./site_search.js";

const link = document.querySelector(".quick-exit a");
const hint = document.querySelector(".quick-exit span[hidden]");
let presses = [];

function leave() {
  document.title = "";
  document.body.replaceChildren(); // the page is blank at once, however slow the network
  location.replace(link.href); // and the Back button does not lead here again
}

link.addEventListener("click", (event) => {
  event.preventDefault();
  leave();
});

addEventListener("keydown", (event) => {
  if (event.key !== "Escape") return;
  presses = [...presses, event.timeStamp].slice(-3);
  if (presses.length === 3 && presses[2] - presses[0] <= 2000) leave();
});

hint.hidden = false;
