import type { CountKind } from '../model/ids.ts';
import type { EventBody } from '../record/index.ts';

/** What is shown of a record number by opening its body. */
export type Unseal = (index: number) => void;

/**
 * Which bodies are sealed: figure events that no state covers or whose contest is under embargo, and entries that could
 * still help whoever types the same sheet (docs/spec/publication.md section 2, "When a body is due").
 */
export class SealedBodies {
  private readonly sealed = new Set<number>();
  /** Entries that are covered and free of embargo, and wait for their revelation. */
  private readonly entries = new Set<number>();
  /** Voided entries by sheet and contest, until nobody is to type that any more. */
  private readonly voided = new Map<string, { readonly count: CountKind; readonly sheet: number; list: number[] }>();
  private readonly withdrawn = new Set<number>();
  private readonly closed = new Set<CountKind>();

  seal(index: number): void {
    this.sealed.add(index);
  }

  isSealed(index: number): boolean {
    return this.sealed.has(index);
  }

  /** Opens one body, unless it is open. */
  open(index: number, unseal: Unseal): void {
    if (this.sealed.delete(index)) unseal(index);
  }

  /** An event is covered by a state and its contest is free: opens what it makes due, itself among that. */
  show(count: CountKind, contest: number, index: number, body: EventBody, unseal: Unseal): void {
    const open = (entry: number): void => {
      if (this.entries.delete(entry)) this.open(entry, unseal);
    };
    switch (body.kind) {
      case 'EntryCommitted':
        this.entries.add(index);
        return;
      case 'EntriesRevealed': {
        for (const entry of body.entries) open(entry);
        const key = `${body.sheet} ${contest}`;
        for (const entry of this.voided.get(key)?.list ?? []) open(entry);
        this.voided.delete(key);
        return;
      }
      case 'EntryVoided':
        // A lost entry is never due: nobody can open it.
        if (body.reason === 'lost') return;
        if (this.withdrawn.has(body.sheet) || this.closed.has(count)) open(body.entry);
        else this.wait(count, contest, body);
        return;
      case 'SheetWithdrawn':
        this.withdrawn.add(body.sheet);
        this.openVoided((v) => v.sheet === body.sheet, open);
        return;
      case 'CountClosed':
        this.closed.add(count);
        this.openVoided((v) => v.count === count, open);
        return;
      default:
        this.open(index, unseal);
    }
  }

  private wait(count: CountKind, contest: number, body: Extract<EventBody, { kind: 'EntryVoided' }>): void {
    const key = `${body.sheet} ${contest}`;
    const known = this.voided.get(key) ?? { count, sheet: body.sheet, list: [] };
    known.list.push(body.entry);
    this.voided.set(key, known);
  }

  private openVoided(
    isMeant: (voided: { readonly count: CountKind; readonly sheet: number }) => boolean,
    open: (entry: number) => void,
  ): void {
    for (const [key, voided] of this.voided) {
      if (!isMeant(voided)) continue;
      for (const entry of voided.list) open(entry);
      this.voided.delete(key);
    }
  }
}
