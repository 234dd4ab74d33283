import { present } from '../base/assert.ts';
import { decimalOf, fraction } from '../base/fraction.ts';
import type { Geography } from '../model/geography.ts';
import { COUNT_KINDS, type CountKind, type GpUnitId, type StationId } from '../model/ids.ts';
import type { ThresholdDistance } from '../model/outcome-types.ts';
import { boxNames } from '../model/votes.ts';
import type { CanvassSums, Sums } from './addition.ts';
import { CollationFigures } from './collation-figures.ts';
import { certifiedSeats } from './derived-canvass.ts';
import { type Derivation, outcomeAt } from './derived-json.ts';

/** Keys taken apart are kept up to this many: ten thousand pages ask the same ones, each of its own unit. */
const KEPT_MAX = 50_000;

const SHEET = 'sheet ';
const READING = 'reading ';

type BoxAt = { readonly count: CountKind; readonly contest: number; readonly box: number };

/** A key of an area's figure, taken apart. `area` is null for the page's own unit. */
type AreaKey = {
  readonly area: number | null;
  readonly count: CountKind;
  readonly contest: number;
  readonly figure: (sums: Sums, page: number) => string | null;
};

/** What `data-f` may say, and the digits that the record gives for it: publication.md section 6. */
export class FigureBook {
  private readonly derivation: Derivation;
  private readonly boxes = new Map<string, BoxAt>();
  private readonly corrections = new Map<string, BoxAt & { readonly what: 'says' | 'corrected' }>();
  private readonly collation: CollationFigures;
  private readonly keys = new Map<string, AreaKey | null>();
  private readonly distances = new Map<Sums, readonly ThresholdDistance[]>();
  /** By unit and contest, those of the certificate in force. */
  private readonly seats = new Map<string, ReturnType<typeof certifiedSeats>>();
  /** For each contest, its boxes by the short spelling. */
  private readonly shortBoxes: Map<string, { readonly count: CountKind; readonly box: number }>[] = [];
  private lastContest = -1;
  private lastStation: { readonly id: string; readonly index: number | null } = { id: '', index: null };

  constructor(derivation: Derivation) {
    this.derivation = derivation;
    this.collation = new CollationFigures(derivation);
    derivation.geography.definition.election.contests.forEach((definition, contest) => {
      const short = new Map<string, { count: CountKind; box: number }>();
      this.shortBoxes.push(short);
      boxNames(definition).forEach((name, box) => {
        short.set(`=p ${name}`, { count: 'preliminary', box });
        short.set(`=o ${name}`, { count: 'official', box });
        for (const count of COUNT_KINDS) {
          const of = `${count.charAt(0)} ${definition.id}`;
          this.boxes.set(`${of} box ${name}`, { count, contest, box });
          for (const what of ['says', 'corrected'] as const) {
            this.corrections.set(`${of} ${what} ${name}`, { count, contest, box, what });
          }
        }
      });
    });
  }

  /** A new page: no sheet has been named on it yet. */
  startPage(): void {
    this.lastStation = { id: '', index: null };
    this.lastContest = -1;
  }

  /** The digits that the figure has to show on the page of this unit; null when there is no such figure. */
  digits(key: string, page: number | null): string | null {
    if (key === 'size') return String(this.derivation.state.size);
    if (page === null) return null;
    if (CollationFigures.owns(key)) return this.collation.digits(key);
    if (key.startsWith('=')) return this.shortBoxDigits(key, page);
    if (key.startsWith(SHEET)) return this.boxDigits(key, page);
    if (key.startsWith(READING)) return readingDigits(this.derivation, key, page);
    let parsed = this.keys.get(key);
    if (parsed === undefined) {
      parsed = this.parse(key.split(' '));
      if (this.keys.size >= KEPT_MAX) this.keys.clear();
      this.keys.set(key, parsed);
    }
    if (parsed === null) return null;
    const sums = this.derivation.added.sums[parsed.count][parsed.contest]?.[parsed.area ?? page];
    return sums === undefined || sums.expected === 0 ? null : parsed.figure(sums, page);
  }

  /** `=C ID`: a box of the sheet and contest that the page named last. */
  private shortBoxDigits(key: string, page: number): string | null {
    const { geography, replayed } = this.derivation;
    const at = this.shortBoxes[this.lastContest]?.get(key);
    const station = this.lastStation.index;
    if (at === undefined || station === null || geography.placeOf[station] !== page) return null;
    const box = replayed.centre.versions.current[at.count][this.lastContest]?.[station]?.boxes[at.box];
    return typeof box === 'number' ? String(box) : null;
  }

  /** `sheet STATION C CONTEST box ID`, or `says` or `corrected` instead of `box`, for the stations of the page's unit. */
  private boxDigits(key: string, page: number): string | null {
    const { geography, replayed } = this.derivation;
    const end = key.indexOf(' ', SHEET.length);
    const said = end < 0 ? '' : key.slice(end + 1);
    const correction = this.corrections.get(said);
    const at = correction ?? this.boxes.get(said);
    // A page shows all boxes of a station side by side: the last answer serves most of them.
    if (end - SHEET.length !== this.lastStation.id.length || !key.startsWith(this.lastStation.id, SHEET.length)) {
      const id = key.slice(SHEET.length, end);
      this.lastStation = { id, index: geography.stationIndex.get(id as StationId) ?? null };
    }
    const station = this.lastStation.index;
    this.lastContest = at?.contest ?? -1;
    if (at === undefined || station === null || geography.placeOf[station] !== page) return null;
    const version = replayed.centre.versions.current[at.count][at.contest]?.[station];
    const shown = version?.corrections.find((c) => c.correction[0] === at.box);
    const box =
      correction === undefined
        ? version?.boxes[at.box]
        : correction.what === 'says'
          ? shown?.says
          : shown?.correction[1];
    return typeof box === 'number' ? String(box) : null;
  }

  /** `[WHO] C CONTEST NAME ...` */
  private parse(words: readonly string[]): AreaKey | null {
    const [first = '', ...rest] = words;
    const isOwn = first === 'p' || first === 'o';
    const area = isOwn ? null : this.areaOf(first);
    const [c, contestId, name = '', ...more] = isOwn ? words : rest;
    const { contests } = this.derivation.geography.definition.election;
    const contest = contests.findIndex(({ id }) => id === contestId);
    if (area === undefined || contest < 0 || (c !== 'p' && c !== 'o')) return null;
    const count = c === 'p' ? 'preliminary' : 'official';
    const figure = this.canvassFigure(count, name, more) ?? this.figureOf(name, contest, more, isOwn ? count : null);
    return figure && { area, count, contest, figure };
  }

  private areaOf(who: string): number | undefined {
    const { geography, added } = this.derivation;
    if (!who.startsWith('setting:')) return geography.unitIndex.get(who as GpUnitId);
    const setting = added.settings.indexOf(who.slice('setting:'.length));
    return setting < 0 ? undefined : geography.units.length + setting;
  }

  /** What only an official count from the paper has; `received` is one of every count. */
  private canvassFigure(count: CountKind, name: string, more: readonly string[]): AreaKey['figure'] | null {
    const { canvass } = this.derivation.geography.definition.election;
    if (canvass === null || count !== 'official' || more.length > 0 || !isCanvassName(name)) return null;
    return (sums) => String(sums.canvass[name]);
  }

  /** `own`: the count, where the key names no area of its own. */
  private figureOf(
    name: string,
    contest: number,
    more: readonly string[],
    own: CountKind | null,
  ): AreaKey['figure'] | null {
    const { election } = this.derivation.geography.definition;
    const { id: contestId, selections, others } = present(election.contests[contest], 'contest');
    const [id, part] = more;
    if (name === 'distance') {
      return own !== null && more.length === 2
        ? (sums, page) => this.distanceDigits(page, contest, own, sums, id, part)
        : null;
    }
    if (name === 'seats') {
      const isOne = own === 'official' && more.length === 1 && selections.some((s) => s.id === id);
      return isOne ? (_, page) => this.seatDigits(page, contest, id) : null;
    }
    if (name === 'held') {
      const held = own === null ? null : String(this.derivation.held[own].get(contestId) ?? 0);
      return held === null || more.length > 0 ? null : () => held;
    }
    if (name !== 'votes' && name !== 'share' && name !== 'other') {
      return more.length === 0 ? (sums) => numberDigits(name, sums) : null;
    }
    const index = name === 'other' ? others.indexOf(id ?? '') : selections.findIndex((s) => s.id === id);
    if (more.length !== 1 || index < 0) return null;
    if (name === 'other') return (sums) => String(sums.others[index]);
    if (name === 'votes') return (sums) => String(sums.votes[index]);
    return (sums) => percentDigits(sums.votes[index] ?? 0, sums.valid, 3);
  }

  /** Of the certificate in force; a selection without seats has 0. */
  private seatDigits(page: number, contest: number, id = ''): string | null {
    if (!hasOutcome(this.derivation.geography, page, contest)) return null;
    const key = `${page} ${contest}`;
    const known = this.seats.get(key);
    const seats = known === undefined ? certifiedSeats(this.derivation, contest, page) : known;
    this.seats.set(key, seats);
    return seats === null ? null : String(seats.find(([one]) => one === id)?.[1] ?? 0);
  }

  private distanceDigits(
    page: number,
    contest: number,
    count: CountKind,
    sums: Sums,
    condition = '',
    part = '',
  ): string | null {
    if (!hasOutcome(this.derivation.geography, page, contest)) return null;
    // Kept, because a hostile page may ask for it as often as it has room.
    const distances = this.distances.get(sums) ?? outcomeAt(this.derivation, contest, count, sums).distances;
    this.distances.set(sums, distances);
    const distance = distances.find((d) => String(d.condition) === condition && d.part === part);
    return distance === undefined ? null : String(distance.votes);
  }
}

/** `reading RECORD CONTEST ID`, for the stations of the page's unit. */
function readingDigits({ geography, replayed }: Derivation, key: string, page: number): string | null {
  const [, record = '', contest = '', name = '', ...more] = key.split(' ');
  const definition = geography.definition.election.contests.find(({ id }) => id === contest);
  const announcement = replayed.centre.readings.named(Number(record));
  if (definition === undefined || announcement === null || more.length > 0) return null;
  if (String(announcement.record) !== record || geography.placeOf[announcement.station] !== page) return null;
  const box = announcement.boxes.get(contest)?.[boxNames(definition).indexOf(name)];
  return typeof box === 'number' ? String(box) : null;
}

const CANVASS_NAMES: ReadonlySet<string> = new Set<keyof CanvassSums>([
  ...(['opened', 'stored', 'missing', 'broken', 'objected', 'annulled', 'corrected'] as const),
  ...(['recount', 'repeat', 'lost', 'notInstalled', 'merged'] as const),
]);

function isCanvassName(name: string): name is keyof CanvassSums {
  return CANVASS_NAMES.has(name);
}

function hasOutcome(geography: Geography, unit: number, contest: number): boolean {
  return unit === 0 || unit === geography.electorateUnit[contest];
}

function numberDigits(name: string, sums: Sums): string | null {
  switch (name) {
    case 'expected':
    case 'counted':
    case 'received':
    case 'notCounted':
    case 'void':
    case 'registered':
    case 'registeredCounted':
    case 'registeredVoid':
    case 'registeredUnknown':
    case 'valid':
    case 'cast':
      return String(sums[name]);
    case 'typed':
    case 'observed':
    case 'disputed':
    case 'disputedValid':
    case 'late':
    case 'announced':
    case 'readingsDiffer':
      return String(sums.desk[name]);
    case 'unreceived':
      return String(sums.expected - sums.received);
    case 'waiting':
      return String(sums.received - sums.counted - sums.desk.observed - sums.desk.disputed);
    case 'out':
      return String(sums.expected - sums.counted - sums.void);
    case 'registeredOut':
      return String(sums.registered - sums.registeredCounted - sums.registeredVoid);
    case 'countedShare':
      return percentDigits(sums.counted, sums.expected, 2);
    case 'turnout':
      return percentDigits(sums.castRegistered, sums.registeredCounted, 2);
    case 'lead':
      return String(leadOf(sums));
    case 'leadShare':
      return percentDigits(leadOf(sums), sums.valid, 3);
    default:
      return null;
  }
}

/** Best minus next best; with one selection only, the next best is nobody with 0. */
function leadOf(sums: Sums): number {
  const [best = 0, next = 0] = [...sums.votes].sort((a, b) => b - a);
  return best - next;
}

/** Digits of a percentage, rounded half away from zero; none where there is nothing to take it of. */
function percentDigits(part: number, whole: number, decimals: 2 | 3): string {
  if (whole <= 0) return '';
  const scale = decimals === 2 ? 100_00 : 100_000;
  const doubled = 2 * part * scale + whole;
  // Within the whole numbers that are exact, a remainder is exact too; beyond them integers of any size decide.
  if (!Number.isSafeInteger(doubled)) return decimalOf(fraction(BigInt(part) * 100n, whole), decimals).replace('.', '');
  const rounded = (doubled - (doubled % (2 * whole))) / (2 * whole);
  return String(rounded).padStart(decimals + 1, '0');
}
