// The service worker: once the reader has asked for it (offline.js), it keeps the pages read, the help
// lines and the finder. Below `SITE`, which the build writes above: version, base, keep, missing, notes, instead, script.
// Pages come from the network. Where it is gone, broken or slower than PATIENCE, what is kept is shown with
// its date, and replaced once the network answers. Only whole good answers are kept, and to keep them costs no answer.

const OURS = `site ${SITE.base} `; // beside it, sites of other states may keep theirs
const CACHE = OURS + SITE.version;
const ASSETS = `${SITE.base}assets/`;
const NAMED = new RegExp(`(?:${ASSETS}|["'(]\\./)([\\w-]+\\.[0-9a-f]{10}\\.\\w+)`, "g"); // styles and scripts bear a hash of their content
const KEPT_AT = "x-kept-at";
const PATIENCE = 3000; // milliseconds
const LATEST = 10_000; // milliseconds in which a page that came late is asked for again
const arrived = new Map(); // pages that came late, by their address

self.addEventListener("install", (event) => event.waitUntil(install()));
self.addEventListener("activate", (event) => event.waitUntil(activate()));
self.addEventListener("fetch", (event) => {
  const { request } = event;
  const { origin, pathname } = new URL(request.url);
  const isOurs = origin === location.origin && pathname.startsWith(SITE.base);
  if (request.method !== "GET" || !isOurs || request.headers.has("range")) return; // the browser itself gets parts of files
  event.respondWith(pathname.startsWith(ASSETS) ? keptFirst(event) : networkFirst(event));
});

/** Keep what the site works with, all of it or nothing. */
async function install() {
  try {
    await Promise.all(SITE.keep.map(keepForSure));
  } catch (error) {
    await caches.delete(CACHE);
    throw error;
  }
  await self.skipWaiting();
}

/** Keep what lies at PATH. Rejects where it is not to be had, or there is no room. */
async function keepForSure(path) {
  const answer = await fetch(path, { cache: "reload" });
  const body = await content(path, answer);
  if (!body) throw new Error(`not to be had: ${path}`);
  await store(path, answer, body);
}

/** Carry over what was kept by earlier versions. What does not fit stays where it is, and is found there. */
async function activate() {
  for (const name of (await ours()).slice(1)) {
    try {
      await carry(await caches.open(name), await caches.open(CACHE));
      await caches.delete(name);
    } catch {} // the device is full
  }
  await self.clients.claim();
}

/** The names of our caches, that of this version first. */
const ours = async () => [CACHE, ...(await caches.keys()).filter((key) => key.startsWith(OURS) && key !== CACHE)];

/** Put what was read from one cache into another, and then the styles and scripts that pages there name. */
async function carry(from, to) {
  for (const request of await from.keys()) {
    if (!isAsset(request) && !(await to.match(request))) await to.put(request, await from.match(request));
  }
  const texts = [];
  for (const request of await to.keys()) if (isPage(request.url)) texts.push(await (await to.match(request)).text());
  const seen = new Set();
  for (const text of texts) {
    for (const path of named(text)) {
      if (seen.has(path)) continue;
      seen.add(path);
      const kept = (await to.match(path)) ?? (await from.match(path));
      if (!kept) continue;
      await to.put(path, kept.clone());
      if (isCode(path)) texts.push(await kept.text());
    }
  }
}

const isAsset = ({ url }) => new URL(url).pathname.startsWith(ASSETS);
const isPage = (address) => /(\/|\.html)$/.test(bare(address));
const isCode = (path) => /\.(js|css)$/.test(path);
const named = (text) => [...text.matchAll(NAMED)].map(([, name]) => ASSETS + name);

async function keptFirst(event) {
  const kept = await find(event.request.url);
  if (kept) return kept;
  const fresh = await fetch(event.request);
  keep(event, fresh);
  return fresh;
}

async function networkFirst(event) {
  const { request } = event;
  const late = request.mode === "navigate" && arrived.get(request.url);
  if (late && arrived.delete(request.url)) return late;
  const asked = ask(event);
  const kept = await find(request.url);
  if (!kept) return (await asked)?.fresh ?? inItsPlace(request);
  const good = asked.then(async (answer) => ((await answer?.isGood) ? answer.fresh : undefined));
  const fresh = await Promise.race([good, new Promise((done) => setTimeout(done, PATIENCE))]);
  if (fresh) return fresh;
  event.waitUntil(good.then((answer) => answer && replace(event, answer)));
  return withNote(kept);
}

/** What the network answers, and the promise whether that is good: whole, and no trouble of the server. Nothing where there is no network. */
async function ask(event) {
  try {
    const fresh = await fetch(event.request);
    return { fresh, isGood: keep(event, fresh).then(() => !isTrouble(fresh), () => false) };
  } catch {
    return undefined;
  }
}

const isTrouble = ({ status }) => status >= 500 || status === 429 || status === 408;

/** The help lines in the place of a page that is not kept. */
async function inItsPlace(request) {
  const help = request.mode === "navigate" ? await find(SITE.missing) : undefined;
  return help ? withNote(help, SITE.instead) : Response.error();
}

/** Tell the page that is shown that a newer one is there (kept.js). */
async function replace({ request, resultingClientId }, fresh) {
  const shown = request.mode === "navigate" && (await self.clients.get(resultingClientId));
  if (!shown || bare(shown.url) !== bare(request.url)) return;
  arrived.set(request.url, fresh);
  shown.postMessage("newer");
  await new Promise((done) => setTimeout(done, LATEST));
  arrived.delete(request.url);
}

/** What the reader asked for stands behind the question mark: it is never kept. */
function bare(address) {
  const url = new URL(address, location.origin);
  return url.origin + url.pathname;
}

/** What is kept of ADDRESS, by this version or an earlier one. */
async function find(address) {
  try {
    for (const name of await ours()) {
      const kept = await caches.match(bare(address), { cacheName: name, ignoreVary: true });
      if (kept) return kept;
    }
  } catch {} // some browsers forbid to keep anything
  return undefined;
}

/** Keep the answer FRESH, if it is one to keep and there is room. The promise is that of its content, and rejects where it broke off. */
function keep(event, fresh) {
  const { url } = event.request;
  const body = content(url, fresh.clone());
  event.waitUntil(body.then((whole) => whole && store(url, fresh, whole)).catch(() => {})); // a device that is full keeps no more
  return body;
}

/** Put BODY, the content of ANSWER, into the cache; before a page, what it is shown with. */
async function store(address, answer, body) {
  if (isPage(address) || isCode(address)) await storeNamed(await body.text());
  await put(await caches.open(CACHE), address, answer, body);
}

async function storeNamed(text) {
  for (const path of named(text)) if (!(await find(path))) await keepForSure(path);
}

/** The content of ANSWER; nothing where it is none to keep, as of an error. Rejects where it broke off. */
async function content(address, answer) {
  const saysPage = (answer.headers.get("content-type") ?? "").startsWith("text/html");
  if (answer.status !== 200 || answer.redirected || isPage(address) !== saysPage) {
    answer.body?.cancel();
    return undefined;
  }
  const body = await answer.blob();
  return !isPage(address) || isPageOf(address, await body.text()) ? body : undefined;
}

/** Whether HTML is the page of ADDRESS, and not one that a server sends in the place of what it lacks. Throws where it broke off. */
function isPageOf(address, html) {
  if (!html.trimEnd().endsWith("</html>")) throw new Error(`broken off: ${address}`);
  const canonical = /<link rel="canonical" href="([^"]+)"/.exec(html)?.[1];
  if (canonical) return new URL(canonical).pathname === new URL(bare(address)).pathname;
  return html.includes(`"${SITE.base}manifest.webmanifest"`) && !html.includes('id="missing"');
}

function put(cache, address, answer, body) {
  const headers = new Headers(answer.headers);
  headers.set(KEPT_AT, new Date().toISOString());
  return cache.put(bare(address), new Response(body, { status: answer.status, headers }));
}

/** Say on a kept page that it is one, and from when. */
async function withNote(response, notes = SITE.notes) {
  if (!(response.headers.get("content-type") ?? "").startsWith("text/html")) return response;
  const page = await response.text();
  const language = /<html lang="([a-z]+)"/.exec(page)?.[1] ?? "en";
  const date = new Date(response.headers.get(KEPT_AT)).toLocaleDateString(language, { dateStyle: "long" });
  const note = (notes[language] ?? Object.values(notes)[0]).replace("{date}", date);
  const headers = new Headers(response.headers);
  headers.delete("content-length");
  headers.delete("content-encoding");
  const said = `<p class="callout warning" role="status">${note}</p><script type="module" src="${SITE.script}"></script>`;
  return new Response(page.replace(/<main[^>]*>/, (main) => main + said), { headers });
}
