import { describe, expect, it } from 'vitest';
import { nobleCrypto } from '../../adapters/crypto/noble-crypto.ts';
import { nodeCrypto } from '../../adapters/crypto/node-crypto.ts';
import { generateElection } from '../../simulation/generate-election.ts';
import { present } from '../../src/base/assert.ts';
import { fromBase64 } from '../../src/base/bytes.ts';
import { verifyDevice } from '../../src/base/crypto.ts';
import type { Instant } from '../../src/base/instant.ts';
import { expectOk } from '../../src/base/result.ts';
import { CentreState } from '../../src/entry/centre-state.ts';
import { layOutGeography } from '../../src/model/geography.ts';
import type { StationId } from '../../src/model/ids.ts';
import { figuresBytes, figuresCommitment } from '../../src/record/index.ts';
import { NightDesk } from './night-desk.ts';
import { RehearsalSheets } from './rehearsal-sheets.ts';

const SEED = 'phones';
const rehearsal = generateElection({ seed: SEED, stations: 200 });
const geography = layOutGeography(rehearsal.definition);
const sheets = new RehearsalSheets(geography, SEED, new Map());
const AT = 1_800_000_000_000 as Instant;

/** In the order of the definition, which is not that of the record. */
const talliesOf = (station: StationId) => [...rehearsal.truth.values()].flatMap((of) => of.get(station) ?? []);
const bytes = (base64: string) => expectOk(fromBase64(base64), 'base64');

/** By the names of its levels, not by its depth. */
function departmentOf(station: StationId): string | undefined {
  let unit = geography.placeOf[geography.stationIndex.get(station) ?? -1] ?? -1;
  while (unit > 0 && geography.units[unit]?.level !== 'department') unit = geography.parent[unit] ?? -1;
  return geography.units[unit]?.id;
}

describe('figures of a rehearsal', () => {
  it('are signed by the phone of their department, half of which have a key of P-256', () => {
    const lengths = new Set<number>();
    for (const { id: station } of rehearsal.definition.stations) {
      const { figures, signed } = sheets.figures(station, talliesOf(station).reverse(), AT, 'app');
      const { device, sentAt, signature } = present(signed, 'a signature');
      const phone = present(
        sheets.phones.find((p) => p.device === device),
        device,
      );
      expect(departmentOf(station)).toBe(phone.scope);
      const told = figures.map(({ contest, commitment }) => [contest, commitment] as const);
      const message = figuresBytes({
        election: rehearsal.definition.election.id,
        station,
        device,
        sentAt,
        figures: told,
      });
      for (const crypto of [nodeCrypto, nobleCrypto]) {
        expect(verifyDevice(crypto, bytes(phone.key), message, bytes(signature))).toBe(true);
      }
      lengths.add(bytes(phone.key).length);
    }
    expect([...lengths].sort()).toEqual([32, 65]);
    const points = sheets.phones.filter(({ key }) => bytes(key).length === 65).length;
    expect(points).toBe(Math.floor(sheets.phones.length / 2));
  });

  it('commit to what was typed, contest by contest in the order of their ids', () => {
    const station = present(
      rehearsal.definition.stations.find(({ id }) => talliesOf(id).length > 1),
      'a station with two contests',
    ).id;
    for (const tallies of [talliesOf(station), talliesOf(station).reverse()]) {
      const { figures } = sheets.figures(station, tallies, AT, 'app');
      expect(figures.map(({ contest }) => contest)).toEqual(tallies.map(({ contest }) => contest as string).sort());
      for (const { contest, boxes, salt, commitment } of figures) {
        expect(figuresCommitment(nodeCrypto, bytes(salt), contest, boxes)).toBe(commitment);
      }
      expect(new Set(figures.map(({ salt }) => salt)).size).toBe(figures.length);
    }
  });

  it('are the same bytes from the same seed, and others when sent again', () => {
    const again = new RehearsalSheets(geography, SEED, new Map());
    for (const { id: station } of rehearsal.definition.stations.filter((_, i) => i % 5 === 0)) {
      const sent = (by: RehearsalSheets, at: number) => by.figures(station, talliesOf(station), at as Instant, 'app');
      expect(sent(again, AT)).toEqual(sent(sheets, AT));
      expect(sent(sheets, AT + 1).figures[0]?.salt).not.toBe(sent(sheets, AT).figures[0]?.salt);
    }
  });

  it('by SMS are signed by nobody', () => {
    const { id } = present(rehearsal.definition.stations[0], 'a station');
    expect(sheets.figures(id, talliesOf(id), AT, 'sms').signed).toBeNull();
  });
});

it('a night begins with a scanner for each country and a phone for each department', () => {
  const acts = [...new NightDesk(new CentreState(geography), sheets).beginning(new Set())];
  const enrolled = acts.flatMap((act) => (act.kind === 'enrol-device' ? [[act.device, act.scope]] : []));
  const named = (kind: string, level: string) =>
    geography.units
      .filter((unit) => unit.level === level)
      .map((unit, i) => [`${kind}-${String(i + 1).padStart(2, '0')}`, unit.id]);
  expect(enrolled).toEqual([...named('scanner', 'country'), ...named('phone', 'department')]);
});
