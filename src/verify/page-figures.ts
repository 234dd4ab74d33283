import { present } from '../base/assert.ts';
import { decimalOf, fraction } from '../base/fraction.ts';
import type { Geography } from '../model/geography.ts';
import type { CountKind, GpUnitId, StationId } from '../model/ids.ts';
import { boxNames } from '../model/votes.ts';
import type { Sums } from './addition.ts';
import { type Derivation, outcomeAt } from './derived-json.ts';

/** Answers are kept up to this many: both languages of a page, and neighbours, ask the same. */
const KEPT_MAX = 50_000;

const SHEET = 'sheet ';

type BoxAt = { readonly count: CountKind; readonly contest: number; readonly box: number };

/** What `data-f` may say, and the digits that the record gives for it: publication.md section 6. */
export class FigureBook {
  private readonly derivation: Derivation;
  private readonly boxes = new Map<string, BoxAt>();
  private readonly kept = new Map<string, string | null>();
  private lastStation: { readonly id: string; readonly index: number | null } = { id: '', index: null };

  constructor(derivation: Derivation) {
    this.derivation = derivation;
    derivation.geography.definition.election.contests.forEach((definition, contest) => {
      boxNames(definition).forEach((name, box) => {
        this.boxes.set(`p ${definition.id} box ${name}`, { count: 'preliminary', contest, box });
        this.boxes.set(`o ${definition.id} box ${name}`, { count: 'official', contest, box });
      });
    });
  }

  /** The digits that the figure has to show on the page of this unit; null when there is no such figure. */
  digits(key: string, page: number | null): string | null {
    if (key === 'size') return String(this.derivation.state.size);
    if (page === null) return null;
    if (key.startsWith(SHEET)) return this.boxDigits(key, page);
    const id = `${page} ${key}`;
    let digits = this.kept.get(id);
    if (digits !== undefined) return digits;
    digits = this.areaDigits(key.split(' '), page);
    if (this.kept.size >= KEPT_MAX) this.kept.clear();
    this.kept.set(id, digits);
    return digits;
  }

  /** `sheet STATION C CONTEST box ID`, for the stations of the page's unit. */
  private boxDigits(key: string, page: number): string | null {
    const { geography, replayed } = this.derivation;
    const end = key.indexOf(' ', SHEET.length);
    const at = end < 0 ? undefined : this.boxes.get(key.slice(end + 1));
    // A page shows all boxes of a station side by side: the last answer serves most of them.
    if (end - SHEET.length !== this.lastStation.id.length || !key.startsWith(this.lastStation.id, SHEET.length)) {
      const id = key.slice(SHEET.length, end);
      this.lastStation = { id, index: geography.stationIndex.get(id as StationId) ?? null };
    }
    const station = this.lastStation.index;
    if (at === undefined || station === null || geography.placeOf[station] !== page) return null;
    const box = replayed.current[at.count][at.contest]?.[station]?.boxes[at.box];
    return typeof box === 'number' ? String(box) : null;
  }

  private areaDigits(words: readonly string[], page: number): string | null {
    const [first, ...rest] = words;
    const isOwn = first === 'p' || first === 'o';
    const area = isOwn ? page : this.areaOf(first ?? '');
    const [c, contestId, name, ...more] = isOwn ? words : rest;
    const contest = this.contestOf(contestId);
    if (area === null || contest === null || name === undefined || (c !== 'p' && c !== 'o')) return null;
    const count: CountKind = c === 'p' ? 'preliminary' : 'official';
    const sums = present(this.derivation.added.sums[count][contest]?.[area], 'sums');
    if (sums.expected === 0) return null;
    if (name === 'distance') return isOwn ? this.distanceDigits(page, contest, sums, more) : null;
    if (name === 'votes' || name === 'share' || name === 'other') return this.optionDigits(name, contest, sums, more);
    return more.length === 0 ? numberDigits(name, sums) : null;
  }

  private areaOf(who: string): number | null {
    const { geography, added } = this.derivation;
    if (!who.startsWith('setting:')) return geography.unitIndex.get(who as GpUnitId) ?? null;
    const setting = added.settings.indexOf(who.slice('setting:'.length));
    return setting < 0 ? null : geography.units.length + setting;
  }

  private contestOf(id: string | undefined): number | null {
    const index = this.derivation.geography.definition.election.contests.findIndex((c) => c.id === id);
    return index < 0 ? null : index;
  }

  private optionDigits(
    name: 'votes' | 'share' | 'other',
    contest: number,
    sums: Sums,
    more: readonly string[],
  ): string | null {
    const { selections, others } = present(this.derivation.geography.definition.election.contests[contest], 'contest');
    const [id] = more;
    const index = name === 'other' ? others.indexOf(id ?? '') : selections.findIndex((s) => s.id === id);
    const votes = name === 'other' ? sums.others[index] : sums.votes[index];
    if (more.length !== 1 || votes === undefined) return null;
    return name === 'share' ? percentDigits(votes, sums.valid, 3) : String(votes);
  }

  private distanceDigits(page: number, contest: number, sums: Sums, more: readonly string[]): string | null {
    const [condition, part] = more;
    if (more.length !== 2 || !hasOutcome(this.derivation.geography, page, contest)) return null;
    const { distances } = outcomeAt(this.derivation, contest, sums);
    const distance = distances.find((d) => String(d.condition) === condition && d.part === part);
    return distance === undefined ? null : String(distance.votes);
  }
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
    case 'out':
      return String(sums.expected - sums.counted - sums.void);
    case 'registeredOut':
      return String(sums.registered - sums.registeredCounted - sums.registeredVoid);
    case 'countedShare':
      return percentDigits(sums.counted, sums.expected, 2);
    case 'turnout':
      return percentDigits(sums.cast, sums.registeredCounted, 2);
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

/** Digits of a percentage; none where there is nothing to take it of. */
function percentDigits(part: number, whole: number, decimals: number): string {
  if (whole <= 0) return '';
  return decimalOf(fraction(BigInt(part) * 100n, whole), decimals).replace('.', '');
}
