import type { Bytes } from '../base/bytes.ts';
import type { Crypto, Signer } from '../base/crypto.ts';
import type { CanvassRules } from '../model/canvass-rules.ts';
import type { ElectionDefinition } from '../model/election.ts';
import { Bench } from './fixture-bench.test-support.ts';
import { canvassRules, canvassToy } from './fixture-canvass.test-support.ts';
import { bring, count, type Desk, nationalDesk, staffBoard } from './fixture-canvass-course.test-support.ts';
import type { On } from './fixture-election.test-support.ts';
import type { Files, Lies } from './fixture-publisher.test-support.ts';
import type { VerifyInput } from './index.ts';

/** What the tests of an official count do over and over. */
export class CanvassBench {
  readonly bench: Bench;
  readonly certifiers: readonly Signer[];
  readonly rules: CanvassRules;

  constructor(crypto: Crypto, signerFromSeed: (seed: Bytes) => Signer) {
    this.bench = new Bench(crypto, signerFromSeed);
    this.certifiers = [21, 22].map((seed) => signerFromSeed(new Uint8Array(32).fill(seed)));
    this.rules = canvassRules(this.certifiers);
  }

  /** The folder behind a national count without offices. */
  official(
    play: (desk: Desk) => void,
    lies: Lies = {},
    rules: Partial<CanvassRules> = {},
    election: Partial<ElectionDefinition['election']> = {},
  ): Files {
    const toy = this.bench.toy(this.bench.keys, canvassToy({ ...this.rules, ...rules }, election));
    play(nationalDesk(toy));
    return toy.publish(lies);
  }

  /** Kinds of findings; what is no body says its layer too. */
  kindsIn(files: Files, input: Partial<VerifyInput> = {}): readonly string[] {
    const found = this.bench.findings(files, { trust: null, ...input });
    return found.map(({ layer, kind }) => (layer === 'body' ? kind : `${layer}/${kind}`));
  }

  kinds(play: (desk: Desk) => void, lies: Lies = {}): readonly string[] {
    return this.kindsIn(this.official(play, lies));
  }
}

/** A board in its first session, and the sheet of s1 as it was counted. */
export function begin(desk: Desk): On {
  staffBoard(desk);
  desk.add(desk.acts.session(1, 0));
  const s1 = bring(desk, 's1');
  count(desk, s1, [90, 60, 5]);
  return s1;
}
