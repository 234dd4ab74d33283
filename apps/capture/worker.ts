import './platform-gaps.ts';
import { leadIfNobody, SYNC_TAG, workerPorts } from './browser-ports.ts';
import { Kept } from './kept.ts';
import { Sender } from './sender.ts';
import { openStorage } from './storage.ts';

/*
 * The service worker: it keeps the app for the time without a network, and sends what waits when the browser wakes it
 * (Background Sync) although nobody has the app open.
 */

/** Put in when the app is bundled: apps/centre/capture-files.ts. */
declare const VERSION: string;
declare const SHELL: readonly string[];
declare const LATER: readonly string[];

type Extendable = Event & { waitUntil(until: Promise<unknown>): void };
type Fetching = Extendable & { readonly request: Request; respondWith(answer: Promise<Response>): void };
type Scope = {
  skipWaiting(): Promise<void>;
  readonly clients: { claim(): Promise<void> };
  addEventListener(kind: 'install' | 'activate', then: (event: Extendable) => void): void;
  addEventListener(kind: 'fetch', then: (event: Fetching) => void): void;
  addEventListener(kind: 'message', then: (event: Extendable & { readonly data: unknown }) => void): void;
  addEventListener(kind: 'sync', then: (event: Extendable & { readonly tag: string }) => void): void;
};
const worker = globalThis as unknown as Scope;

const CACHE_NAMES = 'cotejo-app-';
const CACHE = `${CACHE_NAMES}${VERSION}`;
const INDEX = '/capture/';

worker.addEventListener('install', (event) => {
  // Past the browser's own cache: an index of yesterday would name files that are gone.
  const fresh = SHELL.map((path) => new Request(path, { cache: path === INDEX ? 'no-cache' : 'default' }));
  event.waitUntil(caches.open(CACHE).then((cache) => cache.addAll(fresh)));
});

worker.addEventListener('activate', (event) => {
  event.waitUntil(dropOthers().then(() => worker.clients.claim()));
});

worker.addEventListener('message', (event) => {
  if (event.data === 'take over') event.waitUntil(worker.skipWaiting());
  // The reader of QR codes is much larger than the app: it comes when the app is there, and nobody waits for it.
  if (event.data === 'fetch the rest') event.waitUntil(fetchLater());
});

worker.addEventListener('fetch', (event) => {
  const { request } = event;
  const url = new URL(request.url);
  if (request.method !== 'GET' || url.origin !== location.origin || !url.pathname.startsWith(INDEX)) return;
  event.respondWith(answer(request, url.pathname));
});

worker.addEventListener('sync', (event) => {
  if (event.tag === SYNC_TAG) event.waitUntil(leadIfNobody(sendAll));
});

async function answer(request: Request, path: string): Promise<Response> {
  const cache = await caches.open(CACHE);
  const asked = request.mode === 'navigate' ? INDEX : path;
  const cached = await cache.match(asked);
  if (cached !== undefined) return cached;
  const fetched = await fetch(request);
  if (fetched.ok && LATER.includes(path)) await cache.put(path, fetched.clone());
  return fetched;
}

async function fetchLater(): Promise<void> {
  const cache = await caches.open(CACHE);
  for (const path of LATER) {
    if ((await cache.match(path)) !== undefined) continue;
    await cache.add(path).catch(() => {});
  }
}

async function dropOthers(): Promise<void> {
  const names = await caches.keys();
  const old = names.filter((name) => name.startsWith(CACHE_NAMES) && name !== CACHE);
  await Promise.all(old.map((name) => caches.delete(name)));
}

/** Fails where something still waits and can be tried again: then the browser comes back by itself. */
async function sendAll(): Promise<void> {
  const storage = await openStorage(() => {});
  if (!storage.ok) return;
  const ports = workerPorts(storage.value, location.origin);
  const kept = await Kept.open(storage.value, () => {});
  const left = await new Sender(ports, kept).once();
  kept.close();
  if (left > 0) throw new Error(`${left} messages wait`);
}
