import type { Random } from '../simulation/random.ts';

/** What a bad line does to one request, as shares of all; the rest goes through. */
export const BAD_LINE = { lost: 0.08, answerLost: 0.08, doubled: 0.03, late: 0.1, stalled: 0.02 };

export type LineCount = {
  requests: number;
  bytes: number;
  lost: number;
  doubled: number;
  late: number;
  stalled: number;
};

/** How long a late request lies somewhere, so that later ones overtake it. */
const LATE_MS = 30_000;

export type Fetch = (url: string, init: RequestInit) => Promise<Response>;

/**
 * A line that loses requests, loses answers to requests that were done, sends some twice, holds some back and lets some hang
 * until whoever asked gives up. `pause` waits so many ms of the phone's time.
 */
export function lossyLine(fetch: Fetch, random: Random, pause: (ms: number) => Promise<void>, count: LineCount): Fetch {
  return async (url, init) => {
    let share = random.unit();
    const is = (part: number) => {
      const hit = share >= 0 && share < part;
      share -= part;
      return hit;
    };
    const ask = () => {
      count.requests++;
      count.bytes += sizeOf(init);
      return fetch(url, init);
    };
    if (is(BAD_LINE.lost)) {
      count.lost++;
      throw new TypeError('lost on the way there');
    }
    if (is(BAD_LINE.answerLost)) {
      count.lost++;
      await (await ask()).arrayBuffer();
      throw new TypeError('lost on the way back');
    }
    if (is(BAD_LINE.doubled)) {
      count.doubled++;
      const [first, second] = await Promise.all([ask(), ask()]);
      await first.arrayBuffer();
      return second;
    }
    if (is(BAD_LINE.late)) {
      count.late++;
      await pause(random.unit() * LATE_MS);
    } else if (is(BAD_LINE.stalled)) {
      count.stalled++;
      await new Promise((_, givenUp) => init.signal?.addEventListener('abort', () => givenUp(init.signal?.reason)));
    }
    return ask();
  };
}

function sizeOf({ body }: RequestInit): number {
  if (body instanceof Blob) return body.size;
  return typeof body === 'string' ? body.length : 0;
}
