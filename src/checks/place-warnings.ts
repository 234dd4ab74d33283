import type { CheckCode } from '../model/check-defaults.ts';
import type { Contest } from '../model/election.ts';
import type { Count } from '../model/ids.ts';
import type { Box } from '../model/votes.ts';
import { ruleOf } from './register.ts';
import { type CheckDesk, type Finding, findingOf, settingOf, sheetChecks } from './sheet-checks.ts';

/** The figures of one contest that count at one station: of its newest version, corrections in their place. */
export type PlaceSheet = { readonly registered: Count | null; readonly boxes: readonly Box[] };

export type PlaceToCheck = {
  readonly contest: Contest;
  readonly desk: CheckDesk;
  /** Station by station of one polling place; null: nothing came in, or it does not vote in the contest. */
  readonly sheets: readonly (PlaceSheet | null)[];
};

const IDENTICAL: CheckCode = 'W401';
/** Two tables of a place often agree in two large options and zeros elsewhere; in this many boxes above zero seldom. */
export const IDENTICAL_BOXES = 4;

/** What the sheets of a place meet, each by itself and against each other: station by station, by code ascending. */
export function placeFindings({ contest, desk, sheets }: PlaceToCheck): Finding[][] {
  if (desk === null) return sheets.map(() => []);
  const findings = sheets.map((sheet) =>
    // Corrections are in their place already.
    sheet === null ? [] : sheetChecks({ contest, desk, registered: sheet.registered, boxes: sheet.boxes }),
  );
  addIdentical(contest, desk, sheets, findings);
  return findings;
}

/** The codes of `placeFindings`: the `warnings` of each station's version (docs/spec/publication.md section 5). */
export function placeWarnings(place: PlaceToCheck): CheckCode[][] {
  return placeFindings(place).map((findings) => findings.map(({ code }) => code));
}

function addIdentical(
  contest: Contest,
  desk: NonNullable<CheckDesk>,
  sheets: PlaceToCheck['sheets'],
  findings: readonly Finding[][],
): void {
  const setting = settingOf(desk, ruleOf(IDENTICAL));
  if (setting.effect === 'off' || sheets.length < 2) return;
  const voteBoxes = contest.selections.length + contest.others.length;
  const alike = new Map<string, { readonly votes: number; readonly stations: number[] }>();
  for (const [i, sheet] of sheets.entries()) {
    const votes = sheet === null ? null : comparableVotes(sheet.boxes, voteBoxes);
    if (sheet === null || votes === null || votes < (setting.votes ?? 0)) continue;
    const key = sheet.boxes.slice(0, voteBoxes).join(' ');
    const group = alike.get(key);
    if (group === undefined) alike.set(key, { votes, stations: [i] });
    else group.stations.push(i);
  }
  for (const { votes, stations } of alike.values()) {
    if (stations.length < 2) continue;
    // No code of the register is behind this one.
    for (const i of stations) findings[i]?.push(findingOf(IDENTICAL, setting, { stations: stations.length, votes }));
  }
}

/** The votes of a sheet with enough figures for likeness to mean something; null for others. */
function comparableVotes(boxes: readonly Box[], voteBoxes: number): number | null {
  let [votes, filled] = [0, 0];
  for (let i = 0; i < voteBoxes; i++) {
    const box = boxes[i];
    if (typeof box !== 'number') return null;
    votes += box;
    if (box > 0) filled++;
  }
  return filled >= IDENTICAL_BOXES ? votes : null;
}
