import { expect, it } from 'vitest';
import { nodeCrypto } from '../../adapters/crypto/node-crypto.ts';
import { FindingList } from './finding.ts';
import { HeaderChain } from './header-chain.ts';

it('takes room for the hashes of missing entries in front of one that is there, and for none behind the last', () => {
  const chain = new HeaderChain(nodeCrypto, 100_000, new FindingList());
  chain.skipTo(256);
  expect([chain.headers.length, chain.commitments.size]).toEqual([256, 256]);
  chain.endAt(100_000);
  expect([chain.headers.length, chain.commitments.size]).toEqual([100_000, 256]);
  expect([chain.commitments.at(99_999), chain.commitments.isAt(99_999, new Uint8Array(32), 0)]).toEqual([null, false]);
});
