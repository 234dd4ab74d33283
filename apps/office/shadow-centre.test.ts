import { afterAll, expect, it } from 'vitest';
import { nodeCrypto } from '../../adapters/crypto/node-crypto.ts';
import { expectOk } from '../../src/base/result.ts';
import { POLLS_CLOSE } from '../../src/entry/centre-example.test-support.ts';
import { officeDefinition } from '../../src/model/office-definition.ts';
import { readBatch } from './office-batch.ts';
import { newMedium, removeSites, World } from './office-world.test-support.ts';
import { batchOf, logOf } from './sample-batches.test-support.ts';
import { ShadowCentre } from './shadow-centre.ts';

afterAll(removeSites);

it('what throws on the way leaves nothing behind for the next batch to be judged by', async () => {
  const world = new World(['A', 'B']);
  const { site } = world.national(newMedium());
  await world.beginNational(site, ['A']);
  const definition = expectOk(officeDefinition(world.definition, 'A'), 'A');
  const keys = world.keysOf('A');
  const granted = { body: { kind: 'RoleGranted', person: 'A.c1', role: 'custodian' } } as const;
  const log = site.run.offices.of('A');
  if (log === null) throw new Error('A is declared');
  const read = readBatch(nodeCrypto, log, batchOf(keys, logOf(keys, definition, [granted])));
  const { events, from } = expectOk(read, 'a batch');
  const [first] = events;
  if (first === undefined) throw new Error('it has events');
  const fault = Object.defineProperty({ ...first }, 'body', {
    get: () => {
      throw new Error('a fault of this program');
    },
  });
  const shadow = new ShadowCentre(world.definition);
  const tryOut = (of: typeof events) => shadow.tryOut(site.centre, { office: 'A', from, events: of }, POLLS_CLOSE);
  expect(() => tryOut([...events, fault])).toThrow('a fault of this program');
  expect(tryOut(events)).toBe(null);
});
