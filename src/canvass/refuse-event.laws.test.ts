import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { read, words } from '../entry/centre-example.test-support.ts';
import { dice } from '../entry/centre-walk.test-support.ts';
import type { EventBody, EventHeader } from '../record/index.ts';
import { canvassDefinition, commit, OfficialCentre, scan } from './canvass-example.test-support.ts';
import { certificateFor, randomOfficialAct } from './canvass-walk.test-support.ts';
import { National } from './national-example.test-support.ts';

/*
 * An office works alone, and a national record takes in what it recorded: it may refuse nothing that the office could do, end where
 * the office ends, and never throw at what an office with a changed program could send.
 */

/** What no office records, or (the end of its count) what changes nothing nationally. */
const NOT_OF_OFFICE = new Set([
  ...[
    'receive-sheet',
    'announce-figures',
    'tell-refused',
    'enrol-device',
    'revoke-device',
    'open-count',
    'close-count',
  ],
]);

function officeWalk(seed: number, steps: number): OfficialCentre {
  const d = dice(seed);
  const rules = { scans: seed % 2 === 0, partial: seed % 3 === 0 };
  const centre: OfficialCentre = OfficialCentre.open(canvassDefinition(rules), {
    verify: () => true,
    judge: (_contest, area) => certificateFor(area, centre.centre.size, false),
    newestState: () => centre.centre.size,
  });
  for (const contest of ['pres', 'gov']) centre.do({ kind: 'lift-embargo', contest: contest as never, by: 'pam' });
  centre.session();
  for (let i = 0; i < steps; i++) {
    const act = randomOfficialAct(centre, d, 1_000_000);
    if (!NOT_OF_OFFICE.has(act.kind)) centre.try(act);
  }
  return centre;
}

const endsOf = ({ state }: OfficialCentre) =>
  [0, 1].flatMap((contest) =>
    [0, 1, 2].map((place) => {
      const end = state.endOf(place, contest);
      if (end === null) return 'none';
      return end.kind === 'counted'
        ? `${end.kind} ${end.from} ${end.corrected}`
        : end.kind === 'open'
          ? end.why
          : end.kind;
    }),
  );

describe('an office in the national record', () => {
  it('is taken in event by event, and ends as in its own', () => {
    const kinds = new Set<string>();
    fc.assert(
      fc.property(fc.integer(), (seed) => {
        const office = officeWalk(seed, 250);
        const national = new National(office);
        for (const { header, body } of office.events) {
          // The preliminary count was opened too, which is no office's.
          const preliminary = header.count === 'preliminary';
          expect(national.offer(preliminary ? { ...header, count: 'official' } : header, body)).toBe(null);
          kinds.add(body.kind);
        }
        expect(endsOf(national.record)).toEqual(endsOf(office));
        expect(national.record.centre.people.has('mia', 'member')).toBe(true);
        expect(national.record.state.session()).toBe(null);
        expect(national.record.state.sessions().every((session) => session.office === 'N')).toBe(true);
      }),
      // The first two: what was repeated was typed from a paper of the first vote that came anew, and nationally refused for good. The
      // others choose among disputed sheets, which few walks do.
      { numRuns: 60, examples: [[-2067403855], [56161247], [71], [82]] },
    );
    for (const kind of ['BoardRuled', 'SheetCorrected', 'CopyAdmitted', 'ResultCertified', 'SheetSuperseded']) {
      expect(kinds).toContain(kind);
    }
  });

  it('may send anything: it is refused, or taken without a throw, and what is refused leaves no trace', () => {
    let refused = 0;
    fc.assert(
      fc.property(fc.integer(), (seed) => {
        const d = dice(seed);
        const office = officeWalk(seed, 120);
        const national = new National(office);
        for (const { header, body } of office.events) {
          for (let i = 0; i < 3; i++) {
            const other = d.pick(office.events);
            const before = JSON.stringify(national.record.state.dump());
            const changed = spoil(other.body, d.below(6), national.numbers.size('N'));
            if (changed.kind.startsWith('Role') || changed.kind.startsWith('Member')) continue;
            const answer = national.offer(d.below(4) === 0 ? { ...other.header, actor: 'zoe' } : other.header, changed);
            if (answer === null) return;
            refused++;
            expect(JSON.stringify(national.record.state.dump())).toBe(before);
          }
          const preliminary = header.count === 'preliminary';
          if (national.offer(preliminary ? { ...header, count: 'official' } : header, body) !== null) return;
        }
      }),
      { numRuns: 120 },
    );
    expect(refused).toBeGreaterThan(300);
  });
});

/** The same event, but somewhat else. */
function spoil(body: EventBody, how: number, size: number): EventBody {
  if (how === 0 && 'sheet' in body && body.sheet !== null)
    return { ...body, sheet: Math.max(0, size - 2) } as EventBody;
  if (how === 1 && 'from' in body && typeof body.from === 'number')
    return { ...body, from: Math.max(0, size - 1) } as EventBody;
  if (how === 2 && 'boxes' in body) return { ...body, boxes: read([1]).boxes } as EventBody;
  if (how === 3 && 'station' in body) return { ...body, station: 's2' } as EventBody;
  if (how === 4 && 'session' in body) return { ...body, session: body.session + 1 };
  if (how === 5 && 'for' in body) return { ...body, for: ['mel', 'mia', 'zoe'] };
  return body;
}

describe('an event of an office is refused', () => {
  const setUp = () => {
    const office = OfficialCentre.open();
    office.session();
    const sheet = office.agreed(read([1, 2, 3]));
    const national = new National(office);
    for (const { header, body } of office.events) {
      expect(national.offer({ ...header, count: header.count === null ? null : 'official' }, body)).toBe(null);
    }
    const { header } = office.events.at(-1) as (typeof office.events)[number];
    return { office, national, sheet, header };
  };
  const at = { station: 's0' as never };

  it.each<[string, (sheet: number) => [Partial<EventHeader>, EventBody], string]>([
    [
      'an end that rests on nothing',
      (s) => [{}, { kind: 'SheetAgreed', ...at, sheet: s, boxes: read([9, 9, 9]).boxes, from: s }],
      'SheetAgreed: follows nothing',
    ],
    [
      'an annulment without a ruling',
      (s) => [{}, { kind: 'SheetAnnulled', ...at, sheet: s, from: s }],
      'SheetAnnulled: follows nothing',
    ],
    [
      'custody by nobody',
      (s) => [{ actor: 'zoe' }, { kind: 'EnvelopeStored', ...at, sheet: s, where: 'x' }],
      'EnvelopeStored: role-missing',
    ],
    [
      'custody of another station',
      (s) => [{ actor: 'cat' }, { kind: 'EnvelopeStored', station: 's1' as never, sheet: s, where: 'x' }],
      'EnvelopeStored: unknown-sheet',
    ],
    [
      'a second envelope',
      () => [
        { actor: 'cat', contest: null },
        { kind: 'EnvelopeReceived', ...at, seal: null, condition: 'none', from: 'x' },
      ],
      'EnvelopeReceived: already-received-envelope',
    ],
    [
      "a supervisors' ruling",
      (s) => [{}, { kind: 'RulingIssued', ...at, sheet: s, ruling: 'count', by: ['sol', 'sam'], reason: words('x') }],
      'RulingIssued: kind',
    ],
    [
      'a third entry',
      (s) => [{ actor: 'tess' }, { kind: 'EntryCommitted', ...at, sheet: s, slot: 1, ...read([1, 2, 3]) }],
      'EntryCommitted: not-waiting',
    ],
    [
      'an entry of what is another generation',
      (s) => [{ generation: 2 }, { kind: 'EntryCommitted', ...at, sheet: s, slot: 1, ...read([1, 2, 3]) }],
      'EntryCommitted: generation',
    ],
    [
      'a second session',
      () => [
        { actor: 'sue' },
        { kind: 'SessionOpened', session: 2, place: 'x', members: ['max', 'mia'], delegates: [], counted: 1 },
      ],
      'SessionOpened: session-open',
    ],
    [
      'a court of what is not certified',
      () => [
        { actor: 'max' },
        { kind: 'CourtOrdered', court: words('x'), order: '1', by: ['mia', 'max'], reason: words('x') },
      ],
      'CourtOrdered: not-certified',
    ],
    [
      'an event that names what is not there yet',
      () => [{}, { kind: 'EnvelopeStored', ...at, sheet: 9999, where: 'x' }],
      'unknown number',
    ],
  ])('%s', (_, make, refusal) => {
    const { national, sheet, header } = setUp();
    const [more, body] = make(sheet);
    expect(national.offer({ ...header, ...more }, body)).toBe(refusal);
  });

  it('and of its sheets nothing is done in the national record itself', () => {
    const { national } = setUp();
    const { record } = national;
    const sheet = [...record.centre.papers.all()].find(({ count }) => count === 'official')?.number ?? -1;
    const of = { kind: 'of-office', office: 'N' };
    expect(record.refuse(commit(sheet, 'tess', read([1, 2, 3])))).toEqual(of);
    expect(record.refuse(scan(sheet))).toEqual(of);
    const by = ['sol', 'sam'] as const;
    expect(record.refuse({ kind: 'withdraw-sheet', sheet, code: 'other', by, reason: words('x') })).toEqual(of);
  });

  it('a revelation that says of two entries what is not so, and a zero act with another number', () => {
    const office = OfficialCentre.open();
    const sheet = office.sheet();
    office.type(sheet, read([1, 2, 3]));
    office.session();
    const national = new National(office);
    for (const { header, body } of office.events) {
      const own = { ...header, count: header.count === null ? null : ('official' as const) };
      if (body.kind === 'EntriesRevealed') {
        expect(national.offer(own, { ...body, equal: false })).toBe('EntriesRevealed: equal');
      }
      if (body.kind === 'SessionOpened') {
        expect(national.offer(own, { ...body, counted: 0 })).toBe('SessionOpened: counted');
      }
      expect(national.offer(own, body)).toBe(null);
    }
  });

  it('a notice that is of no publisher', () => {
    const { national, header } = setUp();
    const said: EventBody = { kind: 'Notice', text: words('x') };
    expect(national.offer({ ...header, count: null, actor: 'tia' }, said)).toBe('Notice: role-missing');
    expect(national.offer({ ...header, count: null, actor: 'pam' }, said)).toBe(null);
    expect(national.offer({ ...header, count: null, actor: null }, said)).toBe(null);
  });

  it('a certificate of what is open, and what is not the consequence of a ruling', () => {
    const { office, national, header, sheet } = setUp();
    const body: EventBody = { kind: 'ResultCertified', ...certificateFor('u0', 1, false), signatures: [['one', 'x']] };
    expect(national.offer({ ...header, actor: 'pam' }, body)).toBe('ResultCertified: still-open');
    const vote = { for: ['max', 'mia'], against: [], abstained: [], law: words('x'), reason: words('x') };
    const ruled: EventBody = {
      ...{
        kind: 'BoardRuled',
        ...at,
        sheet,
        effect: 'annul',
        ground: 'tamper',
        objections: [],
        until: null,
        session: 1,
      },
      ...vote,
    } as EventBody;
    expect(national.offer({ ...header, actor: 'mia' }, ruled)).toBe(null);
    const index = office.events.length;
    expect(national.offer(header, { kind: 'Notice', text: words('x') })).toBe('Notice: SheetAnnulled has to follow');
    expect(national.offer(header, { kind: 'SheetAnnulled', ...at, sheet, from: sheet })).toBe('SheetAnnulled: from');
    expect(national.offer(header, { kind: 'SheetAnnulled', ...at, sheet, from: index })).toBe(null);
  });
});
