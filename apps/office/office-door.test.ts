import { afterAll, beforeEach, describe, expect, it } from 'vitest';
import { nodeCrypto } from '../../adapters/crypto/node-crypto.ts';
import { present } from '../../src/base/assert.ts';
import { type Bytes, toBase64, toHex, utf8 } from '../../src/base/bytes.ts';
import { instant } from '../../src/base/instant.ts';
import { expectOk, ok } from '../../src/base/result.ts';
import { POLLS_CLOSE, words } from '../../src/entry/centre-example.test-support.ts';
import { dumpCentre } from '../../src/entry/dump.ts';
import type { StationId } from '../../src/model/ids.ts';
import { officeDefinition } from '../../src/model/office-definition.ts';
import type { Draft } from '../../src/record/index.ts';
import { signCheckpoint } from '../../src/tlog/index.ts';
import type { PostedBatch, SentEvent } from './office-batch.ts';
import { OfficeDoor } from './office-door.ts';
import type { FileLimits } from './office-files.ts';
import { beginOffice, newMedium, removeSites, World, workAll } from './office-world.test-support.ts';
import { batchOf, logOf, sealedBy, treeOf } from './sample-batches.test-support.ts';

afterAll(removeSites);

const world = new World(['A', 'B']);
const KEYS = world.keysOf('A');
const DEFINITION = expectOk(officeDefinition(world.definition, 'A'), 'A');

type National = ReturnType<World['national']>;
let national: National;

beforeEach(async () => {
  national = world.national(newMedium());
  await world.beginNational(national.site, ['A']);
});

const taken = () => national.site.world.medium.events.length;
const take = (batch: PostedBatch, office = 'A') => national.door.take(office, batch);
const OPENED: Partial<Draft> = { body: { kind: 'CountOpened', mode: 'entered', files: [] }, count: 'official' };

describe('what an office recorded', () => {
  it('is taken in verbatim, in batches, and once', async () => {
    const a = world.office('A', newMedium());
    await beginOffice(a, 'A');
    await workAll(a, 'A');
    a.publish();
    const log = a.ownLog();
    expectOk(log.refresh(), 'its log');
    national.site.publish();
    const before = taken();
    for (let from = 0; from < log.tree.size; ) {
      const { files, ...batch } = log.batchFrom(from, 7);
      expect(await take({ ...batch, without: [] })).toMatchObject({ ok: true, value: { kind: 'taken' } });
      expect(await take({ ...batch, without: [] })).toMatchObject({ ok: true, value: { kind: 'known' } });
      from += batch.events.length;
    }
    const { site } = national;
    // The newest state in the store is the office's; after a start that of this record is put in its place again.
    const files = newMedium().directory;
    expect(world.national({ ...site.world, directory: files }).site.run.hasPublished).toBe(true);
    const batches = site.headers().filter((header) => header.includes('"OfficeTaken"')).length;
    expect(taken()).toBe(before + log.tree.size + batches);
    await site.act({
      kind: 'lift-embargo',
      contest: present(world.definition.election.contests[0], 'a contest').id,
      by: 'console',
    });
    site.publish();
    // Station 0 has 10 votes for the first, station 1 has 11.
    const { votes, counted } = site.run.view.tabulation.sums('official', 0, 0);
    expect([[...votes], counted]).toEqual([[21, 2], 2]);
    // What a process that comes after it makes of the same record.
    const again = world.national({ ...site.world });
    expect(dumpCentre(again.site.run.centre, true)).toEqual(dumpCentre(site.run.centre, true));
    expect(again.site.run.canvass.dump()).toEqual(site.run.canvass.dump());
    expect(again.site.run.offices.of('A')?.rootAt(log.tree.size)).toBe(site.run.offices.of('A')?.rootAt(log.tree.size));
  });

  it('before the count is open there waits until it is', async () => {
    const early = world.national(newMedium());
    await early.site.grant(['n1', 'administrator'], ['n2', 'administrator']);
    await world.declare(early.site, 'A');
    const batch = all(grant('A.c1'), grant('A.c2'), envelope('A-0'), opened(5));
    const refused = { kind: 'not-now', index: 5, refusal: 'count-not-open' };
    expect(await early.door.take('A', batch)).toMatchObject({ ok: false, error: refused });
    await early.site.act({ kind: 'open-count', count: 'official', by: 'console' });
    expect(await early.door.take('A', batch)).toMatchObject({ ok: true, value: { kind: 'taken', size: 7 } });
  });

  it('may come twice in part, from somebody else meanwhile', async () => {
    const events = logOf(KEYS, DEFINITION, [OPENED, grant('A.c1'), grant('A.c2')]);
    expect(await take(batchOf(KEYS, events.slice(0, 3)))).toMatchObject({ value: { kind: 'taken', size: 3 } });
    expect(await take(batchOf(KEYS, events))).toMatchObject({ value: { kind: 'taken', size: 5 } });
    expect(await take(batchOf(KEYS, events.slice(0, 4)))).toMatchObject({ value: { kind: 'known', size: 5 } });
  });
});

function grant(person: string): Partial<Draft> {
  return { body: { kind: 'RoleGranted', person, role: 'custodian' } };
}

/** A log whose last event is changed behind the back of its program. */
function changed(drafts: readonly Partial<Draft>[], change: (event: SentEvent) => SentEvent): PostedBatch {
  const events = logOf(KEYS, DEFINITION, [OPENED, ...drafts]);
  return batchOf(KEYS, [...events.slice(0, -1), change(present(events.at(-1), 'an event'))]);
}

function header(change: (header: Record<string, unknown>) => object): (event: SentEvent) => SentEvent {
  return (event) => {
    const said = change(JSON.parse(event.header) as Record<string, unknown>);
    return {
      ...event,
      header: JSON.stringify(Object.fromEntries(Object.entries(said).sort(([a], [b]) => (a < b ? -1 : 1)))),
    };
  };
}

const envelope = (station: string): Partial<Draft> => ({
  body: { kind: 'EnvelopeReceived', station: station as StationId, seal: null, condition: 'none', from: 'x' },
  ...{ count: 'official', actor: 'A.c1' },
});
const opened = (sheet: number): Partial<Draft> => ({
  body: {
    ...{ kind: 'EnvelopeOpened', station: 'A-0' as StationId, sheet, seal: null, condition: 'none', found: 'sheet' },
    by: ['A.c1', 'A.c2'],
  },
  ...{ count: 'official', actor: 'A.c2' },
});
const goodBatch = () => batchOf(KEYS, logOf(KEYS, DEFINITION, [OPENED, grant('A.c1'), grant('A.c2')]));
const all = (...drafts: readonly Partial<Draft>[]) => batchOf(KEYS, logOf(KEYS, DEFINITION, [OPENED, ...drafts]));
const foreign = { ...KEYS, log: world.keysOf('B').log, heartbeat: world.keysOf('B').heartbeat };

const REFUSED: readonly (readonly [string, () => PostedBatch, object])[] = [
  ['a checkpoint of other keys', () => batchOf(foreign, logOf(KEYS, DEFINITION, [])), { kind: 'bad-checkpoint' }],
  [
    'a checkpoint of another log under its keys',
    () => batchOf({ ...KEYS, origin: 'rehearsal.cotejo.invalid/other' }, logOf(KEYS, DEFINITION, [])),
    { kind: 'bad-checkpoint' },
  ],
  [
    'a checkpoint without a heartbeat',
    () => {
      const events = logOf(KEYS, DEFINITION, []);
      const [tree, { origin, log }] = [treeOf(events), KEYS];
      const note = signCheckpoint({ origin, size: tree.size, root: tree.rootAt(tree.size) }, log);
      return { ...batchOf(KEYS, events), checkpoint: new TextDecoder().decode(note) };
    },
    { kind: 'bad-checkpoint' },
  ],
  ['no note at all', () => ({ ...goodBatch(), checkpoint: 'x' }), { kind: 'bad-checkpoint' }],
  [
    'fewer events than its checkpoint covers',
    () => ({ ...goodBatch(), events: goodBatch().events.slice(1) }),
    { kind: 'checkpoint-of-others', size: 5 },
  ],
  ['a gap', () => ({ ...goodBatch(), from: 3, events: goodBatch().events.slice(3) }), { kind: 'gap', have: 0 }],
  [
    'events that the checkpoint does not sign',
    () => ({ ...goodBatch(), events: all(grant('A.c1'), grant('A.c3')).events }),
    { kind: 'contradicts', have: 0 },
  ],
  [
    'a short salt',
    () => changed([grant('A.c1')], (e) => ({ ...e, salt: 'AAAA' })),
    { kind: 'bad-event', detail: 'salt' },
  ],
  [
    'another body',
    () => changed([grant('A.c1')], (e) => ({ ...e, body: e.body.replace('A.c1', 'A.c9') })),
    { kind: 'bad-event', index: 3, detail: 'commitment' },
  ],
  [
    'a header that is not canonical',
    () => changed([grant('A.c1')], (e) => ({ ...e, header: e.header.replace('{', '{ ') })),
    { kind: 'bad-event', index: 3, detail: 'header-not-canonical' },
  ],
  [
    'an event of an office of its own',
    () =>
      changed(
        [grant('A.c1')],
        header((h) => ({ ...h, office: 'B', officeAt: 1, officeIndex: 0 })),
      ),
    { kind: 'bad-event', index: 3, detail: 'office' },
  ],
  [
    'a number left out',
    () =>
      changed(
        [grant('A.c1')],
        header((h) => ({ ...h, sourceSeq: 5 })),
      ),
    { kind: 'bad-event', index: 3, detail: 'sourceSeq' },
  ],
  [
    'another event before it',
    () =>
      changed(
        [grant('A.c1')],
        header((h) => ({ ...h, sourcePrev: h['body'] })),
      ),
    { kind: 'bad-event', index: 3, detail: 'sourcePrev' },
  ],
  [
    'a time that goes back',
    () =>
      changed(
        [grant('A.c1')],
        header((h) => ({ ...h, at: instant(POLLS_CLOSE - 1) })),
      ),
    { kind: 'bad-event', index: 3, detail: 'at' },
  ],
  [
    'a header of another shape',
    () => all({ ...grant('A.c1'), count: 'official' }),
    { kind: 'bad-event', detail: 'header-shape' },
  ],
  [
    'a kind of nobody',
    () =>
      changed(
        [grant('A.c1')],
        header((h) => ({ ...h, kind: 'SomethingNew' })),
      ),
    { kind: 'bad-event', detail: 'body of SomethingNew' },
  ],
  ['another definition', () => batchOf(KEYS, logOf(KEYS, world.definition, [])), { kind: 'other-definition' }],
  [
    'a log that begins otherwise',
    () => batchOf(KEYS, all(grant('A.c1')).events.slice(0, 0).concat(sealed(OPENED))),
    { kind: 'other-definition' },
  ],
  ['a second definition', () => all({ body: definitionBody() }), { kind: 'other-definition' }],
  ['other keys', () => batchOf(KEYS, logOf(foreign, DEFINITION, [])), { kind: 'other-keys' }],
  ['a device', () => all({ body: { kind: 'DeviceRevoked', device: 'd' } }), { kind: 'not-of-office', index: 3 }],
  ['the preliminary count', () => all({ ...OPENED, count: 'preliminary' }), { kind: 'not-of-office', index: 3 }],
  ['a person of others', () => all(grant('B.c1')), { kind: 'not-of-office', index: 3 }],
  [
    'a station of others',
    () => all(grant('A.c1'), envelope('B-0')),
    { kind: 'not-of-office', fault: { kind: 'station-not-of-office', station: 'B-0' } },
  ],
  ['somebody without the role', () => all(envelope('A-0')), { kind: 'not-now', index: 3 }],
  [
    'a sheet that nobody recorded',
    () => all(grant('A.c1'), grant('A.c2'), opened(99)),
    { kind: 'not-now', index: 5, refusal: 'record-number' },
  ],
  ['a sheet that is none', () => all(grant('A.c1'), grant('A.c2'), opened(3)), { kind: 'not-now', index: 5 }],
  [
    'a good beginning and a bad end',
    () => all(grant('A.c1'), grant('A.c2'), envelope('A-0'), opened(5), opened(5)),
    { kind: 'not-now', index: 7 },
  ],
];

function definitionBody() {
  return JSON.parse(
    `{"kind":"ElectionDefined",${present(logOf(KEYS, DEFINITION, [])[0], 'its first event').body.slice(1)}`,
  ) as Draft['body'];
}

function sealed(draft: Partial<Draft>): readonly SentEvent[] {
  return sealedBy(KEYS, [draft]).map(({ header: h, body, salt }) => ({
    header: new TextDecoder().decode(h),
    body: new TextDecoder().decode(body),
    salt: Buffer.from(salt).toString('base64'),
  }));
}

describe('what an office may not send', () => {
  it.each(REFUSED)('%s: nothing of it is taken, and what is good comes after it', async (_, batch, error) => {
    const before = taken();
    expect(await take(batch())).toMatchObject({ ok: false, error });
    expect(taken()).toBe(before);
    expect(await take(goodBatch())).toEqual({ ok: true, value: { kind: 'taken', size: 5 } });
    expect(taken()).toBe(before + 6);
  });

  it('anything before its keys are declared, or without an office', async () => {
    expect(await take(goodBatch(), 'B')).toEqual({ ok: false, error: { kind: 'not-declared' } });
    expect(await take(goodBatch(), 'Z')).toEqual({ ok: false, error: { kind: 'unknown-office' } });
    expect(national.door.sizeOf('Z', null)).toEqual({ ok: false, error: { kind: 'unknown-office' } });
  });

  it('while the medium refuses', async () => {
    const { site, door } = national;
    const before = taken();
    site.refuses = true;
    const waits = site.centre.act({ kind: 'give-notice', text: words('one'), by: 'console' });
    expect(await take(goodBatch())).toMatchObject({ ok: false, error: { kind: 'not-stored' } });
    // What is not stored yet is not told as if it were.
    expect(door.sizeOf('A', null)).toMatchObject({ ok: false, error: { kind: 'not-stored' } });
    site.refuses = false;
    expect(await waits).toMatchObject({ ok: true });
    expect(await take(goodBatch())).toMatchObject({ ok: true });
    expect(taken()).toBe(before + 7);
  });
});

describe('files that events name', () => {
  const [data, es, en] = [utf8('{"v":1}'), utf8('%PDF-1.7 acta'), utf8('%PDF-1.7 minutes')] as const;
  const hexOf = (bytes: Bytes) => toHex(nodeCrypto.sha256(bytes));
  const hash = (bytes: Bytes) => toBase64(nodeCrypto.sha256(bytes));
  const role = (person: string, of: 'member' | 'secretary' | 'administrator'): Partial<Draft> => ({
    body: { kind: 'RoleGranted', person, role: of },
  });
  type Three = readonly [data: Bytes, es: Bytes, en: Bytes];
  const sessionDrafts = (papers: Three = [data, es, en]): readonly Partial<Draft>[] => [
    OPENED,
    ...[role('A.s', 'secretary'), role('A.m', 'member'), role('A.a', 'administrator')],
    { body: { kind: 'MemberSeated', member: 'A.m', name: 'M', title: words('member') }, actor: 'A.a' },
    {
      body: { kind: 'SessionOpened', session: 1, place: 'here', members: ['A.m'], delegates: [], counted: 0 },
      ...{ count: 'official', actor: 'A.s' },
    },
    {
      body: {
        ...{ kind: 'SessionClosed', session: 1, size: 0 },
        papers: { data: hash(papers[0]), es: hash(papers[1]), en: hash(papers[2]) },
      },
      ...{ count: 'official', actor: 'A.s' },
    },
  ];
  const session = (papers?: Three) => batchOf(KEYS, logOf(KEYS, DEFINITION, sessionDrafts(papers)));
  const put = (bytes: Bytes, door = national.door) => door.putFile('A', hexOf(bytes), bytes);
  const put3 = async (door = national.door) => [await put(data, door), await put(es, door), await put(en, door)];

  it('come first, by their hash alone, and only those that were named', async () => {
    const before = taken();
    expect(await put(es)).toMatchObject({ error: { kind: 'unwanted-file' } });
    const files = [data, es, en].map(hexOf);
    expect(await take(session())).toEqual({ ok: true, value: { kind: 'files-wanted', files } });
    expect(taken()).toBe(before);
    expect(await national.door.putFile('A', hexOf(es), utf8('other'))).toMatchObject({ error: { kind: 'bad-file' } });
    expect(await national.door.putFile('A', '0'.repeat(64), es)).toMatchObject({ error: { kind: 'unwanted-file' } });
    for (const bytes of [data, es, es, en]) expect(await put(bytes)).toEqual({ ok: true, value: null });
    expect(await take(session())).toMatchObject({ ok: true, value: { kind: 'taken' } });
    expect(expectOk(await national.site.world.blobs.read(hexOf(es)), 'the file')).toEqual(es);
  });

  it('that the office has lost stop nothing', async () => {
    const without = [data, es, en].map(hexOf);
    expect(await take({ ...session(), without })).toMatchObject({ ok: true, value: { kind: 'taken' } });
  });

  it('are of the kind that the record says', async () => {
    expect(await take(session([es, data, en]))).toMatchObject({ value: { kind: 'files-wanted' } });
    expect(await put(es)).toEqual({ ok: false, error: { kind: 'not-that-kind', wanted: 'data' } });
    expect(await put(data)).toEqual({ ok: false, error: { kind: 'not-that-kind', wanted: 'text' } });
    expect(await put(en)).toEqual({ ok: true, value: null });
    for (const bytes of [data, es]) {
      expect(await national.site.world.blobs.has(hexOf(bytes))).toEqual({ ok: true, value: false });
    }
  });

  it('fill no more of the disk than an office may, also after a start', async () => {
    const more = utf8('%PDF-1.7 later');
    const held = data.length + es.length + en.length;
    const { site } = national;
    const doorOf = (limits: Partial<FileLimits>) => {
      const none = { ofOffice: 0, ofStation: 0, inAll: 0, ofStationInAll: 0 };
      const all = { ...none, ofStation: 1000, ofStationInAll: 1000, ...limits };
      return new OfficeDoor(site.centre, site.world.blobs, nodeCrypto, all);
    };
    // Two stations in office A, four in all.
    const narrow = doorOf({ ofStation: held / 2 });
    expect(await narrow.take('A', session())).toMatchObject({ value: { kind: 'files-wanted' } });
    expect(await put3(narrow)).toEqual([ok(null), ok(null), ok(null)]);
    expect(await narrow.take('A', session())).toMatchObject({ value: { kind: 'taken' } });
    const named = batchOf(KEYS, again(more), session().events.length, session().events);
    for (const [limits, error] of [
      [{ ofStation: held / 2 }, { kind: 'office-full', most: held }],
      [
        { inAll: held, ofStationInAll: 0 },
        { kind: 'offices-full', most: held },
      ],
    ] as const) {
      const door = doorOf(limits);
      expect(await door.take('A', named)).toMatchObject({ value: { kind: 'files-wanted' } });
      expect(await put(more, door)).toEqual({ ok: false, error });
      expect(await put3(door)).toMatchObject([{ error: { kind: 'unwanted-file' } }, { ok: false }, { ok: false }]);
    }
    const wide = doorOf({ ofStation: 0, ofOffice: held + more.length, inAll: held + more.length, ofStationInAll: 0 });
    expect(await wide.take('A', named)).toMatchObject({ value: { kind: 'files-wanted' } });
    expect(await put(more, wide)).toEqual(ok(null));
  });

  /** Behind the session: another one, with papers of its own. */
  function again(text: Bytes): readonly SentEvent[] {
    const papers = { data: hash(data), es: hash(text), en: hash(en) };
    const opens: Partial<Draft> = {
      body: { kind: 'SessionOpened', session: 2, place: 'here', members: ['A.m'], delegates: [], counted: 0 },
      ...{ count: 'official', actor: 'A.s' },
    };
    const closes: Partial<Draft> = {
      body: { kind: 'SessionClosed', session: 2, size: 0, papers },
      ...{ count: 'official', actor: 'A.s' },
    };
    return logOf(KEYS, DEFINITION, [...sessionDrafts(), opens, closes]).slice(session().events.length);
  }
});
