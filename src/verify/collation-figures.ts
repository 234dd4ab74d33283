import type { GpUnitId, StationId } from '../model/ids.ts';
import { type Collated, type CollationBook, collationBook, type Differing } from './collation-book.ts';
import { comparedNames, contestAt, REASONS } from './collation-reason.ts';
import type { Derivation } from './derived-json.ts';

const OF_AREA = 'collation ';
const OF_SHEET = 'differing ';

/** Digits of the figures of the collation in pages: publication.md section 6. */
export class CollationFigures {
  private readonly derivation: Derivation;
  private readonly book: CollationBook;
  /** By contest, then station: the sheets that differ. */
  private readonly sheets = new Map<number, ReadonlyMap<number, Differing>>();

  constructor(derivation: Derivation) {
    this.derivation = derivation;
    this.book = collationBook(derivation);
  }

  /** Whether a key is one of a figure of the collation. */
  static owns(key: string): boolean {
    return key.startsWith(OF_AREA) || key.startsWith(OF_SHEET);
  }

  /** null: there is no such figure. */
  digits(key: string): string | null {
    const [kind = '', who = '', contestId = '', name = '', ...more] = key.split(' ');
    const { contests } = this.derivation.geography.definition.election;
    const c = contests.findIndex(({ id }) => id === contestId);
    if (c < 0 || more.length > 1) return null;
    return `${kind} ` === OF_AREA ? this.ofArea(who, c, name, more[0]) : this.ofSheet(who, c, name, more[0]);
  }

  /** `collation UNIT CONTEST NAME`, `... net ID`; of the whole also what depends on each sheet. */
  private ofArea(who: string, c: number, name: string, id: string | undefined): string | null {
    const unit = this.derivation.geography.unitIndex.get(who as GpUnitId);
    if (unit === undefined || this.book.json(c, unit) === null) return null;
    const of = this.book.contest(c).units[unit];
    if (of === undefined) return null;
    if (name === 'net') {
      const at = comparedNames(contestAt(this.derivation, c)).indexOf(id ?? '');
      return at < 0 ? null : String(of.net[at]);
    }
    if (name === 'reason') return unit === 0 ? this.ofReason(c, id) : null;
    if (id !== undefined) return null;
    return this.sum(c, of, name) ?? (unit === 0 ? this.ofDirection(c, name) : null);
  }

  private sum(c: number, { classes, net }: Collated, name: string): string | null {
    const [first, second] = this.book.contest(c).leaders;
    const lead = (net[first] ?? 0) - (net[second] ?? 0);
    const both = classes.equal + classes.differs;
    switch (name) {
      case 'equal':
      case 'differs':
      case 'annulled':
      case 'onlyPreliminary':
      case 'onlyOfficial':
      case 'neither':
        return String(classes[name]);
      case 'both':
        return String(both);
      case 'differsShare':
        return share(classes.differs, both);
      case 'lead':
        return String(lead);
      case 'leadSize':
        return String(Math.abs(lead));
      default:
        return null;
    }
  }

  private ofDirection(c: number, name: string): string | null {
    const { differing } = this.book.contest(c);
    const [up, down] = [differing.filter((s) => s.lead > 0), differing.filter((s) => s.lead < 0)];
    const votes = (sheets: readonly Differing[]) => String(sheets.reduce((sum, s) => sum + Math.abs(s.lead), 0));
    if (name === 'more') return String(up.length);
    if (name === 'less') return String(down.length);
    if (name === 'same') return String(differing.length - up.length - down.length);
    if (name === 'moreVotes') return votes(up);
    return name === 'lessVotes' ? votes(down) : null;
  }

  private ofReason(c: number, reason: string | undefined): string | null {
    const asked = reason === 'none' ? null : REASONS.find((r) => r === reason);
    if (asked === undefined) return null;
    return String(this.book.contest(c).differing.filter((s) => s.reason === asked).length);
  }

  /** `differing STATION CONTEST change`, `... lead`, `... p ID`, `... o ID`. */
  private ofSheet(who: string, c: number, name: string, id: string | undefined): string | null {
    const station = this.derivation.geography.stationIndex.get(who as StationId);
    const sheet = station === undefined ? undefined : this.differingIn(c).get(station);
    if (sheet === undefined) return null;
    if (name === 'change' || name === 'lead') return id === undefined ? String(sheet[name]) : null;
    const pair = sheet.boxes.get(comparedNames(contestAt(this.derivation, c)).indexOf(id ?? ''));
    const box = name === 'p' ? pair?.[0] : name === 'o' ? pair?.[1] : undefined;
    return typeof box === 'number' ? String(box) : null;
  }

  private differingIn(c: number): ReadonlyMap<number, Differing> {
    const known = this.sheets.get(c);
    if (known !== undefined) return known;
    const made = new Map(this.book.contest(c).differing.map((sheet) => [sheet.station, sheet]));
    this.sheets.set(c, made);
    return made;
  }
}

/** Percent with two decimals, rounded half up; nothing of nothing. */
function share(part: number, whole: number): string {
  if (whole === 0) return '';
  const hundredths = (BigInt(part) * 20_000n + BigInt(whole)) / (2n * BigInt(whole));
  return String(hundredths).padStart(3, '0');
}
