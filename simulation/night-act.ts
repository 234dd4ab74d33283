import type { Instant } from '../src/base/instant.ts';
import type { ObservationCode } from '../src/model/desk-rules.ts';
import type { ContestId, CountKind, LocalizedText, StationId } from '../src/model/ids.ts';
import type { BoxCorrection, ContestTally } from '../src/model/votes.ts';
import type { RefusedMinute } from '../src/record/index.ts';

/** What a person reads of one contest of a sheet. Without figures (`boxes` empty) where an observation leaves none. */
export type Reading = {
  readonly tally: ContestTally;
  readonly corrections?: readonly BoxCorrection[];
  readonly observations?: readonly ObservationCode[];
};

/** Of several papers of one station: 1 is the one that its jury filled in, and the only one where nothing is said. */
type OfPaper = { readonly paper?: number };
type OfStation = { readonly count: CountKind; readonly station: StationId };
type OfContest = OfStation & { readonly contest: ContestId };
type ByTwo = { readonly by: readonly [string, string]; readonly reason: LocalizedText };

/** One thing that somebody does during the rehearsal, at a virtual instant. */
export type NightAct = { readonly at: Instant } & (
  | { readonly kind: 'open-count'; readonly count: CountKind }
  | { readonly kind: 'lift-embargo'; readonly contest: ContestId }
  /** Preliminary: the picture has arrived; official: the envelope has. `again`: the same bytes came before. */
  | ({ readonly kind: 'receive-sheet'; readonly again?: true } & OfStation & OfPaper)
  /** Somebody at the station sent what he typed from the paper: never an entry. */
  | {
      readonly kind: 'announce-figures';
      readonly count: 'preliminary';
      readonly station: StationId;
      readonly via: 'app' | 'sms';
      readonly tallies: readonly ContestTally[];
    }
  /** What the door refused since the last time. */
  | { readonly kind: 'tell-refused'; readonly minutes: readonly RefusedMinute[] }
  | ({ readonly kind: 'commit-entry'; readonly slot: 1 | 2; readonly actor: string } & OfContest & OfPaper & Reading)
  /** Only where the two entries differ. */
  | ({ readonly kind: 'resolve-difference'; readonly actor: string } & OfContest & OfPaper & Reading)
  /** The entry that stands alone is taken out. */
  | ({ readonly kind: 'void-entry'; readonly by: string } & OfContest)
  | ({ readonly kind: 'rule-observed'; readonly ruling: 'count' | 'retype' } & OfContest & ByTwo)
  | ({ readonly kind: 'choose-sheet'; readonly paper: number } & OfStation & ByTwo)
  | ({ readonly kind: 'withdraw-sheet'; readonly paper: number; readonly code: 'wrong-station' } & OfStation & ByTwo)
  | { readonly kind: 'give-notice'; readonly text: LocalizedText }
  | {
      readonly kind: 'stop-publication' | 'resume-publication';
      readonly count: 'preliminary';
      readonly office: LocalizedText;
      readonly reason: LocalizedText;
    }
  | { readonly kind: 'close-count'; readonly count: CountKind }
);
