// The service worker: once the reader has asked for it (offline.js), it keeps the pages read, the help
// lines and the finder. Below `SITE`, which the build writes above: version, base, keep, missing, notes.
// Pages come from the network while there is one; what is kept is shown with its date.

const OURS = `site ${SITE.base} `; // beside it, sites of other states may keep theirs
const CACHE = OURS + SITE.version;
const KEPT_AT = "x-kept-at";

self.addEventListener("install", (event) => event.waitUntil(install()));
self.addEventListener("activate", (event) => event.waitUntil(activate()));
self.addEventListener("fetch", (event) => {
  const address = new URL(event.request.url);
  if (event.request.method !== "GET" || address.origin !== location.origin) return;
  const lasting = address.pathname.startsWith(`${SITE.base}assets/`);
  event.respondWith(lasting ? keptFirst(event.request) : networkFirst(event.request));
});

async function install() {
  await Promise.all(SITE.keep.map(async (path) => keep(path, await fetch(path, { cache: "reload" }))));
  await self.skipWaiting();
}

/** Carry the pages read over from the last version, then drop it. */
async function activate() {
  const cache = await caches.open(CACHE);
  for (const name of (await caches.keys()).filter((key) => key.startsWith(OURS) && key !== CACHE)) {
    const old = await caches.open(name);
    for (const request of await old.keys()) {
      const isPage = new URL(request.url).pathname.endsWith("/");
      if (isPage && !(await cache.match(request))) await cache.put(request, await old.match(request));
    }
    await caches.delete(name);
  }
  await self.clients.claim();
}

async function keptFirst(request) {
  const kept = await caches.match(request);
  if (kept) return kept;
  const fresh = await fetch(request);
  await keep(request.url, fresh.clone());
  return fresh;
}

async function networkFirst(request) {
  try {
    const fresh = await fetch(request);
    await keep(request.url, fresh.clone());
    return fresh;
  } catch {
    const kept = (await find(request.url)) ?? (request.mode === "navigate" ? await find(SITE.missing) : undefined);
    return kept ? withNote(kept) : Response.error();
  }
}

/** What the reader asked for stands behind the question mark: it is never kept. */
function bare(address) {
  const url = new URL(address, location.origin);
  return url.origin + url.pathname;
}

async function find(address) {
  return (await caches.open(CACHE)).match(bare(address));
}

async function keep(address, response) {
  if (!response.ok || response.redirected) return;
  const headers = new Headers(response.headers);
  headers.set(KEPT_AT, new Date().toISOString());
  const cache = await caches.open(CACHE);
  await cache.put(bare(address), new Response(await response.blob(), { status: response.status, headers }));
}

/** Say on a kept page that it is one, and from when. */
async function withNote(response) {
  if (!(response.headers.get("content-type") ?? "").startsWith("text/html")) return response;
  const page = await response.text();
  const language = /<html lang="([a-z]+)"/.exec(page)?.[1] ?? "en";
  const date = new Date(response.headers.get(KEPT_AT)).toLocaleDateString(language, { dateStyle: "long" });
  const note = (SITE.notes[language] ?? Object.values(SITE.notes)[0]).replace("{date}", date);
  const headers = new Headers(response.headers);
  headers.delete("content-length");
  headers.delete("content-encoding");
  return new Response(page.replace(/<main[^>]*>/, (main) => `${main}<p class="callout warning" role="status">${note}</p>`), { headers });
}
