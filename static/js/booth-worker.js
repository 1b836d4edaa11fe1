// The service worker of /sell/booth: the pages, what they load and the photos are there without signal; sales are sent when it comes.
// The server writes BOOTH before this: {version, assets, queue, root, pages}.
"use strict";

importScripts(BOOTH.queue);

const ASSETS = `booth-assets-${BOOTH.version}`;
const PAGES = "booth-pages", PHOTOS = "booth-photos";
const WAIT = 4000; // milliseconds for a page, before the one that is kept is shown

self.addEventListener("install", (event) => {
  event.waitUntil(install());
});

// All of the new version, and each kept page anew, for pages name what they load. What cannot be had now leaves the old one working.
async function install() {
  const assets = await caches.open(ASSETS);
  await assets.addAll(BOOTH.assets);
  const pages = await caches.open(PAGES);
  for (const request of await pages.keys()) {
    const answer = await fetch(request.url, { credentials: "same-origin", redirect: "manual" });
    if (answer.ok) await pages.put(request, answer);
  }
  await self.skipWaiting();
}

self.addEventListener("activate", (event) => {
  event.waitUntil(activate());
});

// The version before stays beside this one: a page that could not be had anew still names its files.
async function activate() {
  await self.clients.claim();
  const before = (await caches.keys()).filter((name) => name.startsWith("booth-assets-") && name !== ASSETS);
  for (const name of before.slice(0, -1)) await caches.delete(name);
}

self.addEventListener("fetch", (event) => {
  const { request } = event;
  const address = new URL(request.url);
  if (request.method !== "GET" || address.origin !== self.location.origin) return;
  if (request.mode === "navigate") {
    if (isPage(address)) event.respondWith(page(event, address));
  } else if (address.pathname.includes("/static/")) {
    event.respondWith(kept(request));
  } else if (address.pathname.startsWith("/photos/")) {
    event.respondWith(kept(request, PHOTOS));
  }
});

// The list of booths and each one's table; sums, sheets and tasks are the server's, and want signal.
function isPage({ pathname }) {
  const rest = pathname.slice(BOOTH.root.length);
  return pathname.startsWith(BOOTH.root) && /^(\/(?!clashes$)[^/.]+)?\/?$/.test(rest);
}

async function page(event, address) {
  const pages = await caches.open(PAGES);
  const late = new Promise((resolve) => { setTimeout(resolve, WAIT); });
  const fresh = fetch(event.request).then(async (answer) => {
    if (answer.ok && !answer.redirected) await pages.put(address.pathname, answer.clone());
    return answer;
  });
  event.waitUntil(fresh.catch(() => {}));
  const answer = await Promise.race([fresh.catch(() => null), late]);
  if (answer && answer.status < 500) return answer;
  return (await pages.match(address.pathname)) || (await pages.match(BOOTH.root)) || fresh;
}

async function kept(request, into) {
  const found = await caches.match(request);
  if (found) return found;
  const answer = await fetch(request);
  if (into && answer.ok) await (await caches.open(into)).put(request, answer.clone());
  return answer;
}

self.addEventListener("sync", (event) => {
  if (event.tag === "booth-sales") event.waitUntil(sendAll());
});

async function sendAll() {
  const done = await self.boothQueue.send(BOOTH.root);
  new BroadcastChannel("booth").postMessage(done);
  if (done.problem === "server") throw new Error(done.problem); // the browser tries again by itself, and waits longer each time
}
