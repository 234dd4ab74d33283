import { assert, present, unreachable } from '../base/assert.ts';
import type { Instant } from '../base/instant.ts';
import type { EntryContent } from '../model/desk-rules.ts';
import type { CountKind } from '../model/ids.ts';
import type { EventBody, EventHeader } from '../record/index.ts';
import type { Person } from './acts.ts';

/** What everybody may know of an entry while it is sealed. */
export type Entry = {
  /** Record number of its `EntryCommitted`. */
  readonly record: number;
  readonly slot: 1 | 2;
  readonly actor: Person;
  readonly at: Instant;
};
/** An entry that was revealed together with another. */
export type OpenEntry = Entry & { readonly content: EntryContent };

/** How far the typing of one contest of one sheet is. Nothing here holds what a sealed entry says. */
export type Typing =
  | { readonly kind: 'awaiting-first'; readonly since: Instant }
  | { readonly kind: 'awaiting-second'; readonly first: Entry; readonly since: Instant }
  /** Between the second entry and the revelation behind it: never after a whole decision, as `settling`. */
  | { readonly kind: 'both-in'; readonly first: Entry; readonly second: Entry }
  /** Between the revelation of equal entries, or a resolution, and the agreement or observation behind it. */
  | { readonly kind: 'settling'; readonly on: number; readonly content: EntryContent }
  | { readonly kind: 'differ'; readonly first: OpenEntry; readonly second: OpenEntry; readonly since: Instant }
  | {
      readonly kind: 'agreed';
      readonly record: number;
      readonly from: number;
      readonly since: Instant;
      /** Its figures are those that a board stated (`SheetCorrected`). */
      readonly corrected?: true;
    }
  | {
      readonly kind: 'observed';
      readonly record: number;
      readonly reasons: readonly string[];
      /** The entry or resolution that it is of, and what that says. */
      readonly from: number;
      readonly content: EntryContent;
      readonly since: Instant;
    }
  /** A board orders a recount, whose paper is not scanned yet. */
  | { readonly kind: 'awaiting-recount'; readonly record: number; readonly since: Instant }
  /** A board ruled that it does not count: it stays as it is, and nobody types it any more. */
  | {
      readonly kind: 'struck';
      readonly by: 'annul' | 'lost' | 'repeat';
      readonly record: number;
      readonly since: Instant;
    };

/** Every entry is pending until it is revealed, or voided, once. */
export type EntryFate = 'pending' | 'revealed' | 'voided';

type TypingBody = Extract<
  EventBody,
  {
    kind:
      | 'EntryCommitted'
      | 'EntriesRevealed'
      | 'EntryVoided'
      | 'DifferenceResolved'
      | 'SheetAgreed'
      | 'SheetObserved'
      | 'SheetCorrected'
      | 'RulingIssued';
  }
>;
type BoardRuled = Extract<EventBody, { kind: 'BoardRuled' }>;

/** One contest of one sheet, as one number: see `CentreState.workOf`. */
export type Work = number;

/** The typing of all sheets: docs/spec/counting-centre.md. */
export class TypingDesk {
  private readonly states = new Map<Work, Typing>();
  private readonly typists = new Map<Work, readonly Person[]>();
  private readonly fates = new Map<number, EntryFate>();
  /** Typed from the paper of a recount, since the ruling that ordered it. */
  private readonly recounted = new Set<Work>();
  private readonly pendingEntries: Readonly<Record<CountKind, Map<number, Work>>> = {
    preliminary: new Map(),
    official: new Map(),
  };
  /** Of pending entries alone; nothing but the reveal and the replay's comparison reads it. */
  private readonly sealed = new Map<number, EntryContent>();

  /** Typing of this contest of a new sheet begins. */
  begin(work: Work, since: Instant): void {
    this.states.set(work, { kind: 'awaiting-first', since });
  }

  /** The paper of a recount is there: two others type that. */
  beginRecount(work: Work, since: Instant): void {
    if (this.states.get(work)?.kind === 'awaiting-recount') this.begin(work, since);
  }

  /** What a board ruled of a contest of a sheet. `scans`: whether a recount's paper is scanned before it is typed. */
  rule(index: number, { effect }: BoardRuled, work: Work, since: Instant, scans: boolean): void {
    switch (effect) {
      case 'retype':
        this.begin(work, since);
        return;
      case 'recount':
        this.recounted.add(work);
        if (scans) this.states.set(work, { kind: 'awaiting-recount', record: index, since });
        else this.begin(work, since);
        return;
      case 'annul':
      case 'lost':
      case 'repeat':
        this.states.set(work, { kind: 'struck', by: effect, record: index, since });
        return;
      // What follows behind these says what becomes of it: `SheetAgreed`, `SheetCorrected`, or nothing.
      case 'correct':
      case 'count':
      case 'stands':
        return;
      default:
        unreachable(effect);
    }
  }

  /** Whether it is typed from the paper of a recount. */
  isRecount(work: Work): boolean {
    return this.recounted.has(work);
  }

  state(work: Work): Typing | undefined {
    return this.states.get(work);
  }

  all(): IterableIterator<[Work, Typing]> {
    return this.states.entries();
  }

  /** Everybody who typed this contest of this sheet, in any round, also what was voided. */
  typistsOf(work: Work): readonly Person[] {
    return this.typists.get(work) ?? [];
  }

  fateOf(entry: number): EntryFate | undefined {
    return this.fates.get(entry);
  }

  /** Entries that stand alone, by record number, in the order of the record. */
  pending(count: CountKind): ReadonlyMap<number, Work> {
    return this.pendingEntries[count];
  }

  /** The contest and sheet of a pending entry. */
  workOfPending(entry: number): { readonly count: CountKind; readonly work: Work } | undefined {
    for (const count of ['preliminary', 'official'] as const) {
      const work = this.pendingEntries[count].get(entry);
      if (work !== undefined) return { count, work };
    }
    return undefined;
  }

  /** What a pending entry says: for the decision that reveals it, and for comparing two replays. Never for an answer. */
  openSealed(entry: number): EntryContent {
    return present(this.sealed.get(entry), `content of entry ${entry}`);
  }

  /** Returns the person whose entry was voided, if one was. */
  take(index: number, header: EventHeader, body: TypingBody, work: Work): Person | null {
    const before = present(this.states.get(work), `typing of sheet ${body.sheet}`);
    const count = present(header.count, 'count');
    switch (body.kind) {
      case 'EntryCommitted':
        this.commit(index, header, body, work, before);
        return null;
      case 'EntryVoided':
        return this.void(body.entry, header, work, count, before);
      default:
        this.states.set(work, this.after(index, header, body, before, count));
        return null;
    }
  }

  private commit(
    index: number,
    header: EventHeader,
    body: Extract<TypingBody, { kind: 'EntryCommitted' }>,
    work: Work,
    before: Typing,
  ): void {
    const { boxes, corrections, observations, slot } = body;
    const { at } = header;
    const entry: Entry = { record: index, slot, actor: present(header.actor, 'actor'), at };
    this.sealed.set(index, { boxes, corrections, observations });
    this.fates.set(index, 'pending');
    this.pendingEntries[present(header.count, 'count')].set(index, work);
    this.typists.set(work, [...this.typistsOf(work), entry.actor]);
    assert(before.kind === (slot === 1 ? 'awaiting-first' : 'awaiting-second'), `slot ${slot} in ${before.kind}`);
    if (before.kind === 'awaiting-second') {
      this.states.set(work, { kind: 'both-in', first: before.first, second: entry });
    } else this.states.set(work, { kind: 'awaiting-second', first: entry, since: at });
  }

  private void(entry: number, header: EventHeader, work: Work, count: CountKind, before: Typing): Person {
    assert(before.kind === 'awaiting-second' && before.first.record === entry, `no pending entry ${entry}`);
    this.end(entry, 'voided', count);
    this.states.set(work, { kind: 'awaiting-first', since: header.at });
    return before.first.actor;
  }

  private after(
    index: number,
    header: EventHeader,
    body: Exclude<TypingBody, { kind: 'EntryCommitted' | 'EntryVoided' }>,
    before: Typing,
    count: CountKind,
  ): Typing {
    const since = header.at;
    switch (body.kind) {
      case 'EntriesRevealed': {
        assert(before.kind === 'both-in', `revealed in ${before.kind}`);
        const first = { ...before.first, content: this.end(before.first.record, 'revealed', count) };
        const second = { ...before.second, content: this.end(before.second.record, 'revealed', count) };
        if (!body.equal) return { kind: 'differ', first, second, since };
        return { kind: 'settling', on: first.record, content: first.content };
      }
      case 'DifferenceResolved': {
        const { boxes, corrections, observations } = body;
        return { kind: 'settling', on: index, content: { boxes, corrections, observations } };
      }
      case 'SheetAgreed':
        return { kind: 'agreed', record: index, from: body.from, since };
      case 'SheetCorrected':
        return { kind: 'agreed', record: index, from: body.from, since, corrected: true };
      case 'SheetObserved': {
        assert(before.kind === 'settling', `observed in ${before.kind}`);
        const { reasons, from } = body;
        return { kind: 'observed', record: index, reasons, from, content: before.content, since };
      }
      case 'RulingIssued':
        return body.ruling === 'retype' ? { kind: 'awaiting-first', since } : before;
      default:
        return unreachable(body);
    }
  }

  private end(entry: number, fate: EntryFate, count: CountKind): EntryContent {
    const content = this.openSealed(entry);
    this.sealed.delete(entry);
    this.fates.set(entry, fate);
    this.pendingEntries[count].delete(entry);
    return content;
  }
}
