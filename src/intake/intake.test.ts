import { describe, expect, it } from 'vitest';
import { Centre, hash, sheetOf, station, unit } from '../entry/centre-example.test-support.ts';
import { Devices } from './devices.ts';
import { decideChoice, decideWithdrawal } from './dispute.ts';
import { decideEnvelope, decideReceipt } from './receive.ts';

const decided = { by: ['sol', 'sam'], reason: { es: 'a', en: 'a' } } as const;
const where = { place: 0, size: 40, late: false, pictureless: false };

describe('the papers of a station', () => {
  it('receipts name the record number that they will have', () => {
    const centre = Centre.open();
    const first = centre.receive('s0', 1);
    const again = decideReceipt(centre.state, sheetOf('s0', 2), where);
    expect(again).toMatchObject({ ok: true, value: [{}, { body: { kind: 'SheetDisputed', sheets: [first, 40] } }] });
    const late = decideReceipt(centre.state, sheetOf('s0', 2), { ...where, late: true });
    expect(late.ok && late.value.length).toBe(1);
    const envelope = decideEnvelope(centre.state.papers, station('s0'), where);
    expect(envelope).toEqual({
      ok: true,
      value: [
        {
          body: { kind: 'EnvelopeReceived', station: 's0', seal: null, condition: null, from: null },
          count: 'official',
        },
      ],
    });
  });

  it('between a receipt and its dispute a sheet is received, and stands for nothing', () => {
    const centre = Centre.open();
    centre.receive('s0', 1);
    centre.receive('s0', 2);
    const half = new Centre(undefined, {}).state;
    centre.events.slice(0, -1).forEach(({ header, body }, index) => {
      half.take(index, header, body);
    });
    expect([...half.papers.all()].map((sheet) => sheet.state.kind)).toEqual(['standing', 'received']);
    expect(half.papers.station('preliminary', 0).kind).toBe('standing');
  });

  it('a choice is among what is disputed, a withdrawal of what stands or is disputed', () => {
    const centre = Centre.open();
    const sheet = centre.receive('s0', 1);
    const at = { count: 'preliminary', station: station('s0'), place: 0 } as const;
    expect(decideChoice(centre.state.papers, at, sheet, decided)).toMatchObject({ error: { kind: 'not-waiting' } });
    expect(decideChoice(centre.state.papers, { ...at, count: 'official' }, sheet, decided)).toMatchObject({
      error: { kind: 'unknown-sheet' },
    });
    const known = centre.state.papers.sheet(sheet);
    expect(known && decideWithdrawal(known, 'other', decided).ok).toBe(true);
    expect(known && decideWithdrawal({ ...known, state: { kind: 'late' } }, 'other', decided)).toEqual({
      ok: false,
      error: { kind: 'not-waiting', state: 'late' },
    });
  });
});

it('a device covers the stations below its unit, by every way up, or of these one alone', () => {
  const { geography } = new Centre().state;
  const devices = new Devices(geography);
  const scopes = [['u0'], ['u1'], ['u2'], ['u9'], ['u0', 's1'], ['u1', 's0'], ['u2', 's0']] as const;
  const covered = scopes.map(([scope, only = null]) => {
    const name = `${scope} ${only}`;
    devices.take({
      kind: 'DeviceEnrolled',
      device: name,
      key: hash(1),
      scope,
      only: only === null ? null : station(only),
    });
    const device = devices.get(name);
    return [0, 1, 2].map((place) => device !== undefined && devices.covers(device, place));
  });
  expect(covered).toEqual([
    [true, true, true],
    [true, true, false],
    [false, false, true],
    [false, false, false],
    [false, true, false],
    [true, false, false],
    [false, false, false],
  ]);
  expect(unit('u1')).toBe(devices.get('u1 s0')?.scope);
  expect([...devices.all()].length).toBe(7);
});
