import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, expect, it } from 'vitest';
import { nodeCrypto } from '../../adapters/crypto/node-crypto.ts';
import { createFolderSource } from '../../adapters/public-source/folder-source.ts';
import { utf8 } from '../../src/base/bytes.ts';
import { instant } from '../../src/base/instant.ts';
import { expectOk } from '../../src/base/result.ts';
import type { Act } from '../../src/canvass/acts.ts';
import { words } from '../../src/entry/centre-example.test-support.ts';
import type { ElectionDefinition } from '../../src/model/election.ts';
import type { Count, StationId } from '../../src/model/ids.ts';
import { officeDefinition } from '../../src/model/office-definition.ts';
import type { UnitData } from '../../src/publication/unit-data.ts';
import type { Amendment } from '../../src/record/index.ts';
import { formatVkey } from '../../src/tlog/index.ts';
import { describeVerdict, parseTrust, verifyPublic } from '../../src/verify/index.ts';
import { OfficeSender } from './office-sender.ts';
import { beginOffice, CONTEST, newMedium, removeSites, Site, World, workOn } from './office-world.test-support.ts';

/*
 * Stations that an office adds and moves, and one that votes on another day, from the office's record to the public folder of the
 * nation, under the eyes of the verifier.
 */

afterAll(removeSites);

/** The district of each office has two places. */
function withPlaces(definition: ElectionDefinition): ElectionDefinition {
  const places = ['u1', 'u2'].flatMap((parent) =>
    ['1', '2'].map((sign) => ({ id: `${parent}${sign}`, parent, depth: 2, level: 'place', name: `${parent} ${sign}` })),
  );
  const stations = definition.stations.map((one, i) => ({ ...one, place: `${one.place}${i % 2 === 0 ? '1' : '2'}` }));
  const levels = ['district', 'place'];
  const election = { ...definition.election, levels };
  return { election, units: [...definition.units, ...places], stations } as unknown as ElectionDefinition;
}

const definitionOfOffice = (world: World) => expectOk(officeDefinition(world.definition, 'A'), 'an office');

function verdictOn(site: Site) {
  const { origin, log, heartbeat } = site.keys;
  const said = { v: 1, origin, log: formatVkey(log.key), heartbeat: formatVkey(heartbeat.key) };
  const text = JSON.stringify({ ...said, definition: site.run.definition.combined, witnesses: [] });
  const trust = expectOk(parseTrust(nodeCrypto, utf8(text)), 'the trust file');
  const source = expectOk(createFolderSource(join(site.world.directory, 'public')), 'the public folder');
  return verifyPublic({ source, trust, crypto: nodeCrypto });
}

/** What was recorded goes to the nation, which publishes it; the verdict on that and on the office's own files. */
async function sendAndPublish(office: Site, national: ReturnType<World['national']>): Promise<readonly string[]> {
  office.publish();
  const sender = new OfficeSender({
    ...{ office: 'A', log: office.ownLog(), readFile: () => null, wait: async () => undefined, chance: () => 0 },
    ...{ ask: national.ask, tell: () => undefined },
  });
  expect(await sender.run((sent) => sent.kind === 'later', 0)).toEqual({ kind: 'all', size: office.headers().length });
  national.site.publish();
  return [office, national.site].map((site) => {
    const verdict = verdictOn(site);
    return verdict.kind === 'verified' ? verdict.kind : describeVerdict(verdict).join('\n');
  });
}

function figuresOf(site: Site, unit: string) {
  const text = readFileSync(join(site.world.directory, 'public', 'data', 'u', `${unit}.json`), 'utf8');
  const { expected, counted, votes } = (JSON.parse(text) as UnitData).contests[CONTEST]?.official ?? {};
  return [expected, counted, votes?.[0]];
}

it('are in the record of the office, in that of the nation, and in what both publish', async () => {
  const world = new World(['A', 'B']);
  Object.assign(world, { definition: withPlaces(world.definition) });
  const national = world.national(newMedium(), true);
  await world.beginNational(national.site, ['A']);
  const office = new Site(newMedium(), definitionOfOffice(world), world.keysOf('A'), world.clock, 'A', true);
  await beginOffice(office, 'A');
  await office.grant(['A.n1', 'administrator'], ['A.n2', 'administrator']);
  for (const site of [office, national.site]) await site.act({ kind: 'lift-embargo', contest: CONTEST, by: 'console' });
  const amend = (change: Amendment) =>
    office.act({ kind: 'amend', change, law: words('law'), by: ['A.n1', 'A.n2'], reason: words('why') });
  const count = async (station: string) => {
    while (await workOn(office, 'A', station, 40));
  };
  await count('A-0');
  expect(await sendAndPublish(office, national)).toEqual(['verified', 'verified']);
  expect(figuresOf(national.site, 'u11')).toEqual([1, 1, 40]);

  await amend({ kind: 'station-moved', station: 'A-0' as StationId, place: 'u12' });
  const said = { table: 9 as Count, registered: 100 as Count, setting: null };
  await amend({ kind: 'station-added', station: 'A.9' as StationId, place: 'u11', ...said });
  await amend({ kind: 'date-moved', station: 'A-1' as StationId, until: instant(world.clock.now + 86_400_000) });
  const envelope: Act = {
    ...{ kind: 'take-envelope', station: 'A-1' as StationId, from: 'courier', seal: '7', condition: 'whole' },
    by: 'A.c1',
  };
  expect(await office.centre.act(envelope)).toMatchObject({ error: { refusal: { kind: 'polls-open' } } });
  await count('A.9');
  expect(await sendAndPublish(office, national)).toEqual(['verified', 'verified']);
  for (const site of [office, national.site]) {
    expect(['u11', 'u12', 'u1'].map((unit) => figuresOf(site, unit))).toEqual([
      [1, 1, 40],
      [2, 1, 40],
      [3, 2, 80],
    ]);
  }
  const page = readFileSync(join(national.site.world.directory, 'public', 'es', 'u', 'u12.html'), 'utf8');
  expect(page).toContain('se trasladó a este lugar');
  expect(page).toContain('vota en otra fecha');
  const find = readFileSync(join(national.site.world.directory, 'public', 'data', 'find.json'), 'utf8');
  expect(find).toContain('["u11","u1 1","A",["A.9"]]');

  // Whoever starts again finds the same.
  const again = world.national({ ...national.site.world }, true).site;
  expect(again.run.canvass.dump()).toEqual(national.site.run.canvass.dump());
  again.publish();
  expect(verdictOn(again).kind).toBe('verified');
});
