import { type Bytes, utf8 } from '../base/bytes.ts';
import type { Crypto, Signer } from '../base/crypto.ts';
import { expectOk } from '../base/result.ts';
import type { ElectionDefinition } from '../model/election.ts';
import { type KeyPair, type SignatureType, TYPE_COSIGNATURE, TYPE_ED25519, verifierKey } from '../tlog/index.ts';
import {
  type Files,
  type Lies,
  memorySource,
  playToy,
  type ToyKeys,
  ToyPublisher,
} from './fixture-publisher.test-support.ts';
import { type Finding, parseTrust, type Trust, type Verdict, type VerifyInput, verifyPublic } from './index.ts';

/** What the tests of the verifier do over and over: publish a toy folder, change it, verify it. */
export class Bench {
  private readonly crypto: Crypto;
  private readonly signerFromSeed: (seed: Bytes) => Signer;
  readonly keys: ToyKeys;
  readonly trust: Trust;
  readonly valid: Files;

  constructor(crypto: Crypto, signerFromSeed: (seed: Bytes) => Signer) {
    this.crypto = crypto;
    this.signerFromSeed = signerFromSeed;
    this.keys = this.keysOf(1);
    this.trust = expectOk(parseTrust(crypto, utf8(this.toy().trustText())), 'trust');
    this.valid = this.published();
  }

  keysOf(seed: number, origin = 'toy.invalid/1'): ToyKeys {
    return {
      origin,
      log: this.pair(origin, TYPE_ED25519, seed),
      heartbeat: this.pair(`${origin}/heartbeat`, TYPE_COSIGNATURE, seed + 1),
    };
  }

  toy(keys = this.keys, definition?: ElectionDefinition): ToyPublisher {
    return new ToyPublisher(this.crypto, keys, definition);
  }

  /** The usual course, what `more` adds to it, and a last state in which the publisher lies. */
  published(lies: Lies = {}, more: (toy: ToyPublisher) => void = () => {}): Files {
    const toy = this.toy();
    playToy(toy);
    more(toy);
    return toy.publish(lies);
  }

  verify(files: Files, input: Partial<VerifyInput> = {}): Verdict {
    return verifyPublic({ source: memorySource(files), trust: this.trust, crypto: this.crypto, ...input });
  }

  findings(files: Files, input: Partial<VerifyInput> = {}): readonly Finding[] {
    const verdict = this.verify(files, input);
    if (verdict.kind === 'failed') return verdict.findings;
    return verdict.kind === 'unreadable' ? [verdict.why] : [];
  }

  /** `layer/kind path` of each finding. */
  codes(files: Files, input: Partial<VerifyInput> = {}): readonly string[] {
    return this.findings(files, input).map((f) => `${f.layer}/${f.kind} ${f.path ?? ''}`.trim());
  }

  /** The valid folder with one file changed, or removed with null. */
  changed(path: string, change: (bytes: Bytes) => Bytes | null): Files {
    const files = new Map(this.valid);
    const bytes = change(files.get(path) ?? new Uint8Array(0));
    if (bytes === null) files.delete(path);
    else files.set(path, bytes);
    return files;
  }

  private pair(name: string, type: SignatureType, seed: number): KeyPair {
    const signer = this.signerFromSeed(new Uint8Array(32).fill(seed));
    return { key: expectOk(verifierKey(this.crypto, name, type, signer.publicKey), 'key'), signer };
  }
}

/** A replacement in the text of a file, which has to be there. */
export function edit(path: string, from: string, to: string): (files: Files) => void {
  return (files) => {
    const text = new TextDecoder().decode(files.get(path));
    if (!text.includes(from)) throw new Error(`${path} has no ${from}: ${text}`);
    files.set(path, utf8(text.replace(from, to)));
  };
}
