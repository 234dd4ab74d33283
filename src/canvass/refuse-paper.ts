import { decideChoice, decideWithdrawal } from '../intake/dispute.ts';
import type { Sheet } from '../intake/papers.ts';
import type { EventBody, EventHeader } from '../record/index.ts';
import type { CanvassState } from './canvass-state.ts';
import { generationToTake, mayBeMissed, refuseGone, refuseScan } from './decide-custody.ts';
import { refuseBeforePolls } from './decide-station-changes.ts';
import { contestsAt, OFFICIAL, refuseCertified, refuseUnlessCounting, refuseUnlessOpened } from './refusals.ts';
import { refuseOne, refuseTwo } from './refuse-people.ts';

type PaperBody = Extract<
  EventBody,
  {
    kind:
      | 'EnvelopeMissing'
      | 'EnvelopeMoved'
      | 'EnvelopeOpened'
      | 'EnvelopeReceived'
      | 'EnvelopeStored'
      | 'SheetDisputed'
      | 'SheetScanned'
      | 'SheetSuperseded'
      | 'SheetWithdrawn';
  }
>;

/** Why an event of papers and their custody cannot follow; null: it can. */
export function refusePaper(canvass: CanvassState, header: EventHeader, body: PaperBody): string | null {
  if (header.count !== OFFICIAL) return 'count';
  const place = canvass.centre.geography.stationIndex.get(body.station);
  if (place === undefined) return 'unknown-station';
  const unopened = refuseUnlessOpened(canvass);
  if (unopened !== null) return unopened.kind;
  // By the office's own clock, which its custodians look at.
  const early = refuseBeforePolls(canvass, place, header.office?.at ?? header.at)?.kind;
  switch (body.kind) {
    case 'EnvelopeReceived':
      return refuseOne(canvass, header, 'custodian') ?? early ?? refuseReceived(canvass, header, place);
    case 'EnvelopeMissing': {
      const two =
        refuseTwo(canvass, header, body.by, 'custodian') ?? refuseUnlessCounting(canvass)?.kind ?? early ?? null;
      if (two !== null) return two;
      const { generation = 1 } = header;
      if (generation > 1 && canvass.centre.repeats.pending(place)?.generation !== generation) return 'generation';
      return mayBeMissed(canvass, canvass.custodyOf(place, generation)) ? null : 'wrong-custody';
    }
    case 'SheetDisputed':
      return refuseDisputed(canvass, header, place, body.sheets);
    default:
      return refuseOfSheet(canvass, header, body, place);
  }
}

/** What comes behind the closing is kept as late; of a repeated vote nothing does. */
function refuseReceived(canvass: CanvassState, header: EventHeader, place: number): string | null {
  const { generation = 1, at, office } = header;
  const { repeats, papers } = canvass.centre;
  if (generation === 1) {
    const { kind } = canvass.custodyOf(place);
    if (kind !== 'expected' && kind !== 'missing') return 'already-received-envelope';
    const beside = papers.station(OFFICIAL, place).kind !== 'none';
    return beside ? (refuseCertified(canvass, place, contestsAt(canvass, place))?.kind ?? null) : null;
  }
  const closed = refuseUnlessCounting(canvass);
  if (closed !== null) return closed.kind;
  const due = generationToTake(canvass, place, office?.at ?? at);
  return due.ok && repeats.pending(place) !== null && due.value === generation ? null : 'generation';
}

function refuseDisputed(
  { centre }: CanvassState,
  { generation }: EventHeader,
  place: number,
  sheets: readonly number[],
): string | null {
  const before = centre.papers.station(OFFICIAL, place);
  if (before.kind === 'none' || generation !== undefined) return 'sheets';
  const rivals = before.kind === 'disputed' ? before.sheets : [before.sheet];
  const [newest] = sheets.slice(-1);
  const added = newest !== undefined && centre.papers.sheet(newest)?.state.kind === 'received';
  const named = sheets.length === rivals.length + 1 && rivals.every((rival, i) => rival === sheets[i]);
  return added && named ? null : 'sheets';
}

function refuseOfSheet(
  canvass: CanvassState,
  header: EventHeader,
  body: Exclude<PaperBody, { kind: 'EnvelopeMissing' | 'EnvelopeReceived' | 'SheetDisputed' }>,
  place: number,
): string | null {
  const sheet = canvass.centre.papers.sheet(body.sheet);
  if (sheet === undefined || sheet.count !== OFFICIAL || sheet.place !== place) return 'unknown-sheet';
  if (body.kind === 'SheetSuperseded' || body.kind === 'SheetWithdrawn') {
    return refuseJudged(canvass, header, body, sheet);
  }
  if (sheet.generation !== (header.generation ?? 1)) return 'generation';
  if (body.kind === 'SheetScanned') {
    const refused = refuseUnlessCounting(canvass) ?? refuseGone(sheet) ?? refuseScan(canvass, sheet, body.paper);
    return refuseOne(canvass, header, 'custodian') ?? refused?.kind ?? null;
  }
  const custody = canvass.envelopes.custodyOfSheet(sheet.number);
  if (custody === null) return 'wrong-custody';
  switch (body.kind) {
    case 'EnvelopeMoved':
      return refuseTwo(canvass, header, body.by, 'custodian');
    case 'EnvelopeStored':
      return refuseOne(canvass, header, 'custodian') ?? (custody.kind === 'stored' ? 'wrong-custody' : null);
    case 'EnvelopeOpened': {
      const refused = refuseUnlessCounting(canvass) ?? refuseGone(sheet);
      if (refused !== null) return refused.kind;
      return refuseTwo(canvass, header, body.by, 'custodian') ?? (custody.kind === 'received' ? null : 'wrong-custody');
    }
  }
}

/** Two supervisors choose among disputed sheets, or take one out. */
function refuseJudged(
  canvass: CanvassState,
  header: EventHeader,
  body: Extract<PaperBody, { kind: 'SheetSuperseded' | 'SheetWithdrawn' }>,
  sheet: Sheet,
): string | null {
  const { by, reason, station } = body;
  const { papers } = canvass.centre;
  const refused =
    refuseUnlessCounting(canvass) ?? refuseCertified(canvass, sheet.place, contestsAt(canvass, sheet.place));
  if (refused !== null) return refused.kind;
  const two = refuseTwo(canvass, header, by, 'supervisor');
  if (two !== null) return two;
  if (body.kind === 'SheetWithdrawn') {
    if (sheet.generation !== (header.generation ?? 1)) return 'generation';
    const decided = decideWithdrawal(sheet, body.code, { by, reason });
    return decided.ok ? null : decided.error.kind;
  }
  const chosen = decideChoice(papers, { count: OFFICIAL, station, place: sheet.place }, sheet.number, { by, reason });
  if (!chosen.ok) return chosen.error.kind;
  const [draft] = chosen.value;
  const over = draft?.body.kind === 'SheetSuperseded' ? draft.body.over : [];
  return over.length === body.over.length && over.every((one, i) => one === body.over[i]) ? null : 'over';
}
