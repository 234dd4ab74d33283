import { describe, expect, test } from 'vitest';
import { toBase64 } from '../../src/base/bytes.ts';
import { fraction } from '../../src/base/fraction.ts';
import { expectOk } from '../../src/base/result.ts';
import { encodeDefinition } from '../../src/model/encode-definition.ts';
import { decodeDefinition } from '../../src/model/encode-definition-strict.ts';
import { BOLIVIA_LAW_026_GROUNDS } from '../../src/model/grounds-bolivia-law-026.ts';
import { describeIssue } from './describe-errors.ts';
import { readElectionFolder } from './read-folder.ts';
import { PLAIN, plainElection, writeFolder } from './sample-folder.ts';

const name = { es: 'Elección', en: 'Election' };
const office = (id: string, ...towns: string[]) => ({ id, name, units: towns.map((town) => ({ town })) });

const read = (changes: object) =>
  readElectionFolder(writeFolder({ ...PLAIN, 'election.json': plainElection({ ...changes }) }));
const refused = (changes: object) => {
  const result = read(changes);
  return result.ok ? [] : result.error.errors.map((e) => [e.field, describeIssue(e)]);
};

describe('the canvass of an election folder', () => {
  test('is none where the folder says nothing', () => {
    const { election } = expectOk(read({}), 'plain').definition;
    expect([election.canvass, election.contests[0]?.seats]).toEqual([null, null]);
  });

  test('has offices by their units, grounds by the name of their set, and is published whole', () => {
    const canvass = {
      offices: [office('T', 'Tarija', 'Tarija'), { id: 'S', name, units: [{ town: 'Sella', place: 'School' }] }],
      grounds: 'bolivia-law-026',
      certifiers: [{ id: 'chair', name: 'Ana', title: name, key: toBase64(new Uint8Array(32).fill(9)) }],
    };
    const seats = { seats: 7, method: 'sainte-lague', threshold: '0.05' };
    const contest = { id: 'lists', name, rule: { kind: 'plurality' }, seats };
    const { definition, warnings } = expectOk(read({ canvass, contest }), 'a canvass');
    expect(definition.election.canvass).toMatchObject({
      offices: [
        { id: 'T', units: ['u1'] },
        { id: 'S', units: ['u4'] },
      ],
      grounds: BOLIVIA_LAW_026_GROUNDS,
      required: 1,
    });
    expect(definition.election.contests[0]?.seats).toEqual({
      seats: 7,
      method: 'sainte-lague',
      threshold: fraction(5, 100),
    });
    expect(warnings.map((group) => group.kind)).not.toContain('unknown-key');
    expect(expectOk(decodeDefinition(encodeDefinition(definition)), 'just encoded')).toEqual(definition);
  });

  test.each([
    ['a unit nowhere', [office('T', 'Tarija', 'Uyuni'), office('S', 'Sella')], 'canvass.offices[0].units[1]', 'Uyuni'],
    ['a station of no office', [office('T', 'Tarija')], 'canvass.offices', '"3" is not one of the values'],
    ['a town of two offices', [office('T', 'Tarija'), office('S', 'Sella', 'Tarija')], 'canvass.offices', 'T and of S'],
  ])('with %s is refused, by name', (_, offices, field, words) => {
    const [first = []] = refused({ canvass: { offices } });
    expect(first).toEqual([field, expect.stringContaining(words)]);
  });

  test('with a misspelt part is refused', () => {
    expect(refused({ canvass: { quorums: 3 } }).map(([field]) => field)).toEqual(['canvass']);
    const contest = { id: 'lists', name, rule: { kind: 'plurality' }, seats: { seats: 7, method: 'd-hondt' } };
    expect(refused({ contest }).map(([field]) => field)).toEqual(['contest.seats.method']);
  });
});

test('a published definition whose offices leave a station out is refused', () => {
  const { definition } = expectOk(read({ canvass: { offices: [office('T', 'Tarija', 'Sella')] } }), 'one office');
  const canvass = definition.election.canvass;
  if (canvass === null) throw new Error('no canvass');
  const cut = { ...canvass, offices: canvass.offices.map((one) => ({ ...one, units: one.units.slice(1) })) };
  const election = { ...definition.election, canvass: cut };
  expect(decodeDefinition(encodeDefinition({ ...definition, election }))).toMatchObject({
    ok: false,
    error: { file: 'election', path: 'canvass.offices' },
  });
});
