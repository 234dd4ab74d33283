import { describe, expect, test } from 'vitest';
import { utf8 } from '../../src/base/bytes.ts';
import { expectOk } from '../../src/base/result.ts';
import { encodeDefinition } from '../../src/model/encode-definition.ts';
import { decodeDefinition } from '../../src/model/encode-definition-strict.ts';
import { layOutGeography } from '../../src/model/geography.ts';
import { readElectionFolder } from './read-folder.ts';
import { PLAIN, plainElection, type SampleFiles, writeFolder } from './sample-folder.ts';

/* What went wrong with definitions in real systems (PEERS.md section 5), one test each. */

const words = { es: 'n', en: 'n' };
const rule = { kind: 'plurality' };
const runner = { kind: 'electoral-body', name: words };

function coming(changes: { readonly [key: string]: unknown }, stations = String(PLAIN['stations.csv'])): SampleFiles {
  return { 'election.json': plainElection({ nature: 'live', runner, ...changes }), 'stations.csv': stations };
}

function contests(...list: readonly { readonly [key: string]: unknown }[]) {
  const usual = { name: words, rule, options: [{ id: 'A' }, { id: 'B' }] };
  const short = { contest: undefined, options: undefined, other: undefined };
  return { ...short, contests: list.map((contest) => ({ ...usual, ...contest })) };
}

function load(files: SampleFiles) {
  return expectOk(readElectionFolder(writeFolder(files)), 'the folder of this test').definition;
}

function refused(files: SampleFiles): readonly string[] {
  const read = readElectionFolder(writeFolder(files));
  return read.ok ? [] : read.error.errors.map((e) => `${e.kind} ${e.field ?? '-'} ${e.value ?? '-'}`);
}

describe('a national contest, of no region', () => {
  test('is accepted beside a regional one, and every station votes in it', () => {
    const definition = load(coming(contests({ id: 'nation' }, { id: 'town', electorate: [{ town: 'Sella' }] })));
    expect(definition.election.contests.map((contest) => contest.electorate)).toEqual([null, ['u3']]);
    expect(layOutGeography(definition).votesIn).toEqual([
      [true, true, true],
      [false, false, true],
    ]);
  });

  test('also where stations lie in no region, or there are none', () => {
    const blank = load(coming(contests({ id: 'nation' }), 'station,town,place\n1,,\n2,Sella,\n3,,School\n'));
    expect(layOutGeography(blank).votesIn).toEqual([[true, true, true]]);
    const flat = load(coming({ ...contests({ id: 'nation' }), levels: [] }, 'station\n1\n2\n'));
    expect(layOutGeography(flat).votesIn).toEqual([[true, true]]);
  });
});

describe('a name in any script', () => {
  // Composed and combining "ñ", an accent on a letter that has no composed form, right to left with a mark, beyond the BMP.
  const NAMES = ['Ñuñoa', 'N\u0303un\u0303oa', 'x\u0301', 'عُمر بن سالم', 'תל אביב\u200f', '𐤀𐤁', 'ß ſ İ ı', "Q'eqchi’"];
  const quoted = (name: string) => `"${name}"`;

  test.each(NAMES)('survives from folder to published definition, byte for byte: %s', (name) => {
    const id = name.normalize('NFC') === name ? 'ñ' : 'n\u0303';
    const folder = coming(
      {
        name: { es: name, en: `${name}!` },
        options: [
          { id, candidate: name, party: `${name} ${name}` },
          { id: 'B', candidate: 'Beto', party: '' },
        ],
      },
      `station,town,place\n${id}1,${quoted(name)},${quoted(`${name}.`)}\n`,
    );
    const definition = load(folder);
    const files = encodeDefinition(definition);
    const read = expectOk(decodeDefinition(files), 'just encoded');
    expect(read).toEqual(definition);
    const [option] = read.election.contests[0]?.selections ?? [];
    const found = [read.election.name.es, option?.name, read.units[1]?.name];
    expect(found.map((text) => utf8(text ?? ''))).toEqual(found.map(() => utf8(name)));
    expect([option?.id, read.stations[0]?.id]).toEqual([id, `${id}1`]);
    for (const file of [files.election, files.units]) {
      expect(Buffer.from(file).includes(Buffer.from(name, 'utf8'))).toBe(true);
    }
  });

  test('two places whose names only look alike stay two', () => {
    const definition = load(coming({}, 'station,town,place\n1,Ñ,a\n2,N\u0303,a\n'));
    expect(definition.units.filter((unit) => unit.level === 'town').map((unit) => unit.name)).toEqual(['Ñ', 'N\u0303']);
  });
});

describe('a candidate twice', () => {
  const options = (...list: readonly (readonly [string, string, string])[]) => ({
    options: list.map(([id, candidate, party]) => ({ id, candidate, party })),
  });

  test('is refused, under one id or under two', () => {
    expect(refused(coming(options(['A', 'Ana', 'X'], ['A', 'Beto', 'Y'])))).toEqual([
      'repeated-id options and other[1] A',
    ]);
    expect(refused(coming(options(['A', 'Ana', 'X'], ['B', 'Ana', 'X'])))).toEqual([
      'repeated-id options[1].candidate Ana (X)',
    ]);
  });

  test('is refused also where the two spellings only look alike', () => {
    expect(refused(coming(options(['A', 'Peña', ''], ['B', 'Pen\u0303a ', ''])))).toEqual([
      'repeated-id options[1].candidate Pen\u0303a ',
    ]);
  });

  test('one name on two parties’ lines, and options without names, are none', () => {
    const { election } = load(coming(options(['A', 'Ana', 'X'], ['B', 'Ana', 'Y'], ['C', '', ''], ['D', '', ''])));
    expect(election.contests[0]?.selections).toHaveLength(4);
  });
});

test('the same contest twice is refused', () => {
  const twice = contests({ id: 'mayor' }, { id: 'council' }, { id: 'mayor' });
  expect(refused(coming(twice))).toEqual(['repeated-id contests[2] mayor']);
});

test('an electorate of a unit that is not there is refused, with the unit', () => {
  const nowhere = { id: 'mayor', electorate: [{ town: 'Tarija' }, { town: 'Sella', place: 'Shcool' }] };
  expect(refused(coming(contests(nowhere)))).toEqual(['unknown-unit electorate of mayor town Sella, place Shcool']);
  // The same name at another level is another unit.
  expect(refused(coming(contests({ id: 'mayor', electorate: [{ town: 'School' }] })))).toEqual([
    'unknown-unit electorate of mayor town School',
  ]);
});
