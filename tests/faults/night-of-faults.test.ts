import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { nodeCrypto } from '../../adapters/crypto/node-crypto.ts';
import { createFolderSource } from '../../adapters/public-source/folder-source.ts';
import { openSqliteStore } from '../../adapters/store/sqlite-store.ts';
import { drawSheet } from '../../apps/run/draw-sheets.ts';
import { NightDesk } from '../../apps/run/night-desk.ts';
import { readBody } from '../../apps/run/record-keeper.ts';
import { RehearsalSheets } from '../../apps/run/rehearsal-sheets.ts';
import { type FaultyNight, planFaultyNight } from '../../simulation/faulty-night.ts';
import { generateElection, type Rehearsal } from '../../simulation/generate-election.ts';
import type { NightAct } from '../../simulation/night-act.ts';
import { type PlayedNight, playNight } from '../../simulation/play-night.ts';
import { Random } from '../../simulation/random.ts';
import { present } from '../../src/base/assert.ts';
import { expectOk } from '../../src/base/result.ts';
import { CentreState } from '../../src/entry/centre-state.ts';
import { layOutGeography } from '../../src/model/geography.ts';
import { decodeHeader, type EventBody, type EventHeader } from '../../src/record/index.ts';
import { parseTrust, verifyPublic } from '../../src/verify/index.ts';
import type { CentrePlace } from './night-centre.ts';
import { type Answered, NightPeople } from './night-people.ts';

/*
 * A whole count through the real counting centre, its door and its loop, killed without warning again and again, while sheets
 * are lost, late, doubled, reordered and false and the clocks of scanners are wrong.
 */
const SEED = 'faults';
const STATIONS = 300;
const KILLS = 50;
/** Every so many-th station's paper is drawn and goes through the door as a picture. */
const DRAWN_EVERY = 12;
const AT_ONCE = 24;

type Done = { readonly act: NightAct; readonly answer: Answered };
type Recorded = { readonly header: EventHeader; readonly body: EventBody };

describe('a night of faults', () => {
  const folder = mkdtempSync(join(tmpdir(), 'cotejo-faults-'));
  const directory = join(folder, 'run');
  const rehearsal = generateElection({ seed: SEED, stations: STATIONS });
  const night = planFaultyNight(rehearsal, SEED);
  const played = playNight({ ...night.plan, acts: () => night.acts.values() as Generator<NightAct, void> });
  const done: Done[] = [];
  const forged: string[] = [];
  let kills = 0;
  let record: readonly Recorded[] = [];

  beforeAll(async () => {
    const drawn = await drawSome(rehearsal, folder);
    const place: CentrePlace = { directory, seed: SEED, stations: STATIONS, drawn };
    const path = join(folder, 'place.json');
    writeFileSync(path, JSON.stringify(place));
    const people = new NightPeople(path, new Random(`${SEED}/kills`), {
      every: Math.floor((night.acts.length + 700) / KILLS),
      most: KILLS,
    });
    await grantRoles(rehearsal, people);
    await playAll(people, night, drawn, done, forged);
    while (people.kills < KILLS) await people.killNow();
    await people.ask({ ask: 'end' });
    expect(people.failed).toBeNull();
    kills = people.kills;
    record = readRecord(directory);
  });
  afterAll(() => rmSync(folder, { recursive: true, force: true }));

  it('was planned without a fault of its own, and had every kind of fault', () => {
    expect(played.faults).toEqual([]);
    expect(kills).toBe(KILLS);
    for (const what of ['dispute', 'again', 'void-entry', 'corrected', 'observed', 'withdraw-sheet']) {
      expect(played.seen[what], what).toBeGreaterThan(3);
    }
    expect(done.filter(({ answer }) => answer.attempts > 1).length).toBeGreaterThan(KILLS / 2);
    const skewed = record.filter(({ header, body }) => {
      return body.kind === 'SheetReceived' && body.sentAt !== null && Math.abs(body.sentAt - header.at) > 3_600_000;
    });
    expect(skewed.length).toBeGreaterThan(STATIONS / 10);
  });

  it('lost nothing that was acknowledged', () => {
    for (const { act, answer } of done) {
      if (answer.recorded === null) continue;
      const { header, body } = present(record[answer.recorded[0]], `record ${answer.recorded[0]}`);
      expect([act.kind, body.kind]).toEqual([act.kind, kindOf(act)]);
      if ('station' in act) expect('station' in body && body.station).toBe(act.station);
      if ('actor' in act) expect(header.actor).toBe(act.actor);
    }
  });

  it('refused only what came again, and recorded it once', () => {
    const refused = done.filter(({ answer }) => answer.refused !== null);
    // At the first attempt nothing but the same bytes again.
    const first = refused.filter(({ answer }) => answer.attempts === 1);
    expect(new Set(first.map(({ answer }) => answer.refused))).toEqual(new Set(['already-received']));
    expect(first.every(({ act }) => 'again' in act)).toBe(true);
    const count = (kind: EventBody['kind']) => record.filter(({ body }) => body.kind === kind).length;
    const planned = (kind: NightAct['kind']) =>
      night.acts.filter((act) => act.kind === kind && !('again' in act)).length;
    expect(count('SheetReceived') + count('EnvelopeReceived')).toBe(planned('receive-sheet'));
    expect(count('FiguresAnnounced')).toBe(planned('announce-figures'));
    expect(count('EntryCommitted')).toBe(planned('commit-entry'));
    expect(count('DifferenceResolved')).toBe(planned('resolve-difference'));
    expect(count('RulingIssued')).toBe(planned('rule-observed'));
    expect(count('SheetSuperseded')).toBe(planned('choose-sheet'));
    expect(count('SheetWithdrawn')).toBe(planned('withdraw-sheet'));
    expect(count('EntryVoided')).toBe(planned('void-entry'));
  });

  it('took nothing that was forged or broken', () => {
    expect(new Set(forged)).toEqual(new Set(['bad-signature', 'bad-picture']));
    expect(record.some(({ body }) => body.kind === 'SheetReceived' && body.matched === 'desk')).toBe(false);
  });

  it.each(['preliminary', 'official'] as const)('ends with the truth: %s', (count) => {
    expectTruth(rehearsal, played, directory, count);
  });

  it('verifies from outside', () => {
    const source = expectOk(createFolderSource(join(directory, 'public')), 'the public folder');
    const trust = expectOk(parseTrust(nodeCrypto, readFileSync(join(directory, 'trust.json'))), 'the trust file');
    const verdict = verifyPublic({ source, trust, crypto: nodeCrypto });
    expect(verdict).toMatchObject({ kind: 'verified' });
  });
});

type Drawn = Readonly<Record<string, readonly string[]>>;

async function drawSome(rehearsal: Rehearsal, folder: string): Promise<Drawn> {
  mkdirSync(join(folder, 'pictures'));
  const drawn: Record<string, string[]> = {};
  for (const [i, station] of rehearsal.definition.stations.entries()) {
    if (i % DRAWN_EVERY !== 0) continue;
    const pages = await drawSheet(rehearsal, SEED, station);
    drawn[station.id] = pages.map((bytes, page) => {
      const path = join(folder, 'pictures', `${station.id}-${page}.jpg`);
      writeFileSync(path, bytes);
      return path;
    });
  }
  return drawn;
}

async function grantRoles(rehearsal: Rehearsal, people: NightPeople): Promise<void> {
  const geography = layOutGeography(rehearsal.definition);
  const desk = new NightDesk(new CentreState(geography), new RehearsalSheets(geography, SEED, new Map()));
  await Promise.all([...desk.beginning()].map((act) => people.ask({ ask: 'act', act })));
}

/** Acts of one station one behind the other; of several, at the same time; those of the whole count alone. */
async function playAll(
  people: NightPeople,
  night: FaultyNight,
  drawn: Drawn,
  done: Done[],
  forged: string[],
): Promise<void> {
  const running = new Map<string, Promise<void>>();
  const play = async (act: NightAct) => {
    const isDrawn = act.kind === 'receive-sheet' && act.count === 'preliminary' && (act.paper ?? 1) === 1;
    const pages = (isDrawn ? drawn[act.station] : undefined) ?? [];
    done.push({ act, answer: await people.ask({ ask: 'night', act, pages }) });
    const [page] = pages;
    if (page === undefined || act.kind !== 'receive-sheet') return;
    const broken = done.length % 2 === 0;
    forged.push(String((await people.ask({ ask: 'forge', station: act.station, page, broken })).refused));
  };
  for (const act of night.acts) {
    if (people.failed !== null) return;
    if (!('station' in act)) {
      await Promise.all(running.values());
      await play(act);
      continue;
    }
    while (running.size >= AT_ONCE) await Promise.race(running.values());
    const mine = (running.get(act.station) ?? Promise.resolve()).then(() => play(act));
    running.set(act.station, mine);
    void mine.then(() => {
      if (running.get(act.station) === mine) running.delete(act.station);
    });
  }
  await Promise.all(running.values());
}

function kindOf(act: NightAct): EventBody['kind'] {
  switch (act.kind) {
    case 'receive-sheet':
      return act.count === 'official' ? 'EnvelopeReceived' : 'SheetReceived';
    case 'announce-figures':
      return 'FiguresAnnounced';
    case 'tell-refused':
      return 'ArrivalsRefused';
    case 'open-count':
      return 'CountOpened';
    case 'close-count':
      return 'CountClosed';
    case 'lift-embargo':
      return 'EmbargoLifted';
    case 'commit-entry':
      return 'EntryCommitted';
    case 'resolve-difference':
      return 'DifferenceResolved';
    case 'void-entry':
      return 'EntryVoided';
    case 'rule-observed':
      return 'RulingIssued';
    case 'choose-sheet':
      return 'SheetSuperseded';
    case 'withdraw-sheet':
      return 'SheetWithdrawn';
    case 'give-notice':
      return 'Notice';
    case 'stop-publication':
      return 'PublicationStopped';
    case 'resume-publication':
      return 'PublicationResumed';
  }
}

function readRecord(directory: string): readonly Recorded[] {
  const store = expectOk(openSqliteStore(directory), 'the store');
  const events = store.readFrom(0, store.size());
  store.close();
  return events.map((event) => {
    const header = expectOk(decodeHeader(event.header), 'a header');
    return { header, body: present(readBody(header, event), 'a body') };
  });
}

type Version = { readonly status: string; readonly boxes: readonly unknown[]; readonly reasons?: readonly string[] };
type SheetShown = {
  readonly station: string;
  readonly contests: Readonly<Record<string, Readonly<Record<string, Version | null>>>>;
  readonly papers: readonly { readonly count: string; readonly state: string }[];
};

/** Every sheet that is shown: what is counted is the truth, and what is not says why. */
function expectTruth(rehearsal: Rehearsal, played: PlayedNight, directory: string, count: 'preliminary' | 'official') {
  const shown = new Map<string, SheetShown>();
  const geography = layOutGeography(rehearsal.definition);
  for (const unit of new Set(geography.placeOf.map((at) => geography.pageOf[at] ?? 0))) {
    const id = present(geography.units[unit], 'unit').id;
    const data = JSON.parse(readFileSync(join(directory, 'public/data/u', `${id}.json`), 'utf8'));
    for (const sheet of (data as { sheets: SheetShown[] }).sheets) shown.set(sheet.station, sheet);
  }
  const standing = new Map([...played.results(count)].map((r) => [`${r.station}/${r.contest}`, r.work]));
  const sums = new Map<string, number>();
  for (const [contest, tallies] of rehearsal.truth) {
    for (const [station, truth] of tallies) {
      const sheet = present(shown.get(station), `sheet of ${station}`);
      const version = sheet.contests[contest]?.[count] ?? null;
      const work = standing.get(`${station}/${contest}`);
      if (work?.agreed !== null && work !== undefined) {
        expect({ station, ...version }).toMatchObject({ station, status: 'counted', boxes: truth.boxes });
        for (const [i, box] of truth.boxes.entries()) add(sums, `${contest}/${i}`, Number(box));
      } else if (work !== undefined) {
        expect(version?.status).toBe('observed');
        expect(version?.reasons?.length).toBeGreaterThan(0);
      } else {
        expect(version).toBeNull();
        const papers = sheet.papers.filter((paper) => paper.count === count);
        expect(papers.every((paper) => paper.state === 'late')).toBe(true);
      }
    }
  }
  if (count === 'official') expect(standing.size).toBe([...rehearsal.truth.values()].reduce((n, t) => n + t.size, 0));
  expectTotals(directory, rehearsal, sums, count);
}

function expectTotals(
  directory: string,
  rehearsal: Rehearsal,
  sums: ReadonlyMap<string, number>,
  count: 'preliminary' | 'official',
): void {
  const root = JSON.parse(readFileSync(join(directory, 'public/data/u/u0.json'), 'utf8')) as {
    contests: Record<string, Record<string, { votes: number[]; others: number[] }>>;
  };
  for (const contest of rehearsal.definition.election.contests) {
    const figures = root.contests[contest.id]?.[count];
    // The root has a contest of one department only among those that all its stations vote in.
    if (figures === undefined) continue;
    const expected = [...figures.votes, ...figures.others].map((_, i) => sums.get(`${contest.id}/${i}`) ?? 0);
    expect([...figures.votes, ...figures.others]).toEqual(expected);
  }
}

function add(sums: Map<string, number>, key: string, value: number): void {
  sums.set(key, (sums.get(key) ?? 0) + value);
}
