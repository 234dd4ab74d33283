import { present } from '../base/assert.ts';
import { leavesNoFigures } from '../model/desk-rules.ts';
import type { Contest } from '../model/election.ts';
import type { Geography } from '../model/geography.ts';
import type { ContestId } from '../model/ids.ts';
import { boxNames } from '../model/votes.ts';
import type { EventBody } from '../record/index.ts';
import { addOfEvent } from './body-reading.ts';
import { type FindingList, shown } from './finding.ts';
import type { ReadHeader } from './read-header.ts';
import type { StateChain } from './state-chain.ts';

type SheetBody = Extract<EventBody, { readonly station: unknown }>;
type WithBoxes = Extract<SheetBody, { readonly boxes: unknown }>;

/** Where an event belongs, by places in the definition; `contest` is null where it is of none. */
export type Located = { readonly station: number; readonly contest: number | null };

/** With larger boxes the sum of an election could leave the whole numbers that a program can hold exactly. */
const BOX_MAX = 999_999_999;

/** Station and contest of an event, by their places in the definition; null after a finding. */
export function locate(
  geography: Geography,
  record: number,
  header: ReadHeader,
  body: SheetBody,
  findings: FindingList,
): Located | null {
  const station = geography.stationIndex.get(body.station);
  if (station === undefined) {
    const says = `Event ${record} is of station ${shown(body.station)}, which the definition does not have.`;
    addOfEvent(findings, 'unknown-station', record, says);
    return null;
  }
  const named = body.kind === 'FiguresAnnounced' ? body.figures.map(([id]) => id) : [];
  if (header.contest !== null) named.push(header.contest);
  for (const id of named) {
    const contest = geography.contestIndex.get(id as ContestId);
    if (contest !== undefined && geography.votesIn[contest]?.[station] === true) continue;
    const says = `Event ${record} is of contest ${shown(id)}, in which station ${shown(body.station)} does not vote.`;
    addOfEvent(findings, 'unknown-contest', record, says);
    return null;
  }
  if (header.contest === null) return { station, contest: null };
  const contest = present(geography.contestIndex.get(header.contest), 'a contest found above');
  const definition = present(geography.definition.election.contests[contest], 'contest');
  if ('boxes' in body && !checkBoxes(definition, record, body, findings)) return null;
  return { station, contest };
}

/** Boxes as the paper has them, or none where what is observed leaves none. */
function checkBoxes(contest: Contest, record: number, body: WithBoxes, findings: FindingList): boolean {
  const paper = boxNames(contest).length;
  const boxes = 'observations' in body && leavesNoFigures(body.observations) ? 0 : paper;
  if (body.boxes.length !== boxes) {
    const says = `Event ${record} has ${body.boxes.length} boxes, and has to have ${boxes}.`;
    addOfEvent(findings, 'box-count', record, says);
    return false;
  }
  const corrections = 'corrections' in body ? body.corrections : [];
  if (corrections.some(([box]) => box >= boxes)) {
    addOfEvent(findings, 'correction-of-no-box', record, `Event ${record} corrects a box that is not there.`);
    return false;
  }
  const tooLarge = (box: unknown) => typeof box === 'number' && box > BOX_MAX;
  if (!body.boxes.some(tooLarge) && !corrections.some(([, value]) => tooLarge(value))) return true;
  addOfEvent(findings, 'box-too-large', record, `Event ${record} has a box above ${BOX_MAX}.`);
  return false;
}

/** Entries belong to an entered count, rows of files to an imported one, and neither to a count that was never opened. */
export function checkMode(
  chain: StateChain,
  record: number,
  header: ReadHeader,
  body: SheetBody,
  findings: FindingList,
): void {
  if (header.count === null) return;
  const { mode, openedAt } = chain.courses[header.count];
  if (mode === null || openedAt > record) {
    const says = `Event ${record} is of the ${header.count} count, which was not open.`;
    addOfEvent(findings, 'count-not-open', record, says);
  } else if ((body.kind === 'SheetImported') !== (mode === 'imported')) {
    const says = `Event ${record}, a ${body.kind}, cannot be in a count of mode ${mode}.`;
    addOfEvent(findings, 'wrong-mode', record, says);
  }
}
