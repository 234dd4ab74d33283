import { instant } from '../../src/base/instant.ts';
import { memoryStorage } from './memory-storage.ts';
import type { Keeping, PhonePorts, Tabs } from './ports.ts';
import { shrinkPicture } from './shrink-picture.ts';
import { openStorage } from './storage.ts';
import type { PhoneStorage } from './stored.ts';

const MARK = 'cotejo-capture-kept';
const LOCK = 'cotejo-capture-send';
const CHANNEL = 'cotejo-capture';
export const SYNC_TAG = 'cotejo-capture-send';

type Syncing = { readonly sync?: { register(tag: string): Promise<void> } };

/** The ports of a page. Where the browser keeps nothing, the phone works for as long as the tab is open, and says so. */
export async function browserPorts(): Promise<PhonePorts> {
  const opened = await openStorage(() => location.reload());
  return {
    ...workerPorts(opened.ok ? opened.value : memoryStorage(), location.origin),
    shrink: shrinkPicture,
    urlOf: (picture) => URL.createObjectURL(picture),
    releaseUrl: (url) => URL.revokeObjectURL(url),
    keeping: browserKeeping(),
  };
}

/** What a page and the service worker have alike. */
export function workerPorts(storage: PhoneStorage, origin: string): PhonePorts {
  return {
    storage,
    origin,
    fetch: (url, init) => fetch(url, init),
    now: () => instant(Date.now()),
    chance: () => (crypto.getRandomValues(new Uint32Array(1))[0] ?? 0) / 2 ** 32,
    randomBytes: (count) => crypto.getRandomValues(new Uint8Array(count)),
    later: (ms, then) => {
      const timer = setTimeout(then, ms);
      return () => clearTimeout(timer);
    },
    online: () => navigator.onLine,
    tabs: browserTabs(),
    shrink: () => Promise.reject(new Error('no pictures are taken here')),
    urlOf: () => '',
    releaseUrl: () => {},
    keeping: { persisted: async () => true, ask: async () => true, marked: async () => true, mark: async () => {} },
  };
}

function browserTabs(): Tabs {
  const channel = typeof BroadcastChannel === 'function' ? new BroadcastChannel(CHANNEL) : null;
  return {
    tell: () => channel?.postMessage('changed'),
    onTold: (then) => channel?.addEventListener('message', then),
    lead: (run) => {
      // Without locks two tabs may send the same message: the door takes it once.
      if (!('locks' in navigator)) run();
      else void navigator.locks.request(LOCK, () => new Promise<never>(() => run()));
    },
    wakeLater: () => {
      if (!('serviceWorker' in navigator)) return;
      void navigator.serviceWorker.ready.then((found) => (found as Syncing).sync?.register(SYNC_TAG)).catch(() => {});
    },
  };
}

/** Runs when no page leads; false when one does. */
export async function leadIfNobody(run: () => Promise<void>): Promise<boolean> {
  if (!('locks' in navigator)) return false;
  return navigator.locks.request(LOCK, { ifAvailable: true }, async (lock) => {
    if (lock !== null) await run();
    return lock !== null;
  });
}

/** The mark stands at two places, because browsers clear them apart. */
function browserKeeping(): Keeping {
  return {
    persisted: async () => (await navigator.storage?.persisted?.()) === true,
    ask: async () => (await navigator.storage?.persist?.()) === true,
    marked: async () => {
      if (ifStorage(() => localStorage.getItem(MARK)) != null) return true;
      return 'caches' in globalThis && (await caches.has(MARK));
    },
    mark: async () => {
      ifStorage(() => localStorage.setItem(MARK, '1'));
      if ('caches' in globalThis) await (await caches.open(MARK)).put('/capture/mark', new Response('1'));
    },
  };
}

/** A browser that keeps nothing throws at the name alone. */
function ifStorage<T>(act: () => T): T | null {
  try {
    return act();
  } catch {
    return null;
  }
}
