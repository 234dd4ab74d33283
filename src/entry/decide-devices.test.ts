import { describe, expect, it } from 'vitest';
import type { CentreAct } from './acts.ts';
import { Centre, hash, station, unit } from './centre-example.test-support.ts';

type Enrolment = Extract<CentreAct, { kind: 'enrol-device' }>;

describe('devices', () => {
  const enrol = (device: string, scope = 'u1', key = hash(7)): Enrolment => ({
    kind: 'enrol-device',
    device,
    key,
    scope: unit(scope),
    only: null,
    replaces: null,
    by: 'ada',
  });

  it('are enrolled under a name that is never given again, and revoked', () => {
    const centre = Centre.open();
    expect(centre.do(enrol('d1'))).toEqual([
      { kind: 'DeviceEnrolled', device: 'd1', key: hash(7), scope: 'u1', only: null },
    ]);
    expect(centre.refuse(enrol('d1'))).toEqual({ kind: 'device-exists', device: 'd1' });
    centre.do({ kind: 'revoke-device', device: 'd1', by: 'ada' });
    expect(centre.refuse(enrol('d1'))).toEqual({ kind: 'device-exists', device: 'd1' });
    for (const device of ['d1', 'd2'])
      expect(centre.refuse({ kind: 'revoke-device', device, by: 'ada' })).toEqual({ kind: 'unknown-device', device });
  });

  it('for a unit that exists, with a key that is one', () => {
    const centre = Centre.open();
    expect(centre.refuse(enrol('d1', 'u77'))).toEqual({ kind: 'unknown-unit', unit: 'u77' });
    expect(centre.refuse(enrol('d1', 'u1', 'short'))).toEqual({ kind: 'bad-content', detail: 'key' });
    expect(centre.refuse(enrol(''))).toEqual({ kind: 'bad-content', detail: 'device' });
    expect(centre.refuse(enrol('sms'))).toEqual({ kind: 'bad-content', detail: 'device' });
  });

  it('by an administrator or a supervisor, whom the header shows', () => {
    const centre = Centre.open();
    for (const by of ['ada', 'sol']) {
      centre.do({ ...enrol(by), by });
      expect(centre.events.at(-1)?.header.actor).toBe(by);
      centre.do({ kind: 'revoke-device', device: by, by });
      expect(centre.events.at(-1)).toMatchObject({ header: { actor: by }, body: { kind: 'DeviceRevoked' } });
    }
    for (const by of ['tia', 'val', 'pam', 'aud', 'nobody']) {
      const missing = { kind: 'role-missing', person: by, role: 'administrator' };
      expect(centre.refuse({ ...enrol('d1'), by })).toEqual(missing);
      expect(centre.refuse({ kind: 'revoke-device', device: 'd1', by })).toEqual(missing);
    }
  });

  it('for one station, which lies in the unit', () => {
    const centre = Centre.open();
    expect(centre.do({ ...enrol('d1'), only: station('s1') })).toMatchObject([{ scope: 'u1', only: 's1' }]);
    expect(centre.state.devices.get('d1')?.only).toBe('s1');
    for (const only of ['s2', 's9', ''])
      expect(centre.refuse({ ...enrol('d2'), only: station(only) })).toEqual({
        kind: 'unknown-station',
        station: only,
      });
  });

  it('in the place of another, which is revoked in the same act, and by whoever could revoke it', () => {
    const centre = Centre.open();
    centre.do({ ...enrol('old'), by: 'console' });
    expect(centre.refuse({ ...enrol('new'), replaces: 'old', by: 'console' })).toMatchObject({
      kind: 'role-missing',
      person: 'console',
    });
    expect(centre.do({ ...enrol('new'), replaces: 'old', by: 'sol' })).toEqual([
      { kind: 'DeviceRevoked', device: 'old' },
      { kind: 'DeviceEnrolled', device: 'new', key: hash(7), scope: 'u1', only: null },
    ]);
    expect(centre.events.slice(-2).map(({ header }) => header.actor)).toEqual(['sol', 'sol']);
    expect([centre.state.devices.get('old')?.revoked, centre.state.devices.get('new')?.revoked]).toEqual([true, false]);
    for (const replaces of ['old', 'never'])
      expect(centre.refuse({ ...enrol('newer'), replaces })).toEqual({ kind: 'unknown-device', device: replaces });
    expect(centre.refuse({ ...enrol('new'), replaces: 'new' })).toEqual({ kind: 'device-exists', device: 'new' });
  });
});
