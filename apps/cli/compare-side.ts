import type { FolderError } from '../../src/model/folder/issue.ts';
import type { Box } from '../../src/model/votes.ts';

/** What one organisation says of one sheet in one contest. */
export type SideSheet = { readonly isCounted: boolean; readonly boxes: readonly Box[] };

/** Something a vote can be for, under every name that the side gives it. */
export type SideOption = {
  readonly id: string;
  readonly names: readonly string[];
  /** The first cell that is no figure, where there is one: it matters only if the option is compared. */
  readonly fault: FolderError | null;
};

export type SideContest = {
  /** Null: the file names no contest. */
  readonly id: string | null;
  readonly names: readonly string[];
  readonly options: readonly SideOption[];
  /** By station. */
  readonly sheets: ReadonlyMap<string, SideSheet>;
};

/** The figures of one organisation. */
export type Side = {
  readonly path: string;
  /** What was read, in words: it stands over every answer. */
  readonly what: string;
  readonly contests: readonly SideContest[];
  /** In the order of the source. */
  readonly stations: readonly string[];
  /** Names of the levels by which stations can be told; none of a CSV. */
  readonly levels: readonly string[];
  readonly unitOf: (station: string, level: string) => { readonly id: string; readonly name: string } | null;
};

/** Why a side cannot be read: lines for people. */
export type SideError = { readonly kind: 'side-refused'; readonly lines: readonly string[] };

export function sideError(...lines: readonly string[]): SideError {
  return { kind: 'side-refused', lines };
}
