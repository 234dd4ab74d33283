import { openInBrowser } from './open-in-browser.ts';
import type { Phone, SheetView } from './phone-types.ts';
import { registerWorker } from './register-worker.ts';

/* What tests/e2e/capture-storage.test.ts puts in the place of the app's own script: the phone without its screens, and what it asks. */

const READER = '/capture/zxing_reader.wasm';
let phone: Phone | null = null;

if (location.pathname.startsWith('/capture/')) {
  void openInBrowser().then((opened) => {
    phone = opened;
    registerWorker(() => opened.updateWaits());
  });
}

const bare = {
  opened: () => phone !== null,
  view: () => phone?.view,
  enrol: (code: string) => phone?.enrol(code),
  send: (sheet: string) => phone?.send(sheet),
  sendNow: () => phone?.sendNow(),
  write,
  became: (id: string, kind: string) => {
    const sent = sheetOf(id)?.sent;
    return sent?.figures.kind === kind && sent.sheet.kind === kind;
  },
  proved: (id: string) => {
    const message = sheetOf(id)?.sent?.sheet;
    return message?.kind === 'kept' && message.proof === 'proved';
  },
  /** Width and height of the first page of a sheet, as it is kept. */
  pictureSize: async (id: string) => {
    const image = new Image();
    image.src = sheetOf(id)?.pages[0]?.url ?? '';
    await image.decode();
    return [image.naturalWidth, image.naturalHeight];
  },
  /** The app is there without a network. */
  installed: async () => {
    const ready = await navigator.serviceWorker.ready;
    return ready.active?.state === 'activated' && navigator.serviceWorker.controller !== null;
  },
  /** Under the policy of the app, out of what the service worker keeps. */
  compilesReader: async () => {
    const kept = await Promise.all((await caches.keys()).map(async (name) => (await caches.open(name)).match(READER)));
    if (kept.every((response) => response === undefined)) return false;
    return (await WebAssembly.compileStreaming(fetch(READER))) instanceof WebAssembly.Module;
  },
  lookForUpdate: async () => {
    await (await navigator.serviceWorker.ready).update();
  },
  nothingWaits: async () => (await navigator.serviceWorker.getRegistration())?.waiting === null,
  makeVersion1,
};
Object.assign(globalThis, { bare });

function sheetOf(id: string): SheetView | undefined {
  return phone?.view.sheets.find((sheet) => sheet.id === id);
}

/** A sheet with a noisy picture (so that it has many bytes) and all its figures, sent; gives its id. */
async function write(station: object, side: number): Promise<string> {
  if (phone === null) throw new Error('the phone is not open');
  const canvas = document.createElement('canvas');
  canvas.width = side;
  canvas.height = side / 2;
  const context = canvas.getContext('2d');
  const chance = (below: number) => Math.random() * below;
  for (let i = 0; context !== null && i < 60_000; i++) {
    context.fillStyle = `rgb(${chance(255)} ${chance(255)} ${chance(255)})`;
    context.fillRect(chance(side), chance(side / 2), 9, 9);
  }
  const picture = await new Promise<Blob | null>((made) => canvas.toBlob(made, 'image/png'));
  const sheet = await phone.start(station as never);
  const added = await phone.addPage(sheet, picture ?? new Blob());
  if (!added.ok) throw new Error(JSON.stringify(added));
  for (const { contest, boxes } of sheetOf(sheet)?.figures ?? []) {
    for (let box = 0; box < boxes.length; box++) await phone.setBox(sheet, contest, box, (3 + box) as never);
  }
  await phone.send(sheet);
  return sheet;
}

/**
 * A database as version 1 of the app wrote it, by hand: what stands here is never changed with the app. Gives the public key.
 */
async function makeVersion1(setup: Record<string, unknown>, station: object): Promise<string> {
  const key = (await crypto.subtle.generateKey({ name: 'Ed25519' }, false, ['sign', 'verify'])) as CryptoKeyPair;
  const raw = await crypto.subtle.exportKey('raw', key.publicKey);
  const base64 = (bytes: ArrayBuffer) => btoa(String.fromCharCode(...new Uint8Array(bytes)));
  const hash = async (bytes: ArrayBuffer) => crypto.subtle.digest('SHA-256', bytes);
  const hex = Array.from(new Uint8Array(await hash(raw)), (byte) => byte.toString(16).padStart(2, '0')).join('');
  const { origin, log, heartbeat, election } = setup;
  const picture = new Blob(['picture'], { type: 'image/jpeg' });
  const sha256 = base64(await hash(await picture.arrayBuffer()));
  const names = { origin, log, heartbeat };
  const enrolled = { device: `phone-${hex.slice(0, 12)}`, election: 'little', scope: 'u0', only: null, more: false };
  const sheet = { id: 'draft', matched: 'sender', startedAt: 1_767_400_000_000, sentAt: null };
  const content = {
    station: { ...station, contests: ['pres'] },
    pages: [{ id: 'p1', bytes: 7, sha256 }],
    figures: [{ contest: 'pres', boxes: [1, 2, 'empty'] }],
  };
  await writeVersion1([
    ['self', 'self', { key, publicKey: base64(raw), enrolled: { ...enrolled, log: names } }],
    ['setup', 'setup', { ...names, election, endpoints: [] }],
    ['instants', 'sentAt', 1_767_400_000_000],
    ['stations', 'T1', station],
    ['pages', 'p1', picture],
    ['sheets', 'draft', { ...sheet, ...content }],
  ]);
  return base64(raw);
}

function writeVersion1(rows: readonly (readonly [store: string, key: string, row: unknown])[]): Promise<void> {
  return new Promise((done, failed) => {
    const opening = indexedDB.open('cotejo-capture', 1);
    opening.onerror = failed;
    opening.onupgradeneeded = () => {
      for (const store of ['self', 'setup', 'instants', 'stations', 'sheets', 'pages', 'messages']) {
        opening.result.createObjectStore(store);
      }
    };
    opening.onsuccess = () => {
      const writing = opening.result.transaction([...new Set(rows.map(([store]) => store))], 'readwrite');
      for (const [store, key, row] of rows) writing.objectStore(store).put(row, key);
      writing.oncomplete = () => {
        opening.result.close();
        done();
      };
    };
  });
}
