// Runs src/imhsite/theme/worker.js in a made-up browser: a network that does what a scenario says, a device that may be full,
// and a clock that goes on only when nothing else is left to do. Reads one scenario a line, writes what each of its steps came to.

import { readFileSync } from "node:fs";
import { createInterface } from "node:readline";
import vm from "node:vm";

const CODE = readFileSync(new URL("../src/imhsite/theme/worker.js", import.meta.url), "utf8");
const ORIGIN = "https://site.example";
const TURNS = 25; // of the event loop, after which nothing is left to do without the clock
const PAGES = ["", "help-now/", "one/", "two/"];
const NOTE = "kept copy of {date}";

const hash = (version) => String(version).padStart(10, "0");

/** The files of a VERSION of the site below BASE: each page names a style and a script of that version, the script a part of it. */
function published(version, base) {
  const files = new Map();
  for (const page of PAGES) {
    files.set(base + page, { type: "text/html", body: `<!doctype html><html lang="en"><head><link rel="canonical" href="https://elsewhere.example${base}${page}"><link href="${base}assets/site.${hash(version)}.css"><link rel="manifest" href="${base}manifest.webmanifest"><script src="${base}assets/main.${hash(version)}.js"></script></head><body><main id="content">page ${page || "home"} v${version}</main></body></html>\n` });
  }
  files.set(`${base}assets/site.${hash(version)}.css`, { type: "text/css", body: `a{}/*v${version}*/` });
  files.set(`${base}assets/main.${hash(version)}.js`, { type: "text/javascript", body: `import("./part.${hash(version)}.js")` });
  files.set(`${base}assets/part.${hash(version)}.js`, { type: "text/javascript", body: "1" });
  files.set(`${base}assets/kept.0123456789.js`, { type: "text/javascript", body: "2" });
  files.set(`${base}flyer.pdf`, { type: "application/pdf", body: "%PDF" });
  return files;
}

class Clock {
  now = 0;
  timers = [];

  set(work, after) {
    this.timers.push({ work, at: this.now + after });
  }

  wait(after) {
    return new Promise((done) => this.set(done, after));
  }

  /** Let everything happen that needs no time. */
  async settle() {
    for (let turn = 0; turn < TURNS; turn += 1) await new Promise(setImmediate);
  }

  /** Let time go on until PROMISE has come to something, and all that needs no more time; return what it came to. */
  async run(promise) {
    let isDone = false;
    const ended = promise.finally(() => (isDone = true));
    for (;;) {
      await this.settle();
      const next = this.timers.reduce((first, timer) => (timer.at < first.at ? timer : first), { at: Infinity });
      if (isDone && next.at > this.now) return ended;
      if (next.at === Infinity) throw new Error("nothing will happen any more");
      this.timers.splice(this.timers.indexOf(next), 1);
      this.now = Math.max(this.now, next.at);
      next.work();
    }
  }
}

const missing = { type: "text/html", body: '<!doctype html><html lang="en"><body><main><h1 id="missing">Not here</h1></main></body></html>' };

class Device {
  constructor(room) {
    this.room = room;
    this.caches = new Map();
  }

  get used() {
    return [...this.caches.values()].reduce((sum, entries) => sum + [...entries.values()].reduce((all, { body }) => all + body.length, 0), 0);
  }

  /** What a worker knows as `caches`. */
  storage() {
    const device = this;
    const answer = (entry) => entry && new Response(entry.body, { status: entry.status, headers: entry.headers });
    const addressOf = (request) => (typeof request === "string" ? new URL(request, ORIGIN).href : request.url);
    const cache = (name) => ({
      async match(request) {
        return answer(device.caches.get(name)?.get(addressOf(request)));
      },
      async keys() {
        return [...(device.caches.get(name)?.keys() ?? [])].map((url) => ({ url }));
      },
      async put(request, response) {
        const body = await response.text();
        if (response.status === 206) throw new TypeError("partial");
        if (device.used + body.length > device.room) throw new DOMException("full", "QuotaExceededError");
        if (!device.caches.has(name)) device.caches.set(name, new Map());
        device.caches.get(name).set(addressOf(request), { body, status: response.status, headers: [...response.headers] });
      },
    });
    return {
      async open(name) {
        if (device.room < 0) throw new DOMException("forbidden", "SecurityError");
        if (!device.caches.has(name)) device.caches.set(name, new Map());
        return cache(name);
      },
      keys: async () => [...device.caches.keys()],
      delete: async (name) => device.caches.delete(name),
      match: async (address, { cacheName }) => {
        if (device.room < 0) throw new DOMException("forbidden", "SecurityError");
        return cache(cacheName).match(address);
      },
    };
  }
}

/** A browser with one worker, as a scenario drives it. */
class Stage {
  constructor({ room, base = "/" }) {
    Object.assign(this, { base, version: 0, device: new Device(room), network: { does: "good", after: 0 }, asked: [], messages: [] });
    this.files = published(0, base);
    this.clock = new Clock();
  }

  async fetch(request) {
    const { does, after } = this.network;
    const address = typeof request === "string" ? new URL(request, ORIGIN) : new URL(request.url);
    this.asked.push(address.pathname);
    await this.clock.wait(after);
    if (does === "gone") throw new TypeError("Failed to fetch");
    if (does === "hangs") await this.clock.wait(60_000);
    if (does === "trouble") return made({ type: "text/html", body: "<html>Bad gateway" }, 502);
    if (does === "portal") return made({ type: "text/html", body: "<html><body>Please pay</body></html>" }, 200);
    const file = this.files.get(address.pathname);
    if (does === "missing" || does === "soft" || !file) return made(missing, does === "soft" ? 200 : 404);
    if (does === "half") return made(file, 200, true);
    if (does === "short") return made({ ...file, body: file.body.slice(0, file.body.length >> 1) }, 200);
    if (does === "another") return made(this.files.get(this.base), 200);
    return made(file, 200);
  }

  /** Install the worker of the version that is published now; tells whether that could be done. */
  async install() {
    const listeners = {};
    const self = { addEventListener: (name, listener) => (listeners[name] = listener), skipWaiting: async () => {}, clients: { claim: async () => {}, get: async (id) => this.client?.id === id && this.client } };
    const site = { base: this.base, version: `v${this.version}`, keep: [...this.files.keys()].filter((path) => !/(one|two)\/$|pdf$/.test(path)), missing: `${this.base}help-now/`, notes: { en: NOTE }, instead: { en: NOTE }, script: `${this.base}assets/kept.0123456789.js` };
    const world = { self, caches: this.device.storage(), fetch: (request) => this.fetch(request), location: { origin: ORIGIN }, setTimeout: (work, after) => this.clock.set(work, after), URL, Response, Headers, Map, Promise, Date, console };
    vm.runInNewContext(`const SITE = ${JSON.stringify(site)};\n${CODE}`, world);
    try {
      await this.run(listeners.install, {});
    } catch {
      return false;
    }
    await this.run(listeners.activate, {});
    this.worker = listeners;
    return true;
  }

  async run(listener, event) {
    const extended = [];
    listener({ ...event, waitUntil: (promise) => extended.push(promise) });
    await Promise.all(extended);
  }

  /** What the reader gets at PATH; `nothing` where the browser shows its own error. */
  async get(path, mode, headers = {}) {
    const request = { url: ORIGIN + path, method: "GET", mode, headers: new Headers(headers) };
    let answer;
    if (mode === "navigate") this.client = { id: `${path} ${Math.random()}`, url: request.url, postMessage: (message) => this.messages.push(message) };
    this.worker?.fetch({ request, resultingClientId: this.client?.id, respondWith: (promise) => (answer = promise), waitUntil: (promise) => promise.catch((error) => console.error("unhandled", error)) });
    const taken = Boolean(answer);
    try {
      const response = await (answer ?? this.fetch(request));
      const body = await response.text();
      return { taken, status: response.status, body, noted: body.includes(NOTE.split("{")[0]) };
    } catch {
      return { taken, status: 0, body: "", noted: false };
    }
  }

  async visit(path) {
    const start = this.clock.now;
    const page = await this.get(this.base + path, "navigate");
    const took = this.clock.now - start;
    const styles = [];
    const calm = this.network;
    this.network = { does: "good", after: 0 };
    const names = [...page.body.matchAll(/(?:href|src)="([^"]*\/assets\/[^"]+)"/g)].map(([, name]) => name);
    for (const name of names) {
      styles.push((await this.get(name, "no-cors")).status);
      const version = /main\.(\d+)/.exec(name)?.[1];
      if (version) styles.push((await this.get(`${this.base}assets/part.${version}.js`, "no-cors")).status);
    }
    this.network = calm;
    return { ...page, took, styles };
  }

  cached() {
    return [...this.device.caches].flatMap(([name, entries]) => [...entries].map(([url, { body }]) => [name, new URL(url).pathname, body]));
  }

  async step([what, value, after]) {
    if (what === "network") return void (this.network = { does: value, after: after ?? 0 });
    if (what === "room") return void (this.device.room = value);
    if (what === "publish") return void (this.files = published((this.version += 1), this.base));
    if (what === "install") return { installed: await this.install() };
    if (what === "visit") return this.visit(value);
    if (what === "part") return this.get(this.base + value, "no-cors", { range: "bytes=0-1" });
    if (what === "get") return this.get(value, "no-cors");
    if (what === "wait") return void (await this.clock.wait(value));
    if (what === "reload") return { ...(await this.get(this.base + value, "navigate")), messages: this.messages.splice(0) };
    if (what === "cached") return { cached: this.cached(), asked: this.asked.length };
    throw new Error(what);
  }
}

function made({ type, body }, status, breaks = false) {
  const bytes = new TextEncoder().encode(body);
  const stream = new ReadableStream({
    start(controller) {
      controller.enqueue(breaks ? bytes.slice(0, bytes.length >> 1) : bytes);
      if (breaks) setImmediate(() => controller.error(new TypeError("broken off")));
      else controller.close();
    },
  });
  return new Response(stream, { status, headers: { "content-type": type } });
}

process.on("unhandledRejection", (error) => console.error("unhandled", error));
for await (const line of createInterface({ input: process.stdin })) {
  const { steps, ...device } = JSON.parse(line);
  const stage = new Stage(device);
  const came = [];
  for (const step of steps) came.push((await stage.clock.run(stage.step(step))) ?? null);
  console.log(JSON.stringify(came));
}
