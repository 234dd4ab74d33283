import type { Instant } from '../src/base/instant.ts';
import type { ContestId, CountKind, LocalizedText, StationId } from '../src/model/ids.ts';
import type { ContestTally } from '../src/model/votes.ts';

/** One thing that somebody does during the rehearsal, at a virtual instant. */
export type NightAct = { readonly at: Instant } & (
  | { readonly kind: 'open-count'; readonly count: CountKind }
  | { readonly kind: 'lift-embargo'; readonly contest: ContestId }
  /** Preliminary: the picture has arrived; official: the envelope has. */
  | { readonly kind: 'receive-sheet'; readonly count: CountKind; readonly station: StationId }
  | {
      readonly kind: 'commit-entry';
      readonly count: CountKind;
      readonly station: StationId;
      readonly contest: ContestId;
      readonly slot: 1 | 2;
      readonly actor: string;
      readonly tally: ContestTally;
    }
  /** Only where the two entries differ. */
  | {
      readonly kind: 'resolve-difference';
      readonly count: CountKind;
      readonly station: StationId;
      readonly contest: ContestId;
      readonly actor: string;
      readonly tally: ContestTally;
    }
  | {
      readonly kind: 'stop-publication' | 'resume-publication';
      readonly count: 'preliminary';
      readonly office: LocalizedText;
      readonly reason: LocalizedText;
    }
  | { readonly kind: 'close-count'; readonly count: CountKind }
);
