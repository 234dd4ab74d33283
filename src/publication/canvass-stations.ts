import type { Geography } from '../model/geography.ts';
import type { EventBody, EventHeader } from '../record/index.ts';
import type { SheetVersion } from '../tabulation/tabulation.ts';
import type { AmendmentData, CanvassFigures, CustodyData, ObjectionData, RulingData } from './canvass-data.ts';
import { StationSums } from './station-sums.ts';

/** What the public sees of a station's paper and of what the board decided on it. */
export type StationCanvass = {
  readonly custody: readonly CustodyData[];
  readonly objections: readonly ObjectionData[];
  readonly rulings: readonly RulingData[];
  readonly amendments: readonly AmendmentData[];
};

type Kept = { custody: CustodyData[]; objections: ObjectionData[]; rulings: RulingData[]; amendments: AmendmentData[] };
const NOTHING_KEPT: StationCanvass = { custody: [], objections: [], rulings: [], amendments: [] };
type Sums = Readonly<Record<keyof CanvassFigures, StationSums>>;

const OF_CUSTODY = ['received', 'opened', 'stored', 'missing', 'broken'] as const;
const OF_VERSIONS = [
  'objected',
  'annulled',
  'corrected',
  'recount',
  'repeat',
  'lost',
  'notInstalled',
  'merged',
] as const;

const NAME_OF_STATUS: Readonly<Record<string, (typeof OF_VERSIONS)[number]>> = {
  objected: 'objected',
  annulled: 'annulled',
  recount: 'recount',
  repeat: 'repeat',
  lost: 'lost',
  not_installed: 'notInstalled',
  merged: 'merged',
};

/** Custody, objections and rulings by station, and how many stations of each area are where: official-count.md section 10. */
export class CanvassStations {
  private readonly votesIn: Geography['votesIn'];
  private readonly areasOf: (station: number) => readonly number[];
  private readonly stations = new Map<number, Kept>();
  private readonly repeated = new Set<number>();
  private readonly sums: Sums;

  constructor({ votesIn, contestIndex }: Geography, areasOf: (station: number) => readonly number[]) {
    this.votesIn = votesIn;
    this.areasOf = areasOf;
    const names = [...OF_CUSTODY, ...OF_VERSIONS];
    this.sums = Object.fromEntries(names.map((name) => [name, new StationSums(contestIndex.size)])) as Sums;
  }

  of(station: number): StationCanvass {
    return this.stations.get(station) ?? NOTHING_KEPT;
  }

  /** Stations of which the board ever had a vote repeated, in the definition's order. */
  withRepeats(): number[] {
    return [...this.repeated].sort((a, b) => a - b);
  }

  figures(contest: number, area: number): CanvassFigures {
    const of = (name: keyof CanvassFigures): number => this.sums[name].of(contest, area);
    return {
      ...{ received: of('received'), opened: of('opened'), stored: of('stored'), missing: of('missing') },
      ...{ broken: of('broken'), objected: of('objected'), annulled: of('annulled'), corrected: of('corrected') },
      ...{ recount: of('recount'), repeat: of('repeat'), lost: of('lost') },
      ...{ notInstalled: of('notInstalled'), merged: of('merged') },
    };
  }

  /** Takes an amendment that names the station. */
  amend(station: number, amendment: AmendmentData): void {
    this.kept(station).amendments.push(amendment);
  }

  /** The station lies in other areas since. */
  move(station: number, from: readonly number[], to: readonly number[]): void {
    for (const sums of Object.values(this.sums)) sums.move(station, from, to);
  }

  /** Takes an event that is about one station. Nothing of it is a figure: it is public as soon as it is recorded. */
  take(record: number, { at, kind, contest }: EventHeader, station: number, body: EventBody): void {
    const note = (
      seal: CustodyData[3],
      condition: CustodyData[4],
      place: string | null,
      found: CustodyData[6] = null,
    ) => {
      this.kept(station).custody.push([record, kind, at, seal, condition, place, found]);
      if (condition === 'broken') this.add('broken', station);
    };
    switch (body.kind) {
      case 'EnvelopeReceived':
        note(body.seal, body.condition, body.from);
        this.add('received', station);
        this.each(station, (c) => this.sums.missing.remove(c, station, this.areasOf(station)));
        return;
      case 'EnvelopeMissing':
        note(null, null, null);
        this.add('missing', station);
        return;
      case 'EnvelopeMoved':
        note(body.seal, body.condition, body.to);
        return;
      case 'EnvelopeOpened':
        note(body.seal, body.condition, null, body.found);
        this.add('opened', station);
        return;
      case 'SheetScanned':
        note(null, null, null);
        return;
      case 'EnvelopeStored':
        note(null, null, body.where);
        this.add('stored', station);
        return;
      case 'ObjectionRaised':
        this.kept(station).objections.push([record, contest ?? '', body.party, body.ground, at, null, null]);
        return;
      case 'BoardRuled':
        this.rule(record, { at, contest }, station, body);
        return;
      default:
        return;
    }
  }

  /** The newest state shows another version of one contest of the station. */
  settle(contest: number, station: number, version: SheetVersion | null): void {
    const areas = this.areasOf(station);
    for (const name of OF_VERSIONS) {
      if (name === nameOf(version)) this.sums[name].add(contest, station, areas);
      else this.sums[name].remove(contest, station, areas);
    }
  }

  private rule(
    record: number,
    { at, contest }: Pick<EventHeader, 'at' | 'contest'>,
    station: number,
    body: Extract<EventBody, { kind: 'BoardRuled' }>,
  ): void {
    const kept = this.kept(station);
    const votes = [body.for.length, body.against.length, body.abstained.length] as const;
    if (body.effect === 'repeat') this.repeated.add(station);
    kept.rulings.push([record, contest ?? '', body.effect, body.ground, at, votes, body.until]);
    for (const [objection, upheld] of body.objections) {
      kept.objections = kept.objections.map(([n, c, party, ground, when, ...answer]) =>
        n === objection ? [n, c, party, ground, when, record, upheld] : [n, c, party, ground, when, ...answer],
      );
    }
  }

  private kept(station: number): Kept {
    const known = this.stations.get(station);
    if (known !== undefined) return known;
    const made: Kept = { custody: [], objections: [], rulings: [], amendments: [] };
    this.stations.set(station, made);
    return made;
  }

  private add(name: (typeof OF_CUSTODY)[number], station: number): void {
    this.each(station, (contest) => this.sums[name].add(contest, station, this.areasOf(station)));
  }

  private each(station: number, visit: (contest: number) => void): void {
    for (const [contest, voters] of this.votesIn.entries()) if (voters[station] === true) visit(contest);
  }
}

function nameOf(version: SheetVersion | null): keyof CanvassFigures | null {
  if (version === null) return null;
  if (version.status === 'counted') return version.corrected === true ? 'corrected' : null;
  return NAME_OF_STATUS[version.status] ?? null;
}
