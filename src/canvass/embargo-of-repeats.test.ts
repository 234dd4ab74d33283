import { describe, expect, it } from 'vitest';
import { type Instant, instant } from '../base/instant.ts';
import { PRES, read, station } from '../entry/centre-example.test-support.ts';
import { canvassDefinition, OfficialCentre, ruling } from './canvass-example.test-support.ts';
import { National } from './national-example.test-support.ts';
import { refuseEvent } from './refuse-event.ts';

const HOUR = 3_600_000;
const LIFT = { kind: 'lift-repeat', contest: PRES, generation: 2, by: 'pam' } as const;

/** An office whose board has three votes repeated, until one hour, five and nine hours from now; the nation knows what was sent. */
function setUp() {
  const office = OfficialCentre.open(canvassDefinition({ scans: false }));
  const national = new National(office);
  office.do({ kind: 'lift-embargo', contest: PRES, by: 'pam' });
  const sheets = ['s0', 's1', 's2'].map((of) => office.agreed(read([1, 2, 3]), of));
  office.session();
  const until = [1, 5, 9].map((hours) => instant(office.at + hours * HOUR));
  let sent = 0;
  const send = () => {
    const answers = office.events.slice(sent).map(({ header, body }) => {
      const preliminary = header.count === 'preliminary';
      return national.offer(preliminary ? { ...header, count: 'official' } : header, body);
    });
    sent = office.events.length;
    return answers.filter((answer) => answer !== null);
  };
  const repeat = (i: number) => {
    office.do(ruling(sheets[i] ?? -1, 'repeat', { until: until[i] as Instant, station: station(`s${i}`) }));
  };
  return { office, national, until: (i: number) => until[i] as Instant, send, repeat };
}

describe('the embargo of the votes that an office has repeated', () => {
  it('is not lifted nationally: the nation does not know what an office that is cut off has ruled', () => {
    const { office, national, until, send, repeat } = setUp();
    repeat(0);
    expect(send()).toEqual([]);
    repeat(1);
    repeat(2);
    national.record.at = until(0);
    expect(national.record.refuse(LIFT)).toEqual({ kind: 'not-waiting', state: 'repeat' });
    office.at = until(1);
    const again = office.envelope('s1');
    const by = ['cat', 'cid'] as const;
    office.do({ kind: 'open-envelope', sheet: again, found: 'sheet', by, seal: '77', condition: 'whole' });
    office.type(again, read([9, 9, 9]), PRES, ['tia', 'tom']);
    expect(send()).toEqual([]);
    expect(office.refuse(LIFT)).toEqual({ kind: 'polls-open', until: until(2) });
    expect(national.record.centre.repeats.lifted(0, 2, 'N')).toBe(null);
  });

  it('is lifted by its own act, for its own votes alone, at its own instant', () => {
    const { office, national, until, send, repeat } = setUp();
    repeat(0);
    office.at = until(0);
    office.do(LIFT);
    const lifted = office.events.at(-1)?.header;
    expect(send()).toEqual([]);
    const { repeats } = national.record.centre;
    expect([repeats.lifted(0, 2, 'N'), repeats.lifted(0, 2)]).toEqual([lifted?.at, null]);
    expect(national.record.centre.counts.liftedAt(0)).toBe(null);
  });

  it('holds for what is ruled behind it under the next number, there and nationally', () => {
    const { office, national, until, send, repeat } = setUp();
    repeat(0);
    office.at = until(0);
    office.do(LIFT);
    repeat(1);
    office.at = until(1);
    office.envelope('s1');
    expect(office.events.at(-1)?.header.generation).toBe(3);
    expect(send()).toEqual([]);
    expect(national.record.centre.repeats.lifted(0, 3, 'N')).toBe(null);
  });

  it('is not taken in before these polls are closed, twice, of nobody, or by who is no publisher', () => {
    const { office, national, until, send, repeat } = setUp();
    repeat(0);
    repeat(2);
    send();
    const { header: last } = office.events.at(-1) as (typeof office.events)[number];
    const { count: _, ...rest } = last;
    const lift = { ...rest, kind: 'EmbargoLifted', count: null, contest: PRES, actor: 'pam', generation: 2 } as const;
    const offer = (more: object) => national.offer({ ...lift, ...more }, { kind: 'EmbargoLifted' });
    expect(offer({ at: until(0) })).toBe('EmbargoLifted: polls-open');
    expect(offer({ at: until(2), actor: 'zoe' })).toBe('EmbargoLifted: role-missing');
    expect(offer({ at: until(2), generation: 3 })).toBe('EmbargoLifted: not-waiting');
    expect(offer({ at: until(2), contest: 'x' })).toBe('EmbargoLifted: unknown-contest');
    // A clock that is ahead of the nation's: the act waits.
    const early = { ...lift, at: until(1), office: { id: 'N', index: national.numbers.size('N'), at: until(2) } };
    expect(refuseEvent(national.record.state, early, { kind: 'EmbargoLifted' })).toBe('polls-open');
    expect(offer({ at: until(2) })).toBe(null);
    expect(offer({ at: until(2) })).toBe('EmbargoLifted: embargo-lifted-already');
  });

  it('of a sheet that was taken out waits from the instant of the office, however late the nation hears of it', () => {
    const { office, national, until, send, repeat } = setUp();
    repeat(0);
    office.at = until(0);
    const sheet = office.envelope('s0');
    const reason = { es: 'x', en: 'x' };
    office.do({ kind: 'withdraw-sheet', sheet, code: 'other', by: ['sol', 'sam'], reason });
    office.envelope('s0');
    office.do({ ...LIFT, generation: 3 });
    national.record.at = until(1);
    expect(send()).toEqual([]);
    expect(national.record.centre.repeats.lifted(0, 3, 'N')).not.toBe(null);
  });

  it('and a paper under a number whose embargo is lifted is not taken in: its figures would be public at once', () => {
    const { office, national, until, send, repeat } = setUp();
    repeat(0);
    office.at = until(0);
    office.do(LIFT);
    repeat(1);
    send();
    office.at = until(1);
    office.envelope('s1');
    const { header, body } = office.events.at(-1) as (typeof office.events)[number];
    expect(national.offer({ ...header, generation: 2 }, body)).toBe('EnvelopeReceived: generation');
    expect(national.offer(header, body)).toBe(null);
  });
});
