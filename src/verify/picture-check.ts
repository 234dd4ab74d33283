import { toHex } from '../base/bytes.ts';
import type { Crypto } from '../base/crypto.ts';
import type { Derivation } from './derived-json.ts';
import type { FindingList } from './finding.ts';
import { addUnreadable } from './log-check.ts';
import { type PictureState, picturesOf } from './picture-due.ts';
import type { PublicSource } from './public-source.ts';

/** What was looked at of the pictures. `withheld`: of something that is no sheet, and not there. */
export type PictureCounts = {
  readonly pictures: number;
  readonly bytes: number;
  readonly withheld: number;
  /** Due, and not fetched by a source that bounds what it fetches. */
  readonly notFetched: number;
};

const STATES: readonly PictureState[] = ['sealed', 'withheld', 'due'];

/** Where a masked picture lies: publication.md section 3. */
export function picturePath(hex: string): string {
  return `pictures/${hex.slice(0, 2)}/${hex}.jpg`;
}

/** Every picture that the record names, by its path; one that two sheets share is due when it is due for one. */
export function pictureStates(derivation: Derivation): ReadonlyMap<string, PictureState> {
  const states = new Map<string, PictureState>();
  for (const state of STATES) {
    for (const paper of derivation.replayed.centre.known.papers.values()) {
      for (const hex of picturesOf(derivation, paper, state)) states.set(picturePath(hex), state);
    }
  }
  return states;
}

/** Reads every picture that is due, and finds those that are shown before. */
export function checkPictures(
  crypto: Crypto,
  source: PublicSource,
  states: ReadonlyMap<string, PictureState>,
  findings: FindingList,
): PictureCounts {
  const counts = { pictures: 0, bytes: 0, withheld: 0, notFetched: 0 };
  for (const [path, state] of states) {
    const read = source.read(path);
    if (!read.ok) {
      const { kind } = read.error;
      if (kind === 'not-fetched') {
        if (state === 'due') counts.notFetched++;
      } else if (kind !== 'not-found') addUnreadable(findings, path, kind);
      else if (state === 'withheld') counts.withheld++;
      else if (state === 'due') {
        findings.add('picture', 'missing-picture', { path }, 'This picture is due and missing.');
      }
      continue;
    }
    if (state === 'sealed') {
      findings.add('picture', 'shown-early', { path }, 'This picture is public before it is due.');
    }
    counts.pictures++;
    counts.bytes += read.value.length;
    if (path === picturePath(toHex(crypto.sha256(read.value)))) continue;
    findings.add('picture', 'picture-hash', { path }, 'This picture is not the one whose hash the record has.');
  }
  return counts;
}
