// This site keeps nothing on devices. Where an earlier version did, this takes it back.

self.addEventListener("install", () => self.skipWaiting());
self.addEventListener("activate", (event) => event.waitUntil(takeBack()));

async function takeBack() {
  const ours = `site ${new URL(self.registration.scope).pathname} `;
  for (const name of (await caches.keys()).filter((key) => key.startsWith(ours))) await caches.delete(name);
  await self.registration.unregister();
}
