import { afterAll, beforeEach, expect, it } from 'vitest';
import { nodeCrypto, signerFromSeed } from '../../adapters/crypto/node-crypto.ts';
import { toBase64, utf8 } from '../../src/base/bytes.ts';
import { expectOk } from '../../src/base/result.ts';
import { hash, words } from '../../src/entry/centre-example.test-support.ts';
import type { CanvassRules } from '../../src/model/canvass-rules.ts';
import { officeDefinition } from '../../src/model/office-definition.ts';
import { type Certificate, certificateBytes, type Draft } from '../../src/record/index.ts';
import { CONTEST, newMedium, removeSites, World } from './office-world.test-support.ts';
import { batchOf, logOf } from './sample-batches.test-support.ts';

/* What an office certifies is signed by certifiers of the definition: who holds the keys of its log certifies nothing with them. */

afterAll(removeSites);

const signers = ['one', 'two', 'three'].map((id) => [id, signerFromSeed(nodeCrypto.sha256(utf8(id)))] as const);

const certifiers = signers.slice(0, 2).map(([id, { publicKey }]) => ({
  ...{ id, name: id, title: words('Chair'), key: toBase64(publicKey) },
}));
const plain = new World(['A', 'B']);
const { election } = plain.definition;
const canvass = { ...(election.canvass as CanvassRules), certifiers, required: 2 };
const world = Object.assign(plain, { definition: { ...plain.definition, election: { ...election, canvass } } });
const KEYS = world.keysOf('A');
const DEFINITION = expectOk(officeDefinition(world.definition, 'A'), 'A');
const CERTIFICATE: Certificate = {
  ...{
    area: 'u0',
    size: 1,
    root: hash(5),
    offices: [],
    outcome: '{}',
    seats: null,
    partial: words('two are not here'),
  },
  figures: {
    ...{ expected: 2, counted: 0, annulled: 0, notInstalled: 0, lost: 0, open: 2, registered: 600 },
    ...{ votes: [0, 0], others: [0], valid: 0, cast: 0 },
  },
  papers: { data: hash(6), es: hash(7), en: hash(8) },
};

let national: ReturnType<World['national']>;

beforeEach(async () => {
  national = world.national(newMedium());
  await world.beginNational(national.site, ['A']);
});

function signatures(which: readonly number[], certificate = CERTIFICATE) {
  const message = certificateBytes({ election: world.definition.election.id, contest: CONTEST }, certificate);
  return which.flatMap((i) => {
    const [id, signer] = signers[i] ?? [];
    return id === undefined || signer === undefined ? [] : [[id, toBase64(signer.sign(message))] as const];
  });
}

/** What the door says to a certificate with these signatures, of an office that is well otherwise. */
async function offered(by: ReturnType<typeof signatures>) {
  const drafts: Partial<Draft>[] = [
    { body: { kind: 'CountOpened', mode: 'entered', files: [] }, count: 'official' },
    { body: { kind: 'RoleGranted', person: 'A.p1', role: 'publisher' } },
    {
      body: { kind: 'ResultCertified', ...CERTIFICATE, signatures: [...by].sort(([a], [b]) => (a < b ? -1 : 1)) },
      ...{ count: 'official', contest: CONTEST, actor: 'A.p1' },
    },
  ];
  const { data, es, en } = CERTIFICATE.papers;
  const without = [data, es, en].map((one) => Buffer.from(one, 'base64').toString('hex'));
  const answer = await national.door.take('A', { ...batchOf(KEYS, logOf(KEYS, DEFINITION, drafts)), without });
  return answer.ok ? answer.value.kind : answer.error;
}

it('a result of an office is taken in under the signatures of enough certifiers', async () => {
  expect(await offered(signatures([0, 1]))).toBe('taken');
});

const REFUSED = { kind: 'not-certified', index: 4 };
it.each([
  ['by too few', signatures([0])],
  ['by one who is no certifier', signatures([0, 2])],
  ['over other figures', signatures([0, 1], { ...CERTIFICATE, size: 2 })],
  ['by one in the name of two', signatures([0, 0]).map(([, text], i) => [i === 0 ? 'one' : 'two', text] as const)],
])('and not where it is signed %s', async (_, by) => {
  expect(await offered(by)).toEqual(REFUSED);
});
