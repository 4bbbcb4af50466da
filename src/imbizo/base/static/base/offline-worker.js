// When a page can't be reached, shows the offline page. Keeps that page and its stylesheet, nothing else:
// whatever names a person must not stay on a shared phone.
const CACHE = "offline-__VERSION__";
const PAGE = "__PAGE__";
const FILES = [PAGE, "__STYLE__"];

self.addEventListener("install", (event) => {
  event.waitUntil(caches.open(CACHE).then((cache) => cache.addAll(FILES)).then(() => self.skipWaiting()));
});

self.addEventListener("activate", (event) => {
  // Only its own: the pages of a gathering's day are kept by another worker.
  const isStale = (name) => name.startsWith("offline-") && name !== CACHE;
  const stale = (names) => Promise.all(names.filter(isStale).map((name) => caches.delete(name)));
  event.waitUntil(caches.keys().then(stale).then(() => self.clients.claim()));
});

self.addEventListener("fetch", (event) => {
  const { request } = event;
  if (request.method === "GET" && request.mode === "navigate") {
    event.respondWith(fetch(request).catch(() => caches.match(PAGE)));
  } else if (FILES.includes(new URL(request.url).pathname)) {
    event.respondWith(fetch(request).catch(() => caches.match(request)));
  }
});
