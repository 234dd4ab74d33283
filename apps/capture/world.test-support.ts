import { type Instant, instant } from '../../src/base/instant.ts';
import { expectOk, ok } from '../../src/base/result.ts';
import { GOOD_CODE, ModelDoor, STATIONS } from './door.test-support.ts';
import { memoryStorage } from './memory-storage.ts';
import { openPhone, type Told } from './phone.ts';
import type { Phone, SheetView, StationView } from './phone-types.ts';
import type { PhonePorts } from './ports.ts';

/** A phone with its disk, a line that a test breaks, and a clock that runs when the test says so. */
export class World {
  readonly door = new ModelDoor();
  readonly disk = new Map<string, Map<string, unknown>>();
  now: Instant = instant(1_767_500_000_000);
  /** The phone's clock against the door's. */
  wrong = 0;
  online = true;
  marked = false;
  /** Asked for every request: what becomes of it. */
  line: () => 'arrives' | 'lost' | 'unheard' | 'stalls' = () => 'arrives';
  #timers: { readonly at: number; readonly ring: () => void }[] = [];
  #fetching = 0;
  #life = 0;

  /** Opens the app. What an earlier one still does reaches nobody, as after a tab was killed. */
  async open(): Promise<Phone & Told> {
    this.#life += 1;
    this.#timers = [];
    const phone = await openPhone(this.#ports(this.#life, true));
    await this.settle();
    return phone;
  }

  /** One more tab beside those that are open, which never sends. Nobody tells it what the others change, nor them. */
  async tab(): Promise<Phone & Told> {
    return openPhone(this.#ports(this.#life, false));
  }

  async enrolled(): Promise<Phone & Told> {
    const phone = await this.open();
    expectOk(await phone.enrol(GOOD_CODE), 'enrolment');
    return phone;
  }

  /** A sheet with a picture and all figures, sent. */
  async sent(phone: Phone, picture = 'a picture', station = STATIONS[0] as unknown as StationView): Promise<string> {
    const sheet = await phone.start(station);
    expectOk(await phone.addPage(sheet, new Blob([picture])), 'page');
    await fill(phone, sheet);
    expectOk(await phone.send(sheet), 'send');
    return sheet;
  }

  /** Lets time pass. */
  async pass(ms: number): Promise<void> {
    const end = this.now + ms;
    for (;;) {
      await this.settle();
      const due = [...this.#timers].sort((a, b) => a.at - b.at)[0];
      if (due === undefined || due.at > end) break;
      this.#timers = this.#timers.filter((timer) => timer !== due);
      this.#to(Math.max(this.now, due.at));
      due.ring();
    }
    this.#to(end);
  }

  /** Until nothing happens without the clock. */
  async settle(): Promise<void> {
    for (let quiet = 0; quiet < 2; quiet++) {
      await new Promise((later) => setTimeout(later, 0));
      if (this.#fetching > 0) quiet = 0;
    }
  }

  #to(at: number): void {
    this.now = instant(at);
    this.door.now = this.now;
  }

  #ports(life: number, leads: boolean): PhonePorts {
    const alive = () => life === this.#life;
    let chance = 0;
    return {
      storage: memoryStorage(this.disk),
      origin: 'https://door.example',
      fetch: (url, init) => this.#fetch(url, init, alive),
      now: () => instant(this.now + this.wrong),
      chance: () => {
        chance = (chance + 0.37) % 1;
        return chance;
      },
      randomBytes: (count) => crypto.getRandomValues(new Uint8Array(count)),
      later: (ms, then) => {
        const timer = { at: this.now + ms, ring: () => alive() && then() };
        this.#timers.push(timer);
        return () => {
          this.#timers = this.#timers.filter((one) => one !== timer);
        };
      },
      shrink: async (picture) => ok(picture),
      urlOf: () => 'blob:picture',
      releaseUrl: () => {},
      online: () => this.online,
      tabs: { tell: () => {}, onTold: () => {}, lead: (run) => leads && run(), wakeLater: () => {} },
      keeping: {
        persisted: async () => true,
        ask: async () => true,
        marked: async () => this.marked,
        mark: async () => {
          this.marked = true;
        },
      },
    };
  }

  async #fetch(url: string, init: RequestInit, alive: () => boolean): Promise<Response> {
    const what = this.online ? this.line() : 'lost';
    if (what === 'stalls') {
      return new Promise((_, gone) => init.signal?.addEventListener('abort', () => gone(new Error('aborted'))));
    }
    this.#fetching += 1;
    const body = new Uint8Array(await new Response(init.body ?? null).arrayBuffer());
    this.#fetching -= 1;
    if (what === 'lost' || !alive()) throw new Error('no network');
    const path = url.replace('https://door.example/api/intake/', '');
    const answer = this.door.answer(init.method ?? 'GET', path, body);
    if (what === 'unheard') throw new Error('the answer was lost');
    const text = typeof answer.body === 'string' ? answer.body : JSON.stringify(answer.body);
    return new Response(text, { status: answer.status });
  }
}

/** Every box of a sheet gets a number. */
export async function fill(phone: Phone, sheet: string): Promise<void> {
  const { figures } = sheetOf(phone, sheet);
  for (const { contest, boxes } of figures) {
    for (let box = 0; box < boxes.length; box++) await phone.setBox(sheet, contest, box, (7 + box) as never);
  }
}

export function sheetOf(phone: Phone, sheet: string): SheetView {
  const found = phone.view.sheets.find(({ id }) => id === sheet);
  if (found === undefined) throw new Error(`no sheet ${sheet}`);
  return found;
}

/** What became of its two messages. */
export function stateOf(phone: Phone, sheet: string): readonly [figures: string, sheet: string] {
  const { sent } = sheetOf(phone, sheet);
  return [sent?.figures.kind ?? '', sent?.sheet.kind ?? ''];
}
