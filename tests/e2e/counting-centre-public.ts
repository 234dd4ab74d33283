import { readdirSync, readFileSync, statSync } from 'node:fs';
import { join, relative } from 'node:path';
import type { SheetData, StateData, UnitData } from '../../src/publication/unit-data.ts';
import type { Desk } from './counting-centre-desk.ts';

/* What a reader of the public pages sees, and what a crawler finds. */

const WITHIN_MS = 60_000;

/** Asks until there is an answer; a state that never comes is a failure that says what was last seen. */
export async function until<T>(what: string, ask: () => Promise<T | null>): Promise<T> {
  for (const end = performance.now() + WITHIN_MS; performance.now() < end; ) {
    const found = await ask();
    if (found !== null) return found;
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
  throw new Error(`did not come: ${what}`);
}

/** By contest, what the newest estimate says. */
type Estimates = { readonly [contest: string]: { readonly said: { readonly kind: string } } };

export class PublicSite {
  readonly url: string;

  constructor(url: string) {
    this.url = url;
  }

  async json<T>(path: string): Promise<T> {
    return (await (await fetch(`${this.url}/${path}`)).json()) as T;
  }

  sheet(station: string, as: (sheet: SheetData) => boolean): Promise<SheetData> {
    const unit = station.startsWith('1') ? 'u1' : 'u2';
    let last: unknown = null;
    return until(`station ${station} as expected`, async () => {
      const { sheets } = await this.json<UnitData>(`data/u/${unit}.json`);
      const found = sheets?.find((sheet) => sheet.station === station) ?? null;
      last = found;
      return found !== null && as(found) ? found : null;
    }).catch((cause: Error) => {
      throw new Error(`${cause.message}; last ${JSON.stringify(last)}`);
    });
  }

  root(as: (unit: UnitData) => boolean): Promise<UnitData> {
    return until('the totals as expected', async () => {
      const unit = await this.json<UnitData>('data/u/u0.json');
      return as(unit) ? unit : null;
    });
  }

  estimates(as: (told: Estimates) => boolean): Promise<Estimates> {
    return until('an estimate', async () => {
      const { contests } = await this.json<{ readonly contests: Estimates }>('data/estimate.json');
      return as(contests) ? contests : null;
    });
  }

  state(as: (state: StateData) => boolean): Promise<StateData> {
    return until('the state as expected', async () => {
      const state = await this.json<StateData>('data/state.json');
      return as(state) ? state : null;
    });
  }
}

export function filesUnder(folder: string): string[] {
  return readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .map((name) => join(folder, name))
    .filter((path) => statSync(path).isFile());
}

/** These figures, however a language spells them, where no other digit stands beside them. */
export function finderOf(figures: readonly number[]): (text: string) => readonly string[] {
  const spelt = figures.map((figure) => String(figure).replace(/\B(?=(\d{3})+$)/g, '[.,  \\s]?'));
  const pattern = new RegExp(`(?<![\\dA-Fa-f])(?:${spelt.join('|')})(?![\\dA-Fa-f])`, 'g');
  // Hashes are made of digits too.
  return (text) => text.replaceAll(/[0-9a-f]{40,}/g, '').match(pattern) ?? [];
}

/** Every file of the public tree byte by byte, every address of the site with its headers. */
export async function crawlPublic(
  folder: string,
  site: PublicSite,
  find: (text: string) => readonly string[],
): Promise<{ readonly seen: number; readonly found: readonly string[] }> {
  const found: string[] = [];
  const files = filesUnder(folder);
  for (const path of files) {
    for (const encoding of ['latin1', 'utf16le'] as const) {
      const hits = find(readFileSync(path).toString(encoding));
      if (hits.length > 0) found.push(`${path}: ${hits}`);
    }
    const answer = await fetch(`${site.url}/${relative(folder, path)}`);
    const hits = find(`${JSON.stringify([...answer.headers])}\n${await answer.text()}`);
    if (hits.length > 0) found.push(`${answer.url}: ${hits}`);
  }
  return { seen: files.length, found };
}

/** Every operation of the desks that the interface itself describes, as this person; what it tells that it should not. */
export async function crawlDesk(
  desk: Desk,
  values: Readonly<Record<string, readonly (string | number)[]>>,
  find: (text: string) => readonly string[],
): Promise<{ readonly seen: number; readonly found: readonly string[] }> {
  const { request } = desk.context;
  const headers = { origin: desk.url };
  const described = (await (await request.get(`${desk.url}/api/openapi.json`)).json()) as {
    readonly paths: Readonly<Record<string, Readonly<Record<string, unknown>>>>;
  };
  const found: string[] = [];
  let seen = 0;
  for (const [path, methods] of Object.entries(described.paths)) {
    if (path.startsWith('/api/auth')) continue;
    for (const address of addresses(path, values)) {
      for (const method of Object.keys(methods)) {
        // Acts are tried with nothing in them: they are refused, and a refusal tells nothing either.
        const answer = await request.fetch(`${desk.url}${address}`, {
          method,
          headers,
          ...(method === 'get' ? {} : { data: {} }),
        });
        seen += 1;
        const hits = find(`${JSON.stringify(answer.headersArray())}\n${(await answer.body()).toString('latin1')}`);
        if (hits.length > 0) found.push(`${desk.name} ${method} ${address}: ${hits}`);
        if (answer.status() >= 500 || answer.status() === 429)
          found.push(`${desk.name} ${method} ${address}: ${answer.status()}`);
      }
    }
  }
  return { seen, found };
}

function addresses(path: string, values: Readonly<Record<string, readonly (string | number)[]>>): string[] {
  let all = [path];
  for (const [, name = ''] of path.matchAll(/\{(\w+)\}/g)) {
    all = all.flatMap((one) => (values[name] ?? ['x']).map((value) => one.replace(`{${name}}`, String(value))));
  }
  return all;
}
