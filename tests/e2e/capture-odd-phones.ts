import { sharp } from '../../adapters/pictures/sharp-limits.ts';
import type { Bytes } from '../../src/base/bytes.ts';

/* Phones that are not as one would wish, as scripts that run before the app's, and what their cameras give. */

export const DAY_MS = 86_400_000;
const CLOCK_KEY = 'test-clock';

/** A clock that is wrong by so many milliseconds, until it is set: also for the worker of the app, where it is run as well. */
export function wrongClock(ms: number): string {
  return `{
    const set = typeof localStorage === 'undefined' ? null : localStorage.getItem('${CLOCK_KEY}');
    const shift = set === null ? ${ms} : Number(set);
    const Right = Date;
    globalThis.Date = class extends Right {
      constructor(...given) {
        if (given.length === 0) super(Right.now() + shift);
        else super(...given);
      }
      static now() { return Right.now() + shift; }
    };
  }`;
}

/** Somebody sets the clock right; the app sees it at its next start. */
export const SET_CLOCK = `localStorage.setItem('${CLOCK_KEY}', '0')`;

/** A finger that is quicker than the screen: it touches the first sheet once it stands in the page, before that is painted. */
export const TOUCH_AT_ONCE = `new MutationObserver((_, watching) => {
  const card = document.querySelector('a.card');
  if (card === null) return;
  watching.disconnect();
  card.click();
}).observe(document, { childList: true, subtree: true })`;

/** From now on the browser breaks off whatever is written, as one without room does; `ROOM_AGAIN` ends it. */
export const NO_ROOM = `{
  const { put, delete: remove } = IDBObjectStore.prototype;
  const broken = new WeakSet();
  const refused = (act) => function (...given) {
    const { transaction } = this;
    if (!broken.has(transaction)) queueMicrotask(() => transaction.abort());
    broken.add(transaction);
    return act.apply(this, given);
  };
  Object.assign(IDBObjectStore.prototype, { put: refused(put), delete: refused(remove) });
  globalThis.roomAgain = () => Object.assign(IDBObjectStore.prototype, { put, delete: remove });
}`;
export const ROOM_AGAIN = 'globalThis.roomAgain()';

/** A browser of before 2023. */
export const NO_ED25519 = `{
  const make = crypto.subtle.generateKey.bind(crypto.subtle);
  crypto.subtle.generateKey = async (algorithm, ...rest) => {
    if ((algorithm.name ?? algorithm) === 'Ed25519') throw new DOMException('Unrecognized name.', 'NotSupportedError');
    return make(algorithm, ...rest);
  };
}`;

/** The same paper by another camera: larger, and with a grain that no encoder makes small. */
export async function photographed(scan: Bytes, width: number, grain: number): Promise<Bytes> {
  const { data, info } = await sharp(Buffer.from(scan)).resize({ width }).toBuffer({ resolveWithObject: true });
  const { height } = info;
  const noise = { type: 'gaussian', mean: 128, sigma: grain } as const;
  const grains = await sharp({ create: { width, height, channels: 3, background: '#808080', noise } })
    .png()
    .toBuffer();
  const picture = sharp(data).composite([{ input: grains, blend: 'soft-light' }]);
  return new Uint8Array(await picture.jpeg({ quality: 88 }).toBuffer());
}
