// On a page that was shown as it was kept (worker.js): once the newer one is there, show that, unless somebody has begun to type.

let typed = false;
addEventListener("input", () => (typed = true), true);
navigator.serviceWorker.addEventListener("message", ({ data }) => {
  if (data === "newer" && !typed) location.reload();
});
navigator.serviceWorker.startMessages();
