// The portal writes KEPT and VERSION above: the door's empty page with what it is drawn with, and a name for that state.
// Nothing else is ever kept here: no list, no code, no answer of the portal.
const PREFIX = "checkin-";
const SHELL = KEPT[0];
const PATIENCE = 5_000;

self.addEventListener("install", (event) => {
  event.waitUntil(fill().then(() => self.skipWaiting()));
});

self.addEventListener("activate", (event) => {
  event.waitUntil(dropOthers().then(() => self.clients.claim()));
});

self.addEventListener("fetch", (event) => {
  const { method, mode, url } = event.request;
  const { origin, pathname, search } = new URL(url);
  if (method !== "GET" || origin !== location.origin) return;
  if (mode === "navigate" && /^\/checkin\/[^/.]+$/.test(pathname)) event.respondWith(pageOrShell(event.request));
  else if (KEPT.includes(pathname + search)) event.respondWith(keptOrFetched(event.request));
  else if (pathname.startsWith("/assets/")) event.respondWith(fetchedOrKept(event.request));
});

async function fill() {
  const cache = await caches.open(PREFIX + VERSION);
  await cache.addAll(KEPT.map((path) => new Request(path, { cache: "reload" })));
}

async function dropOthers() {
  const old = (await caches.keys()).filter((name) => name.startsWith(PREFIX) && name !== PREFIX + VERSION);
  await Promise.all(old.map((name) => caches.delete(name)));
}

async function pageOrShell(request) {
  try {
    return await fetch(request, { signal: AbortSignal.timeout(PATIENCE) });
  } catch {
    return caches.match(SHELL);
  }
}

async function keptOrFetched(request) {
  return (await caches.match(request)) || fetch(request);
}

// A stylesheet names its pictures without their stamp.
async function fetchedOrKept(request) {
  try {
    return await fetch(request);
  } catch {
    return (await caches.match(request, { ignoreSearch: true })) || Response.error();
  }
}
