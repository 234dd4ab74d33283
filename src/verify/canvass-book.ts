import type { Geography } from '../model/geography.ts';
import type { Box } from '../model/votes.ts';
import type { EventBody } from '../record/index.ts';
import type { SheetVersion } from './version-book.ts';

type Body<K extends EventBody['kind']> = Extract<EventBody, { readonly kind: K }>;
type OpenObjection = { readonly record: number; readonly holds: boolean };

/** What the board and the typing made of one contest of one sheet. */
type Course = {
  /** Objections aside. */
  decided: SheetVersion | null;
  open: OpenObjection[];
  /** Typed, from here on, from the paper of a recount. */
  recounted: boolean;
};

/**
 * Follows the VERSIONs of an official count from the paper (official-count.md section 6), event by event and as far as they are
 * shown. It judges nothing: whether an act may be is asked elsewhere.
 */
export class CanvassBook {
  private readonly contests: number;
  private readonly holding: ReadonlySet<string>;
  private readonly courses = new Map<number, Course>();
  private readonly copies = new Set<number>();
  private readonly generations = new Map<number, number>();
  /** By station, the sheets of votes that were repeated, in record order. */
  private readonly repeats = new Map<number, number[]>();
  /** By contest and station: the newest ruling that the vote is repeated, with the figures that it struck. */
  private readonly repeating = new Map<number, SheetVersion>();
  /** By contest and station: that there is no paper. */
  private readonly lost = new Map<number, SheetVersion>();
  /** By station: that nobody votes there. */
  private readonly voids = new Map<number, SheetVersion>();

  constructor({ definition: { election } }: Geography) {
    this.contests = election.contests.length;
    const grounds = election.canvass?.grounds ?? [];
    this.holding = new Set(grounds.filter(({ holds }) => holds).map(({ code }) => code));
  }

  /** A sheet of the official count. */
  receive(paper: {
    readonly sheet: number;
    readonly station: number;
    readonly generation: number;
    readonly isCopy: boolean;
  }): void {
    if (paper.isCopy) this.copies.add(paper.sheet);
    if (paper.generation === 1) return;
    this.generations.set(paper.sheet, paper.generation);
    this.repeats.set(paper.station, [...(this.repeats.get(paper.station) ?? []), paper.sheet]);
  }

  withdraw(station: number, sheet: number): void {
    const repeats = this.repeats.get(station);
    if (repeats !== undefined)
      this.repeats.set(
        station,
        repeats.filter((one) => one !== sheet),
      );
  }

  /** What became of the newest sheet of a repeated vote of which something of this contest is shown. */
  private repeatedCourse(contest: number, station: number): Course | null {
    const sheet = this.repeats.get(station)?.findLast((one) => this.courses.has(this.key(one, contest)));
    return sheet === undefined ? null : (this.courses.get(this.key(sheet, contest)) ?? null);
  }

  /** Whether the board ever had the vote of this contest repeated: the paper of the first vote says nothing in it any more. */
  isRepeated(contest: number, station: number): boolean {
    return this.repeating.has(this.key(station, contest));
  }

  /** SheetAgreed, SheetObserved, or null where it goes back to be typed. */
  decide(contest: number, sheet: number, version: SheetVersion | null): void {
    const course = this.courseOf(contest, sheet);
    course.decided = version?.status === 'counted' ? { ...version, ...this.basisOf(sheet, course) } : version;
  }

  object(contest: number, record: number, { sheet, ground }: Body<'ObjectionRaised'>): void {
    this.courseOf(contest, sheet).open.push({ record, holds: this.holding.has(ground) });
  }

  rule(contest: number, station: number, record: number, { sheet, effect, objections }: Body<'BoardRuled'>): void {
    if (effect === 'lost') this.lost.set(this.key(station, contest), plain('lost', record));
    if (sheet === null) return;
    const course = this.courseOf(contest, sheet);
    course.open = course.open.filter((one) => !objections.some(([answered]) => answered === one.record));
    const before = course.decided?.boxes ?? [];
    if (effect === 'retype') course.decided = null;
    else if (effect === 'lost') course.decided = plain('lost', record);
    else if (effect === 'recount' || effect === 'repeat') course.decided = plain(effect, record, before);
    if (effect === 'repeat') this.repeating.set(this.key(station, contest), plain(effect, record, before));
    if (effect === 'recount') course.recounted = true;
  }

  annul(contest: number, record: number, { sheet }: Body<'SheetAnnulled'>): void {
    const course = this.courseOf(contest, sheet);
    course.decided = plain('annulled', record, course.decided?.boxes ?? []);
  }

  correct(contest: number, record: number, { sheet, boxes }: Body<'SheetCorrected'>): SheetVersion {
    const course = this.courseOf(contest, sheet);
    const version = { ...plain('counted', record, boxes), ...this.basisOf(sheet, course), corrected: true as const };
    course.decided = version;
    return version;
  }

  /** Nobody votes at the station: what stands of it, and what comes, is not counted. */
  makeVoid(station: number, record: number, status: 'merged' | 'not_installed'): void {
    if (!this.voids.has(station)) this.voids.set(station, plain(status, record));
  }

  isVoid(station: number): boolean {
    return this.voids.has(station);
  }

  versionOf(contest: number, station: number, standing: number | null): SheetVersion | null {
    const gone = this.voids.get(station);
    if (gone !== undefined) return gone;
    const first = standing === null ? undefined : this.courses.get(this.key(standing, contest));
    const repeated = this.repeatedCourse(contest, station);
    const ruled = this.repeating.get(this.key(station, contest));
    const version = repeated === null ? (ruled ?? (first === undefined ? null : shownOf(first))) : shownOf(repeated);
    const lost = this.lost.get(this.key(station, contest));
    return lost !== undefined && lost.record >= (version?.record ?? 0) ? lost : version;
  }

  private basisOf(sheet: number, { recounted }: Course): Pick<SheetVersion, 'basis' | 'generation'> {
    const generation = this.generations.get(sheet);
    const of = generation === undefined ? {} : { generation };
    if (recounted) return { basis: 'recount', ...of };
    if (this.copies.has(sheet)) return { basis: 'copy', ...of };
    return generation === undefined ? {} : { basis: 'repeat', generation };
  }

  private courseOf(contest: number, sheet: number): Course {
    const key = this.key(sheet, contest);
    const known = this.courses.get(key);
    if (known !== undefined) return known;
    const course: Course = { decided: null, open: [], recounted: false };
    this.courses.set(key, course);
    return course;
  }

  /** Of a sheet, or of a station: the two are never asked in one map. */
  private key(sheetOrStation: number, contest: number): number {
    return sheetOrStation * this.contests + contest;
  }
}

function plain(status: string, record: number, boxes: readonly Box[] = []): SheetVersion {
  return { status, boxes, record, visibleAt: null, reasons: [], observations: [], corrections: [] };
}

/** What is decided, as open objections let it stand. */
function shownOf({ decided, open }: Course): SheetVersion | null {
  const holding = open.findLast(({ holds }) => holds);
  if (holding !== undefined) return plain('objected', holding.record, decided?.boxes ?? []);
  return decided?.status !== 'counted' || open.length === 0 ? decided : { ...decided, objections: open.length };
}
