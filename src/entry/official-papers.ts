import type { Sheet } from '../intake/papers.ts';
import type { CanvassRules } from '../model/canvass-rules.ts';
import type { EventBody, EventHeader } from '../record/index.ts';
import type { CentreState } from './centre-state.ts';
import type { Repeats } from './repeats.ts';

/** Nothing is typed of an envelope that nobody opened, nor, where sheets are scanned, of one that is not. */
export function typingBegins(canvass: CanvassRules | null, body: EventBody): boolean {
  switch (body.kind) {
    case 'SheetReceived':
      return true;
    case 'EnvelopeReceived':
      return canvass === null;
    case 'EnvelopeOpened':
      return canvass?.scans === false && body.found === 'sheet';
    case 'CopyAdmitted':
      return canvass?.scans === false;
    case 'SheetScanned':
      return canvass?.scans === true && body.paper === 'sheet';
    default:
      return false;
  }
}

/** Whether this contest is typed from this sheet at all: of the official count not where the vote is repeated. */
export function isRead(repeats: Repeats, { count, number, place }: Sheet, contest: number): boolean {
  return count !== 'official' || repeats.isReadFrom(number, place, contest);
}

/** A repeated vote has sheets of its own, which speak for the contests that were repeated. Asked behind `papers.take`. */
export function takeRepeated(state: CentreState, index: number, header: EventHeader, body: EventBody): void {
  const { repeats, papers } = state;
  const number = body.kind === 'SheetWithdrawn' ? body.sheet : index;
  const sheet = papers.sheet(number);
  if (sheet === undefined || sheet.generation === 1) return;
  const { place, generation } = sheet;
  const { at, office } = header;
  if (body.kind === 'SheetWithdrawn') repeats.withdraw(place, number, office?.at ?? at, office?.id ?? null);
  else if (body.kind === 'EnvelopeReceived') repeats.receive(place, number, generation, []);
  else if (body.kind === 'CopyAdmitted') repeats.receive(place, number, generation, emptiesOf(state, place));
}

/** Contests of a station whose repeated sheet was to be in an envelope that held none. */
function emptiesOf({ geography, repeats, papers }: CentreState, place: number): readonly number[] {
  return geography.definition.election.contests.flatMap((_, contest) => {
    const sheet = repeats.sheetOf(place, contest);
    const isEmpty = sheet !== null && papers.sheet(sheet)?.state.kind === 'empty';
    return isEmpty && !repeats.isLost(place, contest) ? [contest] : [];
  });
}
