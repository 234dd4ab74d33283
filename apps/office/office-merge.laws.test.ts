import fc from 'fast-check';
import { afterAll, describe, expect, it } from 'vitest';
import { present } from '../../src/base/assert.ts';
import { expectOk } from '../../src/base/result.ts';
import { decodeHeader, officeHeader } from '../../src/record/index.ts';
import type { SentBatch } from './office-batch.ts';
import {
  beginOffice,
  CONTEST,
  newMedium,
  removeSites,
  type Site,
  World,
  workAll,
} from './office-world.test-support.ts';
import type { OwnLog } from './own-log.ts';

afterAll(removeSites);

const OFFICES = ['A', 'B', 'C'] as const;
const world = new World(OFFICES);

async function prepared(id: string): Promise<{ readonly log: OwnLog; readonly headers: readonly string[] }> {
  const site = world.office(id, newMedium());
  await beginOffice(site, id);
  await workAll(site, id);
  // What an office does for its own record alone says nothing in the national one.
  await site.act({ kind: 'lift-embargo', contest: CONTEST, by: 'console' });
  const why = { office: { es: 'x', en: 'x' }, reason: { es: 'x', en: 'x' }, by: null };
  for (const kind of ['stop-publication', 'resume-publication'] as const)
    await site.act({ kind, count: 'official', ...why });
  site.publish();
  const log = site.ownLog();
  expectOk(log.refresh(), 'its log');
  return { log, headers: site.headers() };
}
const offices = new Map(await Promise.all(OFFICES.map(async (id) => [id, await prepared(id)] as const)));

/** What the national record says of the official count, and the leaves of each office as they can be made from it. */
function readOff(site: Site) {
  site.publish();
  const { view, canvass } = site.run;
  const sums = world.definition.units.map((_, unit) => view.tabulation.sums('official', 0, unit));
  const leaves = new Map<string, string[]>(OFFICES.map((id) => [id, []]));
  for (const { header } of site.world.medium.events) {
    const decoded = expectOk(decodeHeader(header), 'a header');
    const own = officeHeader(decoded);
    if (own !== null) leaves.get(decoded.office?.id ?? '')?.push(new TextDecoder().decode(own));
  }
  const ends = world.definition.stations.map((_, place) => canvass.endOf(place, 0)?.kind);
  return { sums: JSON.stringify(sums, (_, v) => (typeof v === 'bigint' ? String(v) : v)), leaves, ends };
}

/** Takes batches of these sizes, one office after the other as the list says, and what is left at the end. */
async function merged(steps: readonly (readonly [office: number, events: number])[]) {
  const { site, door } = world.national(newMedium());
  await world.beginNational(site, OFFICES);
  const at = new Map<string, number>();
  const take = async (id: (typeof OFFICES)[number], events: number) => {
    const { log } = present(offices.get(id), `office ${id}`);
    const from = at.get(id) ?? 0;
    if (from >= log.tree.size) return false;
    const { files, ...batch }: SentBatch & { readonly files: readonly string[] } = log.batchFrom(from, events);
    expect(await door.take(id, { ...batch, without: files })).toMatchObject({ ok: true, value: { kind: 'taken' } });
    at.set(id, from + batch.events.length);
    return true;
  };
  for (const [office, events] of steps) await take(OFFICES[office % OFFICES.length] ?? 'A', events);
  for (const id of OFFICES) while (await take(id, 500));
  await site.act({ kind: 'lift-embargo', contest: CONTEST, by: 'console' });
  return site;
}

const whole = readOff(await merged([]));

describe('the national record of several offices', () => {
  it('has every sheet counted', () => {
    expect(new Set(whole.ends)).toEqual(new Set(['counted']));
  });

  it('law: says the same of the official count in whatever order the offices come, and holds each office’s leaves', async () => {
    const step = fc.tuple(fc.nat(2), fc.integer({ min: 1, max: 12 }));
    await fc.assert(
      fc.asyncProperty(fc.array(step, { maxLength: 25 }), async (steps) => {
        const site = await merged(steps);
        const { sums, leaves, ends } = readOff(site);
        expect(sums).toBe(whole.sums);
        expect(ends).toEqual(whole.ends);
        for (const id of OFFICES)
          expect(leaves.get(id)).toEqual(offices.get(id)?.headers.slice(0, leaves.get(id)?.length));
        for (const id of OFFICES) expect(leaves.get(id)?.length).toBe(offices.get(id)?.log.tree.size);
        // A process that comes after it reads the same.
        const again = world.national({ ...site.world }).site;
        expect(again.run.canvass.dump()).toEqual(site.run.canvass.dump());
        expect(again.run.keeper.tree.rootAt(again.headers().length)).toEqual(
          site.run.keeper.tree.rootAt(again.headers().length),
        );
      }),
      { numRuns: 12 },
    );
  });
});
