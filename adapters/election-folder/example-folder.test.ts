import { fileURLToPath } from 'node:url';
import { describe, expect, test } from 'vitest';
import { instant } from '../../src/base/instant.ts';
import { expectOk } from '../../src/base/result.ts';
import { defaultDeskRules } from '../../src/model/desk-defaults.ts';
import { encodeDefinition } from '../../src/model/encode-definition.ts';
import { decodeDefinition } from '../../src/model/encode-definition-strict.ts';
import { layOutGeography } from '../../src/model/geography.ts';
import { boxNames } from '../../src/model/votes.ts';
import { readElectionFolder } from './read-folder.ts';

const path = fileURLToPath(new URL('../../examples/neighbourhood', import.meta.url));

describe('examples/neighbourhood', () => {
  const { definition, counts, warnings } = expectOk(readElectionFolder(path), 'the example is valid');
  const { election } = definition;

  test('is a live election without a warning that can be published', () => {
    expect(warnings).toEqual([]);
    expect(counts).toEqual([]);
    expect(election.nature).toBe('live');
    expect(election.pollsClose).toBe(instant(Date.UTC(2027, 2, 7, 21)));
    expect(expectOk(decodeDefinition(encodeDefinition(definition)), 'just encoded')).toEqual(definition);
  });

  test('has what its README says: stations, places, contests, papers', () => {
    expect(definition.stations).toHaveLength(12);
    expect(new Set(definition.stations.map((station) => station.place)).size).toBe(3);
    expect(election.contests.map(boxNames)).toEqual([
      ['garza', 'molle', 'puente', 'blank', 'null', 'voters', 'valid', 'total'],
      ['yes', 'no', 'blank', 'null'],
    ]);
    const voting = layOutGeography(definition).votesIn.map((stations) => stations.filter(Boolean).length);
    expect(voting).toEqual([12, 7]);
  });

  test('is named in both languages', () => {
    const names = [election.name, election.runner.name, ...election.contests.map((contest) => contest.name)];
    for (const { es, en } of names) expect([es === '', en === '', es === en]).toEqual([false, false, false]);
  });

  test('has three rules of its own for the desk, one with its legal source', () => {
    const usual = defaultDeskRules(election.contests);
    const e203 = election.desk?.checks['E203'];
    expect(e203).toMatchObject({ effect: 'observes' });
    expect(e203?.source?.en).toMatch(/^Example rule/);
    expect(election.desk).toEqual({
      ...usual,
      observations: { ...usual.observations, unsigned: 'waits' },
      checks: { ...usual.checks, E203: e203 },
      promiseMinutes: 20,
    });
  });
});
