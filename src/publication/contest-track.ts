import type { RulingEffect } from '../model/canvass-rules.ts';
import type { Box } from '../model/votes.ts';
import type { SheetVersion } from '../tabulation/tabulation.ts';

type Basis = NonNullable<SheetVersion['basis']>;

/** What became of one contest of one sheet, event by event: docs/spec/publication.md section 2, official-count.md section 6. */
export class ContestTrack {
  /** From what its figures are typed; null: from the original. */
  private basis: Basis | null;
  /** What it says but for the objections that hold its figures back. */
  private base: SheetVersion | null = null;
  /** Objections that no ruling has answered, by record number: whether each holds the figures back. */
  private readonly open = new Map<number, boolean>();
  /** The newest agreement, observation or correction; null where it is to be typed again. */
  decision: SheetVersion | null = null;
  /** Whether anything of it was ever shown. */
  isStarted = false;

  constructor(basis: Basis | null) {
    this.basis = basis;
  }

  get version(): SheetVersion | null {
    const holding = [...this.open].findLast(([, holds]) => holds);
    if (holding !== undefined) return { status: 'objected', boxes: this.boxes, record: holding[0] };
    const { base, open } = this;
    return base?.status === 'counted' && open.size > 0 ? { ...base, objections: open.size } : base;
  }

  /** Agreed, observed, or corrected by the board. */
  decide(version: SheetVersion): void {
    this.isStarted = true;
    const { basis } = this;
    this.base = version.status === 'counted' && basis !== null ? { ...version, basis } : version;
    this.decision = this.base;
  }

  retype(): void {
    this.isStarted = true;
    this.base = null;
    this.decision = null;
  }

  object(record: number, holds: boolean): void {
    this.isStarted = true;
    this.open.set(record, holds);
  }

  annul(record: number): void {
    this.isStarted = true;
    this.base = { status: 'annulled', boxes: this.boxes, record };
  }

  /** A ruling of the board, with the objections that it answers. What follows from it comes as an event of its own. */
  rule(record: number, effect: RulingEffect, answers: readonly number[]): void {
    this.isStarted = true;
    for (const objection of answers) this.open.delete(objection);
    switch (effect) {
      case 'stands':
      case 'count':
      case 'correct':
      case 'annul':
        return;
      case 'retype':
        this.retype();
        return;
      case 'recount':
        this.basis = 'recount';
        this.decision = null;
        this.base = { status: 'recount', boxes: this.boxes, record };
        return;
      case 'repeat':
        this.base = { status: 'repeat', boxes: this.boxes, record };
        return;
      case 'lost':
        this.base = { status: 'lost', boxes: [], record };
        return;
    }
  }

  private get boxes(): readonly Box[] {
    return this.base?.boxes ?? [];
  }
}
