// This site keeps nothing on devices. Where an earlier version did, this takes it back.

self.addEventListener("install", () => self.skipWaiting());
self.addEventListener("activate", (event) => event.waitUntil(takeBack()));

async function takeBack() {
  for (const name of await caches.keys()) await caches.delete(name);
  await self.registration.unregister();
}
