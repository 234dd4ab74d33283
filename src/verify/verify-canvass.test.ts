import { describe, expect, it } from 'vitest';
import { nodeCrypto, signerFromSeed } from '../../adapters/crypto/node-crypto.ts';
import { Bench } from './fixture-bench.test-support.ts';
import { canvassRules, canvassToy } from './fixture-canvass.test-support.ts';
import { certify, type Desk, nationalDesk, playCourse } from './fixture-canvass-course.test-support.ts';
import type { Files, Lies } from './fixture-publisher.test-support.ts';

const bench = new Bench(nodeCrypto, signerFromSeed);
const certifiers = [21, 22].map((seed) => signerFromSeed(new Uint8Array(32).fill(seed)));
const definition = canvassToy(canvassRules(certifiers));

function official(play: (desk: Desk) => void, lies: Lies = {}): Files {
  const toy = bench.toy(bench.keys, definition);
  play(nationalDesk(toy));
  return toy.publish(lies);
}
const found = (files: Files) => bench.findings(files, { trust: null });

describe('an official count from the paper', () => {
  it('holds together in every file, with a certificate at its end', () => {
    const files = official((desk) => {
      playCourse(desk);
      certify(desk, certifiers);
    });
    expect(found(files)).toEqual([]);
  });
});
