import { describe, expect, it } from 'vitest';
import { nodeCrypto, signerFromSeed } from '../../adapters/crypto/node-crypto.ts';
import { damaged, randomOf } from './damage.test-support.ts';
import { digestsIn } from './file-digests.ts';
import { canvassRules, canvassToy } from './fixture-canvass.test-support.ts';
import { CanvassBench } from './fixture-canvass-bench.test-support.ts';
import { certify, nationalDesk, playCourse, ToyOffice } from './fixture-canvass-course.test-support.ts';
import { type Files, memorySource } from './fixture-publisher.test-support.ts';
import type { PublicSource } from './public-source.ts';

const bench = new CanvassBench(nodeCrypto, signerFromSeed);

/** A whole official count by an office, taken in and certified. */
function counted(): Files {
  const offices = [{ id: 'OF', name: { es: 'Oficina', en: 'Office' }, units: ['u0' as never] }];
  const definition = canvassToy(canvassRules(bench.certifiers, offices));
  const keys = bench.bench.keysOf(31, 'toy.invalid/1/office/OF');
  const toy = bench.bench.toy(bench.bench.keys, definition);
  const national = nationalDesk(toy);
  for (const person of ['adm1', 'adm2']) national.add(national.acts.grant(person, 'administrator'));
  national.add(national.acts.grant('paul', 'publisher'));
  national.add(national.acts.open());
  national.add(national.acts.lift());
  const office = new ToyOffice(nodeCrypto, toy, 'OF', keys, definition);
  office.declare();
  playCourse(office);
  office.send();
  certify(office, bench.certifiers);
  office.send();
  certify(national, bench.certifiers, (right) => right, [['OF', office.tree.size, office.rootAt(office.tree.size)]]);
  return toy.publish();
}

/** A source whose files were hashed by another thread, as far as the verifier can tell. */
function hashedSource(files: Files): PublicSource {
  const plain = memorySource(files);
  let path = '';
  return {
    list: () => plain.list(),
    read: (asked) => {
      path = asked;
      return plain.read(asked);
    },
    digests: (bytes) => digestsIn(nodeCrypto, path, bytes),
  };
}

describe('a record that is damaged anywhere', () => {
  const valid = counted();

  it('is verified as it is, hashed elsewhere or not', () => {
    for (const source of [memorySource(valid), hashedSource(valid)]) {
      expect(bench.bench.verify(valid, { source, trust: null }).kind).toBe('consistent');
    }
  });

  it('gets the same verdict, with the same findings in the same order, hashed elsewhere or not', () => {
    const random = randomOf(20_261_122);
    const paths = [...valid.keys()].filter((path) => /^(?:bodies|tile)\//.test(path));
    for (let i = 0; i < 600; i++) {
      const files = new Map(valid);
      const path = paths[random(paths.length)] ?? '';
      files.set(path, damaged(files.get(path) ?? new Uint8Array(1), random));
      const plainly = bench.bench.verify(files, { trust: null });
      expect(bench.bench.verify(files, { source: hashedSource(files), trust: null })).toEqual(plainly);
    }
  });
});
