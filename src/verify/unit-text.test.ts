import { expect, it, vi } from 'vitest';
import { nodeCrypto, signerFromSeed } from '../../adapters/crypto/node-crypto.ts';
import { canonicalText, type Json } from '../base/canonical.ts';
import { announce } from './fixture-announce.test-support.ts';
import { begin, CanvassBench } from './fixture-canvass-bench.test-support.ts';
import { certify, count, playCourse } from './fixture-canvass-course.test-support.ts';
import { act, type On } from './fixture-election.test-support.ts';
import { agree, type Files } from './fixture-publisher.test-support.ts';

const canvass = new CanvassBench(nodeCrypto, signerFromSeed);
const { bench } = canvass;

/** What the verifier spells at once while it finds nothing wrong with a folder. */
function spelledAtOnce(files: Files): readonly { readonly value: Json; readonly text: string }[] {
  const spy = vi.spyOn(JSON, 'stringify');
  const codes = bench.codes(files, { trust: null });
  const calls = spy.mock.calls.map(([value], i) => ({
    value: value as Json,
    text: String(spy.mock.results[i]?.value),
  }));
  spy.mockRestore();
  expect(codes).toEqual([]);
  return calls.filter(({ value }) => typeof value === 'object' && value !== null && 'unit' in value);
}

it('the files of places are made with their keys in canonical order, with all that may stand in them', () => {
  const stations = bench.published({}, (toy) => {
    toy.add(act.resume());
    announce(toy, 's4', [10, 20, 3]);
    agree(toy, ['s4', toy.receive('s4')], [10, 29, 3]);
  });
  const official = canvass.official((desk) => {
    playCourse(desk);
    certify(desk, canvass.certifiers);
  });
  const copies = canvass.official((desk) => {
    begin(desk);
    desk.add(desk.acts.missing('s2'));
    const on: On = ['s2', desk.add(desk.acts.copy('s2', 1))];
    desk.add(desk.acts.scan(on, desk.toy.picture('copy of s2')));
    count(desk, on, [1, 2, 3]);
    desk.add(desk.acts.object(on, 1, 'g2'));
  });
  const spelled = [stations, official, copies].flatMap(spelledAtOnce);
  for (const { value, text } of spelled) expect(text).toBe(canonicalText(value));
  const all = spelled.map(({ text }) => text).join('');
  const parts = ['readings', 'desk', 'canvass', 'custody', 'objections', 'rulings', 'collation', 'basis'];
  for (const part of [...parts, 'corrected', 'papers', 'announced']) expect(all).toContain(`"${part}":`);
});
