import type { CountKind } from '../model/ids.ts';
import type { EventBody } from '../record/index.ts';
import { addOfEvent } from './body-reading.ts';
import type { CanvassCheck } from './canvass-check.ts';
import type { FindingList } from './finding.ts';
import type { ReadHeader } from './read-header.ts';
import type { ReadRecord } from './replay.ts';
import { type SheetBook, standable } from './sheet-book.ts';

type Body<K extends EventBody['kind']> = Extract<EventBody, { readonly kind: K }>;
type OfSheet = { readonly kind: EventBody['kind']; readonly sheet: number };

/** What may only be done to a sheet that stands, whose station is not disputed, while its count is open. */
const NEEDS_STANDING: ReadonlySet<string> = new Set([
  'EntryCommitted',
  'EntriesRevealed',
  'DifferenceResolved',
  'SheetAgreed',
  'SheetObserved',
  'RulingIssued',
  'ObjectionRaised',
  'BoardRuled',
  'SheetAnnulled',
  'SheetCorrected',
]);

/** Judges what is done to the papers of a station, before the book takes it: publication.md section 2, "What counts". */
export class PaperCheck {
  private readonly book: SheetBook;
  private readonly record: Pick<ReadRecord, 'bodies' | 'events' | 'following'>;
  private readonly canvass: Pick<CanvassCheck, 'isOfRepeated'> | null;
  private readonly findings: FindingList;
  /** The SheetDisputed that a receipt calls for: record numbers. */
  private readonly calledFor = new Set<number>();

  constructor(
    book: SheetBook,
    record: Pick<ReadRecord, 'bodies' | 'events' | 'following'>,
    canvass: Pick<CanvassCheck, 'isOfRepeated'> | null,
    findings: FindingList,
  ) {
    this.book = book;
    this.record = record;
    this.canvass = canvass;
    this.findings = findings;
  }

  /** A receipt that is not late: a second one makes the station disputed, at once and whoever sent it. */
  received(record: number, header: ReadHeader, station: number, body: { readonly station: string }): void {
    const { count } = header;
    if (count === null || header.generation !== undefined) return;
    if (standable(this.book.at(count, station)).length === 0) return;
    const at = this.record.following(record, header);
    this.calledFor.add(at);
    // Whether a further envelope may come at all is a matter of custody.
    if (at >= this.record.events || (count === 'official' && this.canvass !== null)) return;
    const next = this.record.bodies.bodies[at];
    if (next?.kind === 'SheetDisputed' && next.station === body.station) return;
    const says = `Event ${record} is a further sheet of its station, and no SheetDisputed follows it at once.`;
    this.add('dispute-missing', record, says);
  }

  disputed(record: number, count: CountKind, station: number, { sheets }: Body<'SheetDisputed'>): void {
    const could = standable(this.book.at(count, station)).map(({ sheet }) => sheet);
    if (this.calledFor.has(record) && sameNumbers(could, sheets)) return;
    const says = this.calledFor.has(record)
      ? `Event ${record} does not list the sheets of its station that could stand: ${could.join(', ')}.`
      : `Event ${record} makes a station disputed without a further sheet in front of it.`;
    this.add('dispute-wrong', record, says);
  }

  superseded(record: number, count: CountKind, station: number, { sheet, over }: Body<'SheetSuperseded'>): void {
    const own = this.book.at(count, station);
    const could = standable(own).map((paper) => paper.sheet);
    const rest = could.filter((other) => other !== sheet);
    if (own.dispute !== null && could.includes(sheet) && sameNumbers(rest, over)) return;
    const says = `Event ${record} chooses sheet ${sheet} over ${over.join(', ') || 'none'}, which are not the disputed sheets of its station.`;
    this.add('superseded-wrong', record, says);
  }

  withdrawn(record: number, { sheet }: Body<'SheetWithdrawn'>): void {
    const paper = this.book.papers.get(sheet);
    // An unknown or late sheet has its own finding.
    if (paper === undefined || paper.late || (!paper.withdrawn && !paper.superseded)) return;
    const says = `Event ${record} withdraws sheet ${sheet}, which was ${this.book.stateOf(paper)} before.`;
    this.add('withdrawn-wrong', record, says);
  }

  /** Whether an event names a sheet of its own station and count, to which it may be done. */
  ofSheet(record: number, header: ReadHeader, station: number, closedAt: number, body: OfSheet): void {
    const paper = this.book.papers.get(body.sheet);
    if (paper === undefined || paper.station !== station || paper.count !== header.count) {
      const says = `Event ${record}, a ${body.kind}, is of sheet ${body.sheet}, which is no receipt of its station and count before it.`;
      this.add('unknown-sheet', record, says);
    } else if (paper.late) {
      const says = `Event ${record}, a ${body.kind}, is of sheet ${body.sheet}, which came after the count was closed.`;
      this.add('late-sheet', record, says);
    } else if (NEEDS_STANDING.has(body.kind)) this.needsStanding(record, header, station, closedAt, body);
  }

  private needsStanding(
    record: number,
    header: ReadHeader,
    station: number,
    closedAt: number,
    { kind, sheet }: OfSheet,
  ): void {
    if (header.count === null) return;
    const own = this.book.at(header.count, station);
    const isOfRepeated = header.count === 'official' ? this.canvass?.isOfRepeated(sheet, header.contest) : null;
    if (record > closedAt) {
      this.add('after-close', record, `Event ${record}, a ${kind}, is behind the end of its count.`);
      return;
    }
    // The sheet of a repeated vote stands beside those of the first, whatever becomes of them.
    if (typeof isOfRepeated === 'boolean') return;
    if (own.dispute !== null) {
      const says = `Event ${record}, a ${kind}, is of a station that event ${own.dispute.record} made disputed, and nobody has chosen since.`;
      this.add('while-disputed', record, says);
    } else if (own.standing !== sheet) {
      const says = `Event ${record}, a ${kind}, is of sheet ${sheet}, which does not stand for its station.`;
      this.add('not-standing', record, says);
    }
  }

  private add(kind: string, record: number, says: string): void {
    addOfEvent(this.findings, kind, record, says);
  }
}

function sameNumbers(a: readonly number[], b: readonly number[]): boolean {
  return a.length === b.length && a.every((n, i) => n === b[i]);
}
