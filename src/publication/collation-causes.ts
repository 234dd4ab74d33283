import { countingBoxes, type DeskRules } from '../model/desk-rules.ts';
import type { Box } from '../model/votes.ts';
import type { SheetVersion } from '../tabulation/tabulation.ts';
import type { CollationClass, CollationReason } from './collation.ts';
import type { Waiting } from './count-progress.ts';

/** Figures of a preliminary sheet that somebody typed and that do not count. */
type Typed = { readonly kind: 'typed'; readonly index: number; readonly contest: number; readonly sheet: number };
/** What the record has of a station that may tell why its sheet differs. */
type Cause =
  | (Typed & { readonly boxes: readonly Box[] })
  | {
      readonly kind: 'ruled';
      readonly index: number;
      readonly contest: number;
      readonly sheet: number;
      readonly effect: string;
    }
  | { readonly kind: 'copy' | 'repeat'; readonly index: number }
  | { readonly kind: 'withdrawn' | 'received'; readonly index: number };

const FIGURE_RULINGS: ReadonlySet<string> = new Set(['correct', 'count', 'recount', 'retype']);

export type ReasonAsked = {
  readonly class: CollationClass;
  readonly contest: number;
  readonly station: number;
  readonly preliminary: SheetVersion | null;
  readonly official: SheetVersion | null;
  /** The readings of the station in this contest that are open. */
  readonly readings: readonly (readonly Box[])[];
  readonly covers: { readonly preliminary: number; readonly official: number };
  /** How many boxes are compared. */
  readonly compared: number;
};

/**
 * What the record says of why a sheet is not the same in both counts: docs/spec/official-count.md section 11. It is told each
 * event of a station as soon as it is public, so it knows nothing that the public does not.
 */
export class CollationCauses {
  private readonly stations = new Map<number, Cause[]>();
  /** Of each decision, by its record number: the sheet that it is of. */
  private readonly sheetOf = new Map<number, number>();
  /** Entries of preliminary sheets that were revealed as different. */
  private readonly differed = new Set<number>();
  private readonly corrections: DeskRules['corrections'];

  constructor(corrections: DeskRules['corrections']) {
    this.corrections = corrections;
  }

  note({ index, header, count, contest, station, body }: Waiting): void {
    if (count === 'official') this.noteOfficial({ index, header, count, contest, station, body });
    switch (body.kind) {
      case 'SheetAgreed':
      case 'SheetCorrected':
      case 'SheetAnnulled':
        this.sheetOf.set(index, body.sheet);
        return;
      case 'SheetReceived':
        if (count === 'preliminary') this.keep(station, { kind: 'received', index });
        return;
      case 'SheetWithdrawn':
        if (count === 'preliminary' && body.code === 'wrong-station') this.keep(station, { kind: 'withdrawn', index });
        return;
      case 'EntriesRevealed':
        // It is public before the entries that it names are.
        if (count === 'preliminary' && !body.equal) for (const entry of body.entries) this.differed.add(entry);
        return;
      case 'EntryCommitted':
      case 'DifferenceResolved': {
        if (count !== 'preliminary') return;
        if (body.kind === 'EntryCommitted' && !this.differed.delete(index)) return;
        const boxes = countingBoxes(body, this.corrections);
        this.keep(station, { kind: 'typed', index, contest, sheet: body.sheet, boxes });
        return;
      }
      default:
        return;
    }
  }

  private noteOfficial({ index, header, contest, station, body }: Waiting): void {
    if (body.kind === 'CopyAdmitted') this.keep(station, { kind: 'copy', index });
    else if (body.kind === 'EnvelopeReceived' && header.generation !== undefined) {
      this.keep(station, { kind: 'repeat', index });
    } else if (body.kind === 'BoardRuled' && body.sheet !== null) {
      this.keep(station, { kind: 'ruled', index, contest, sheet: body.sheet, effect: body.effect });
    } else if (body.kind === 'RulingIssued') {
      this.keep(station, { kind: 'ruled', index, contest, sheet: body.sheet, effect: body.ruling });
    }
  }

  /** Why the sheet differs or is annulled; null: no reason is recorded. */
  reasonOf(asked: ReasonAsked): CollationReason | null {
    const { official, preliminary, contest, covers, compared } = asked;
    if (official === null || (asked.class !== 'differs' && asked.class !== 'annulled')) return null;
    const causes = this.stations.get(asked.station) ?? [];
    const sheet = this.sheetOf.get(official.record);
    const ruled = (effects: ReadonlySet<string>): boolean =>
      causes.some(
        (c) =>
          c.kind === 'ruled' &&
          c.index < covers.official &&
          c.contest === contest &&
          c.sheet === sheet &&
          effects.has(c.effect),
      );
    if (asked.class === 'annulled') return ruled(new Set(['annul'])) ? 'ruling' : null;
    if (ruled(FIGURE_RULINGS)) return 'ruling';
    if (causes.some((c) => c.kind === 'repeat' && c.index === sheet)) return 'repeat';
    if (causes.some((c) => c.kind === 'copy' && c.index === sheet)) return 'copy';
    const own = preliminary === null ? undefined : this.sheetOf.get(preliminary.record);
    const typed = causes.flatMap((c) =>
      c.kind === 'typed' && c.contest === contest && c.sheet === own ? [c.boxes] : [],
    );
    if ([...asked.readings, ...typed].some((boxes) => agree(boxes, official.boxes, compared))) return 'typing';
    const isShown = (c: Cause): boolean => c.index < covers.preliminary;
    if (causes.some((c) => c.kind === 'withdrawn' && isShown(c))) return 'wrong-station';
    return causes.filter((c) => c.kind === 'received' && isShown(c)).length > 1 ? 'other-picture' : null;
  }

  private keep(station: number, cause: Cause): void {
    const list = this.stations.get(station);
    if (list === undefined) this.stations.set(station, [cause]);
    else list.push(cause);
  }
}

function agree(read: readonly Box[], official: readonly Box[], compared: number): boolean {
  for (let i = 0; i < compared; i++) if ((read[i] ?? 'empty') !== (official[i] ?? 'empty')) return false;
  return true;
}
