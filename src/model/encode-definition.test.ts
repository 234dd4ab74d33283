import { describe, expect, test } from 'vitest';
import { type Bytes, utf8 } from '../base/bytes.ts';
import { canonicalText, type Json } from '../base/canonical.ts';
import { fraction } from '../base/fraction.ts';
import { instant } from '../base/instant.ts';
import { expectOk } from '../base/result.ts';
import type { ElectionDefinition, GpUnit, PollingStation } from './election.ts';
import { type DefinitionFiles, encodeDefinition, encodeElection, encodeUnits } from './encode-definition.ts';
import type { DefinitionErrorKind } from './encode-definition-error.ts';
import { decodeDefinition } from './encode-definition-strict.ts';
import type { ContestId, Count, ElectionId, GpUnitId, SelectionId, StationId } from './ids.ts';

const name = { es: 'Elección', en: 'Election' };
const unit = (id: string, parent: string | null, depth: number, level: string, unitName: string): GpUnit => ({
  id: id as GpUnitId,
  parent: parent as GpUnitId | null,
  depth,
  level,
  name: unitName,
});
const station = (id: string, place: string, registered: number | null): PollingStation => ({
  id: id as StationId,
  place: place as GpUnitId,
  table: 1 as Count,
  registered: registered as Count | null,
  setting: registered === null ? null : 'rural',
});

const SMALL: ElectionDefinition = {
  election: {
    id: 'small-2024' as ElectionId,
    name,
    date: '2024-06-02',
    timeZone: 'America/La_Paz',
    pollsClose: instant(1_717_365_600_000),
    nature: 'rehearsal',
    runner: { kind: 'observer', name },
    contests: [
      {
        id: 'president' as ContestId,
        name,
        rule: {
          kind: 'two-round',
          base: 'valid',
          outright: [{ shareOver: fraction(1, 2) }, { shareAtLeast: fraction(2, 5), leadAtLeast: fraction(1, 10) }],
        },
        selections: [
          { id: 'Ñ' as SelectionId, name: 'José "Pepe" Núñez', party: '' },
          { id: 'B' as SelectionId, name: '', party: 'Línea\u2028dos' },
        ],
        others: ['blank', 'null'],
        controls: ['voters'],
        electorate: ['u1' as GpUnitId],
        seats: null,
      },
    ],
    desk: null,
    canvass: null,
    levels: ['town', 'place'],
    sources: ['a: b (CC0-1.0)'],
    notes: [],
  },
  units: [
    unit('u0', null, 0, 'election', ''),
    unit('u1', 'u0', 1, 'town', 'Uyuni'),
    unit('u2', 'u1', 2, 'place', ''),
    unit('u3', 'u1', 2, 'place', 'Núñez'),
    unit('u4', 'u3', 3, 'part', '1–200'),
  ],
  stations: [station('1', 'u2', 200), station('m/2', 'u4', null), station('3', 'u4', 0)],
};
const FILES = encodeDefinition(SMALL);

const text = (bytes: Bytes): string => new TextDecoder().decode(bytes);

test('a definition is published in one canonical spelling and read back', () => {
  expect(text(FILES.stations).split('\n')[1]).toBe(
    '{"id":"m/2","place":"u4","registered":null,"setting":null,"table":1}',
  );
  expect(text(FILES.units).slice(0, 60)).toBe('[{"id":"u0","level":"election","name":"","parent":null},{"id');
  expect(expectOk(decodeDefinition(FILES), 'just encoded')).toEqual(SMALL);
});

/** Published bytes with one passage replaced. */
function spelt(file: keyof DefinitionFiles, from: string, to: string): DefinitionFiles {
  const before = text(FILES[file]);
  if (!before.includes(from)) throw new Error(`${file} has no ${from}`);
  return { ...FILES, [file]: utf8(before.replace(from, to)) };
}

/** Canonical bytes of JSON that says something else. */
function said(file: 'election' | 'units', change: (json: Record<string, Json> & Json[]) => void): DefinitionFiles {
  const json = structuredClone(file === 'election' ? encodeElection(SMALL.election) : encodeUnits(SMALL.units));
  change(json as Record<string, Json> & Json[]);
  return { ...FILES, [file]: utf8(canonicalText(json)) };
}

const contestWith = (changes: { readonly [key: string]: Json }): DefinitionFiles =>
  said('election', (e) => {
    const [contest] = (e as unknown as { contests: { [key: string]: Json }[] }).contests;
    Object.assign(contest ?? {}, changes);
  });

describe('bytes that are not a definition are refused', () => {
  const deep = utf8('['.repeat(200_000) + ']'.repeat(200_000));
  const crowd = Array.from({ length: 201 }, (_, i) => station(`s${i}`, 'u2', 1));
  const cases: readonly (readonly [string, DefinitionFiles, keyof DefinitionFiles, DefinitionErrorKind])[] = [
    ['not UTF-8', { ...FILES, units: new Uint8Array([0x5b, 0xff]) }, 'units', 'not-utf8'],
    ['a byte-order mark', spelt('election', '{', '\ufeff{'), 'election', 'not-json'],
    ['cut off', { ...FILES, election: FILES.election.subarray(0, 99) }, 'election', 'not-json'],
    ['nothing', { ...FILES, stations: utf8('') }, 'stations', 'bad-value'],
    ['lists inside lists without end', { ...FILES, election: deep }, 'election', 'bad-value'],
    ['a space', spelt('election', '"date":', '"date": '), 'election', 'not-canonical'],
    ['a key too many', spelt('election', '"v":1', '"v":1,"w":1'), 'election', 'not-canonical'],
    ['a key twice', spelt('election', '"v":1', '"v":2,"v":1'), 'election', 'not-canonical'],
    ['a prototype', spelt('election', '{', '{"__proto__":{},'), 'election', 'not-canonical'],
    ['an escape', spelt('units', 'Uyuni', '\\u0055yuni'), 'units', 'not-canonical'],
    ['a lone surrogate', spelt('units', 'Uyuni', '\\ud800'), 'units', 'bad-value'],
    ['another version', spelt('election', '"v":1', '"v":2'), 'election', 'bad-value'],
    ['1.0', spelt('stations', '"table":1', '"table":1.0'), 'stations', 'not-canonical'],
    ['-0', spelt('stations', '"registered":200', '"registered":-0'), 'stations', 'bad-value'],
    ['a fraction', spelt('stations', '"registered":200', '"registered":0.5'), 'stations', 'bad-value'],
    ['an instant beyond time', spelt('election', '1717365600000', '9000000000000000'), 'election', 'bad-value'],
    ['no end of line', { ...FILES, stations: FILES.stations.subarray(0, -1) }, 'stations', 'bad-value'],
    ['an empty line', spelt('stations', '\n', '\n\n'), 'stations', 'not-json'],
    ['a station twice', spelt('stations', '"m/2"', '"1"'), 'stations', 'repeated-id'],
    ['a place that is not there', spelt('stations', '"u2"', '"u9"'), 'stations', 'unknown-unit'],
    ['a place with parts', spelt('stations', '"u4"', '"u3"'), 'stations', 'place-with-children'],
    ['201 in a place', encodeDefinition({ ...SMALL, stations: crowd }), 'stations', 'too-many-stations'],
    ['a child before its parent', said('units', (u) => u.splice(1, 0, ...u.splice(2, 1))), 'units', 'unknown-unit'],
    ['a unit twice', said('units', (u) => u.push(u[1] as Json)), 'units', 'repeated-id'],
    [
      'two roots',
      said('units', (u) => u.push({ id: 'u9', level: 'election', name: '', parent: null })),
      'units',
      'bad-value',
    ],
    ['a level at a wrong depth', spelt('units', '"level":"town"', '"level":"place"'), 'units', 'bad-value'],
    [
      'a unit below a part',
      said('units', (u) => u.push({ id: 'u9', level: 'part', name: '', parent: 'u4' })),
      'units',
      'bad-value',
    ],
    ['no units', said('units', (u) => u.splice(0)), 'units', 'bad-value'],
    ['an electorate nowhere', contestWith({ electorate: ['u9'] }), 'election', 'unknown-unit'],
    ['an electorate of nobody', contestWith({ electorate: [] }), 'election', 'bad-value'],
    ['a box twice', contestWith({ others: ['blank', 'Ñ'] }), 'election', 'repeated-id'],
    ['an unknown rule', contestWith({ rule: { kind: 'ranked' } }), 'election', 'bad-value'],
    ['no contests', said('election', (e) => Object.assign(e, { contests: [] })), 'election', 'bad-value'],
  ];
  test.each(cases)('%s', (_, files, file, kind) => {
    const decoded = decodeDefinition(files);
    expect(decoded.ok ? 'accepted' : [decoded.error.file, decoded.error.kind]).toEqual([file, kind]);
  });

  test('every byte counts: no changed byte gives the same definition', () => {
    for (const file of ['election', 'units', 'stations'] as const) {
      for (let i = 0; i < FILES[file].length; i++) {
        const bytes = new Uint8Array(FILES[file]);
        bytes[i] = (bytes[i] ?? 0) ^ 1;
        const decoded = decodeDefinition({ ...FILES, [file]: bytes });
        if (decoded.ok) expect(decoded.value, `${file} byte ${i}`).not.toEqual(SMALL);
      }
    }
  });
});

test('of estimates a definition says something only where it was decided', () => {
  expect(text(FILES.election)).not.toContain('estimates');
  const estimates = { show: 'on', notBefore: null, probabilities: false } as const;
  const files = encodeDefinition({ ...SMALL, election: { ...SMALL.election, estimates } });
  expect(text(files.election)).toContain('"estimates":{"notBefore":null,"probabilities":false,"show":"on"},"id"');
  const read = decodeDefinition(files);
  expect(read.ok && read.value.election.estimates).toEqual(estimates);
});
