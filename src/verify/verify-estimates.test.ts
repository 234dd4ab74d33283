import { describe, expect, it } from 'vitest';
import { nodeCrypto, signerFromSeed } from '../../adapters/crypto/node-crypto.ts';
import { utf8 } from '../base/bytes.ts';
import { canonicalText } from '../base/canonical.ts';
import { instant } from '../base/instant.ts';
import { expectOk } from '../base/result.ts';
import type { ElectionDefinition } from '../model/election.ts';
import type { EstimateRules } from '../model/estimate-rules.ts';
import type { Said } from '../record/index.ts';
import { Bench } from './fixture-bench.test-support.ts';
import { event, TOY } from './fixture-election.test-support.ts';
import { type Files, playToy, type ToyPublisher } from './fixture-publisher.test-support.ts';
import { parseTrust } from './trust.ts';

const bench = new Bench(nodeCrypto, signerFromSeed);
const ON: EstimateRules = { show: 'on', notBefore: null, probabilities: false };
const PAGES = ['es/estimate.html', 'en/estimate.html', 'es/method.html', 'en/method.html'];

const withRules = (estimates?: EstimateRules): ElectionDefinition => ({
  ...TOY,
  election: { ...TOY.election, ...(estimates === undefined ? {} : { estimates }) },
});

const seven = (...band: readonly number[]) => band as unknown as readonly [7, 7, 7, 7, 7, 7, 7];
const BASIS = {
  ...{ expected: 4, sheetsIn: 2, setAside: 0, silentRoll: 0, rollOut: 500_000, order: 'instants', figures: 'as-then' },
  ...{ variants: [], shock: [] },
};
const SAID: Extract<Said, { kind: 'estimate' }> = {
  kind: 'estimate',
  base: 'options',
  options: [
    { id: 'A', share: seven(1, 2, 3, 4, 5, 6, 7), votes: seven(160, 170, 180, 190, 200, 210, 220) },
    { id: 'B', share: seven(8, 9, 10, 11, 12, 13, 14), votes: seven(140, 150, 160, 170, 180, 190, 200) },
  ],
  lead: { of: 'A', over: 'B', points: seven(-3, -2, -1, 0, 1, 2, 3) },
  turnout: null,
  votesOut: seven(1, 1, 1, 2, 2, 2, 2),
  likely: null,
  outcomes: null,
  areas: [],
  settings: [],
  basis: BASIS,
  notes: [],
};
const REFUSED: Said = { kind: 'refused', code: 'too-few-sheets', facts: { sheetsIn: 2 }, basis: null, notes: [] };

const made = (state: number, said: Said) =>
  event(
    { kind: 'EstimateMade', state, seed: 1, draws: 100, program: 'cotejo test', parameters: { tailSd: '0.1' }, said },
    'preliminary',
    true,
  );

/** The toy's night with estimates, and what its files have to say of them. */
function nightOf(rules: EstimateRules | undefined, saids: readonly (readonly [number | 'newest', Said])[]) {
  const toy = bench.toy(bench.keys, withRules(rules));
  playToy(toy);
  const states = toy.events.flatMap(({ body, at }, record) => (body.kind === 'StatePublished' ? [{ record, at }] : []));
  const newest = states.at(-1) ?? { record: 0, at: instant(0) };
  const told = saids.map(([state, said]) => {
    const record = toy.add(made(state === 'newest' ? newest.record : state, said));
    return { record, at: toy.events[record]?.at ?? instant(0), said, stateAt: newest.at, state: newest.record };
  });
  return { toy, told };
}

type Told = ReturnType<typeof nightOf>['told'];

/** Written out by hand, from what publication.md says. */
function filesOf(told: Told) {
  const about = { v: 1, kind: 'estimated', election: 'toy', test: true, nature: 'rehearsal' };
  const place = ({ record, at, stateAt, state }: Told[number]) => ({
    record,
    at,
    stateAt,
    state,
    count: 'preliminary',
  });
  const newest = told.at(-1);
  const how = { seed: 1, draws: 100, program: 'cotejo test', parameters: { tailSd: '0.1' } };
  const points = told.map((one) =>
    one.said.kind === 'refused'
      ? {
          ...place(one),
          ...{
            sheetsIn: 0,
            expected: 0,
            refused: one.said.code,
            lead: null,
            shares: null,
            likely: null,
            outcomes: null,
          },
        }
      : {
          ...place(one),
          ...{ sheetsIn: 2, expected: 4, refused: null, likely: null, outcomes: null },
          lead: { of: 'A', over: 'B', points: [-3, 0, 3] },
          shares: { A: [1, 4, 7], B: [8, 11, 14] },
        },
  );
  const counts = {
    preliminary: { counted: 2, out: 2, valid: 300, votes: [160, 140] },
    official: { counted: 2, out: 1, valid: 301, votes: [160, 141] },
  };
  const estimate = newest === undefined ? {} : { pres: { ...place(newest), ...how, said: newest.said } };
  const all = newest === undefined ? {} : { pres: { made: told.length, points, counts } };
  return {
    'data/estimate.json': canonicalText({ ...about, contests: estimate } as never),
    'data/estimates.json': canonicalText({ ...about, contests: all } as never),
  };
}

function codes(toy: ToyPublisher, edit: (files: Files) => void): readonly string[] {
  const trust = expectOk(parseTrust(nodeCrypto, utf8(toy.trustText())), 'trust');
  return bench.codes(toy.publish({ edit }), { trust });
}

const put = (texts: Readonly<Record<string, string>>) => (files: Files) => {
  for (const [path, text] of Object.entries(texts)) files.set(path, utf8(text));
  for (const path of PAGES) files.set(path, utf8('<!doctype html><title>x</title>'));
};

describe('estimates where the definition shows them', () => {
  it('stand in the files as the record has them, refusals among them', () => {
    const { toy, told } = nightOf(ON, [
      ['newest', REFUSED],
      ['newest', SAID],
    ]);
    expect(codes(toy, put(filesOf(told)))).toEqual([]);
  });

  it('have their files from the first state on', () => {
    const { toy } = nightOf(ON, []);
    expect(codes(toy, put(filesOf([])))).toEqual([]);
    const { toy: without } = nightOf(ON, []);
    expect(codes(without, () => undefined)).toEqual(
      ['data/estimate.json', 'data/estimates.json', ...PAGES]
        .sort()
        .map((path) => `manifest/not-listed ${path}`)
        .sort(bySpec),
    );
  });

  it('cannot be shown otherwise than they were said, or left out of the list', () => {
    const { toy, told } = nightOf(ON, [
      ['newest', SAID],
      ['newest', REFUSED],
    ]);
    const files = filesOf(told);
    const other = files['data/estimate.json'].replace('too-few-sheets', 'roll-silent');
    expect(codes(toy, put({ ...files, 'data/estimate.json': other }))).toEqual([
      'derivation/differs data/estimate.json',
    ]);
    const { toy: again, told: twice } = nightOf(ON, [
      ['newest', SAID],
      ['newest', REFUSED],
    ]);
    const one = filesOf(twice.slice(1));
    expect(codes(again, put({ ...filesOf(twice), 'data/estimates.json': one['data/estimates.json'] }))).toEqual([
      'derivation/differs data/estimates.json',
    ]);
  });
});

/** The order in which the verifier asks for them. */
function bySpec(a: string, b: string): number {
  const order = [
    'data/estimate.json',
    'data/estimates.json',
    ...['es', 'en'].flatMap((l) => [`${l}/estimate.html`, `${l}/method.html`]),
  ];
  const at = (code: string) => order.findIndex((path) => code.endsWith(path));
  return at(a) - at(b);
}

describe('an estimate that may not be there', () => {
  const kinds = (toy: ToyPublisher, told: Told) =>
    codes(toy, put(filesOf(told)))
      .filter((code) => code.startsWith('body/'))
      .map((code) => code.split(' ')[0]);

  it('is found where the definition shows none, and so are its files', () => {
    const { toy, told } = nightOf(undefined, [['newest', SAID]]);
    expect(kinds(toy, told)).toEqual(['body/estimate-not-allowed']);
    const { toy: off } = nightOf({ ...ON, show: 'off' }, []);
    expect(codes(off, put(filesOf([])))).toHaveLength(6);
  });

  it('is found before its time, with probabilities that are not to be told, and of no state', () => {
    const early = nightOf({ ...ON, notBefore: instant(4_000_000_000_000) }, [['newest', SAID]]);
    expect(kinds(early.toy, early.told)).toEqual(['body/estimate-too-early']);
    const outcomes = [{ result: { kind: 'won', by: 'A' as never }, draws: 100 }] as const;
    const told = nightOf(ON, [['newest', { ...SAID, outcomes }]]);
    expect(kinds(told.toy, told.told)).toEqual(['body/estimate-not-allowed']);
    const none = nightOf(ON, [[3, SAID]]);
    expect(kinds(none.toy, none.told)).toEqual(['body/estimate-of-no-state']);
  });

  it('is found where it names no option, or an interval inside out', () => {
    const stranger = nightOf(ON, [['newest', { ...SAID, lead: { ...SAID.lead, over: 'C' } }]]);
    expect(kinds(stranger.toy, stranger.told)).toEqual(['body/unknown-option']);
    const inside = nightOf(ON, [['newest', { ...SAID, votesOut: seven(3, 2, 1, 1, 1, 1, 1) }]]);
    expect(kinds(inside.toy, inside.told)).toEqual(['body/estimate-disorder']);
  });
});
