import { describe, expect, it } from 'vitest';
import { EVENT_KINDS, type EventBody } from '../record/index.ts';
import { type OfficeDraft, refuseOfOffice } from './office-intake.ts';

const BOTH = { es: 'x', en: 'x' };
const refused = (body: object, draft: Omit<OfficeDraft, 'body'> = {}) =>
  refuseOfOffice('LP', (station) => station === 's1', { body: body as EventBody, ...draft });

describe('what an office may record', () => {
  it('is nothing of phones, files and the preliminary count, and nothing of other offices', () => {
    const never = EVENT_KINDS.filter((kind) => {
      const body =
        kind === 'DefinitionAmended'
          ? { kind, change: { kind: 'station-merged', station: 's1', into: 's1' } }
          : { kind };
      return refused(body) !== null;
    });
    expect(never).toEqual([
      ...['SheetImported', 'DeviceEnrolled', 'DeviceRevoked', 'SheetReceived', 'FiguresAnnounced', 'FiguresRead'],
      ...['ArrivalsRefused', 'RulingIssued', 'OfficeDeclared', 'OfficeTaken', 'OfficeForked', 'EstimateMade'],
    ]);
    expect(refused({ kind: 'EnvelopeReceived', station: 's1' }, { count: 'preliminary' })).toEqual({
      kind: 'count-not-of-office',
    });
    expect(refused({ kind: 'SomethingNew' })).toEqual({ kind: 'kind-not-of-office', found: 'SomethingNew' });
  });

  it('names people of its own, wherever', () => {
    const named: readonly [object, Omit<OfficeDraft, 'body'>?][] = [
      [{ kind: 'CountOpened' }, { actor: 'SC.a' }],
      [{ kind: 'RoleGranted', person: 'p-k3' }],
      [{ kind: 'EnvelopeMissing', station: 's1', by: ['LP.a', 'SC.b'] }],
      [{ kind: 'MemberSeated', member: 'SC.a' }],
      [{ kind: 'SessionOpened', members: ['LP.a', 'SC.a'] }],
      [{ kind: 'BoardRuled', station: 's1', for: ['LP.a'], against: ['SC.a'], abstained: [] }],
      [{ kind: 'BoardRuled', station: 's1', for: ['SC.a'], against: [], abstained: [] }],
      [{ kind: 'LotDrawn', for: ['LP.a'], against: [], abstained: ['SC.a'] }],
    ];
    for (const [body, draft] of named) {
      expect(refused(body, draft), JSON.stringify(body)).toMatchObject({ kind: 'person-not-of-office' });
      expect(JSON.parse(JSON.stringify([body, draft]).replaceAll(/SC\.|p-/g, 'LP.')), '').toSatisfy(
        ([own, by]: [object, Omit<OfficeDraft, 'body'> | null]) => refused(own, by ?? {}) === null,
      );
    }
    // A stop that two people did not decide names nobody.
    expect(refused({ kind: 'PublicationStopped', by: null }, { count: 'official' })).toBeNull();
  });

  it('is of its own stations', () => {
    expect(refused({ kind: 'SheetAgreed', station: 's2' })).toEqual({ kind: 'station-not-of-office', station: 's2' });
    const merged = (station: string, into: string) => ({
      ...{ kind: 'DefinitionAmended', law: BOTH, by: ['LP.a', 'LP.b'] },
      change: { kind: 'station-merged', station, into, registered: null },
    });
    expect(refused(merged('s1', 's1'))).toBeNull();
    expect(refused(merged('s1', 's2'))).toEqual({ kind: 'station-not-of-office', station: 's2' });
    expect(refused(merged('s2', 's1'))).toEqual({ kind: 'station-not-of-office', station: 's2' });
  });

  it.each(['candidate-withdrawn', 'closing-extended'])('amends nothing that others share: %s', (kind) => {
    const found = `DefinitionAmended ${kind}`;
    expect(refused({ kind: 'DefinitionAmended', change: { kind }, by: ['LP.a', 'LP.b'] })).toEqual({
      ...{ kind: 'kind-not-of-office', found },
    });
  });
});
