import { afterAll, expect, it } from 'vitest';
import { fromBase64, toHex } from '../../src/base/bytes.ts';
import { expectOk } from '../../src/base/result.ts';
import { hash, words } from '../../src/entry/centre-example.test-support.ts';
import type { StationId } from '../../src/model/ids.ts';
import { officeDefinition } from '../../src/model/office-definition.ts';
import type { Draft, Role } from '../../src/record/index.ts';
import { CONTEST, newMedium, removeSites, World } from './office-world.test-support.ts';
import { batchOf, logOf } from './sample-batches.test-support.ts';

/* What an office signs is refused, or is published nationally, with the real pages: nothing of it stops the count of the others. */

afterAll(removeSites);

const world = new World(['A', 'B']);
const KEYS = world.keysOf('A');
const DEFINITION = expectOk(officeDefinition(world.definition, 'A'), 'A');
const grant = (person: string, role: Role): Partial<Draft> => ({ body: { kind: 'RoleGranted', person, role } });
const station = (id: string) => id as StationId;

const BEGINNING: readonly Partial<Draft>[] = [
  { body: { kind: 'CountOpened', mode: 'entered', files: [] }, count: 'official' },
  ...[grant('A.c1', 'custodian'), grant('A.c2', 'custodian'), grant('A.a1', 'administrator')],
  ...[grant('A.a2', 'administrator'), grant('A.m1', 'member'), grant('A.s', 'secretary')],
  {
    body: { kind: 'MemberSeated', member: 'A.m1', name: '<script>alert(1)</script>\u202e', title: words('</title>') },
    actor: 'A.a1',
  },
  {
    body: { kind: 'SessionOpened', session: 1, place: '<b>', members: ['A.m1'], delegates: [['P', 'D']], counted: 0 },
    ...{ count: 'official', actor: 'A.s' },
  },
];
const papers = { data: hash(6), es: hash(7), en: hash(8) };
const amended = (into: string, registered: number): Partial<Draft> => ({
  body: {
    ...{ kind: 'DefinitionAmended', law: words('x'), by: ['A.a1', 'A.a2'], reason: words('x') },
    change: { kind: 'station-merged', station: station('A-0'), into: station(into), registered },
  },
  actor: 'A.a2',
});

const SAID: readonly (readonly [string, Partial<Draft>, string | undefined])[] = [
  [
    'minutes of a size that is none',
    {
      body: { kind: 'SessionClosed', session: 1, size: Number.MAX_SAFE_INTEGER, papers },
      ...{ count: 'official', actor: 'A.s' },
    },
    undefined,
  ],
  [
    'the end of an embargo of nobody',
    { body: { kind: 'EmbargoLifted' }, contest: CONTEST, generation: 7 },
    'not-waiting',
  ],
  ['a name as long as a header may be', grant(`A.${'x'.repeat(3000)}`, 'typist'), undefined],
  ['a merger', amended('A-1', 999_999_999), undefined],
  ['more voters than there are numbers', amended('A-1', Number.MAX_SAFE_INTEGER), 'amendment-void'],
];

it.each(SAID)('%s', async (_, said, refusal) => {
  const { site, door } = world.national(newMedium(), true);
  await world.beginNational(site, ['A']);
  const batch = batchOf(KEYS, logOf(KEYS, DEFINITION, [...BEGINNING, said]));
  const without = Object.values(papers).map((one) => toHex(expectOk(fromBase64(one), 'a hash')));
  const answer = await door.take('A', { ...batch, without });
  expect(answer).toMatchObject(
    refusal === undefined ? { value: { kind: 'taken' } } : { error: { kind: 'not-now', refusal } },
  );
  site.publish();
  await site.act({ kind: 'lift-embargo', contest: CONTEST, by: 'console' });
  site.publish();
  expect(world.national({ ...site.world }).site.run.canvass.dump()).toEqual(site.run.canvass.dump());
});

it('a batch that is refused and offered again at once is not tried again: that is a replay of the whole record', async () => {
  const { site, door } = world.national(newMedium(), true);
  await world.beginNational(site, ['A']);
  const [, said] = SAID[1] ?? [];
  const batch = { ...batchOf(KEYS, logOf(KEYS, DEFINITION, [...BEGINNING, said ?? {}])), without: [] };
  const whole = { read: 0 };
  const read = site.centre.read.bind(site.centre);
  site.centre.read = (from, limit) => {
    if (from === 0 && limit > 1) whole.read++;
    return read(from, limit);
  };
  const offer = async () => expect(await door.take('A', batch)).toMatchObject({ error: { refusal: 'not-waiting' } });
  await offer();
  const first = whole.read;
  for (let i = 0; i < 5; i++) await offer();
  expect([first > 0, whole.read]).toEqual([true, first]);
});
