import type { Instant } from '../base/instant.ts';
import type { ContestId } from '../model/ids.ts';
import type { Person, SheetNumber } from './acts.ts';
import type { CentreState } from './centre-state.ts';
import type { Work } from './typing.ts';

/** A piece of work in one person's hands, for a time. */
export type Lease = {
  readonly sheet: SheetNumber;
  readonly contest: ContestId;
  readonly person: Person;
  readonly role: 'typist' | 'verifier';
  readonly from: Instant;
  readonly until: Instant;
};

/** Among how many of the longest waiting chance chooses: so many that nobody can foresee, or arrange, who gets which sheet. */
const CHOICE = 64;

/**
 * Who has which sheet before her. It stands outside the record: after a restart everybody asks again. It reads of the state who
 * waits and who typed what, never what was typed, so neither choice nor order tells anything of an entry.
 */
export class Assignments {
  private readonly state: CentreState;
  private readonly lasts: number;
  private readonly canShow: (sheet: SheetNumber) => boolean;
  private readonly leases = new Map<Work, readonly Lease[]>();
  private readonly current = new Map<Person, Work>();
  private readonly shown = new Map<Person, Set<SheetNumber>>();

  /** `lasts`: milliseconds after which a lease ends. `canShow`: whether a desk has anything to show of a sheet. */
  constructor(state: CentreState, lasts: number, canShow: (sheet: SheetNumber) => boolean = () => true) {
    this.state = state;
    this.lasts = lasts;
    this.canShow = canShow;
  }

  /**
   * The work that this person has already, or a new one; null: there is none for her. A typist never gets a sheet again of which
   * any contest was before her, so that letting work go is no way to choose.
   */
  next(person: Person, role: Lease['role'], at: Instant, chance: () => number): Lease | null {
    const held = this.heldBy(person, at);
    if (held !== null && held.role === role) return held;
    if (held !== null || !this.state.people.has(person, role)) return null;
    const eligible = this.eligible(person, role, at);
    const work = eligible[Math.min(Math.trunc(chance() * eligible.length), eligible.length - 1)];
    return work === undefined ? null : this.lease(work, person, role, at);
  }

  /** The lease that this person holds on this contest of this sheet. A dispute interrupts it: nothing of the sheet is typed meanwhile. */
  holder(sheet: SheetNumber, contest: ContestId, person: Person, at: Instant): Lease | null {
    const place = this.state.geography.contestIndex.get(contest);
    if (place === undefined) return null;
    const work = this.state.workOf(sheet, place);
    return this.live(work, at).find((lease) => lease.person === person) ?? null;
  }

  /** Whatever this person holds now. */
  heldBy(person: Person, at: Instant): Lease | null {
    const work = this.current.get(person);
    return work === undefined ? null : (this.live(work, at).find((lease) => lease.person === person) ?? null);
  }

  /** Gives the work back, done or not. */
  release(sheet: SheetNumber, contest: ContestId, person: Person): void {
    const place = this.state.geography.contestIndex.get(contest);
    if (place === undefined) return;
    const work = this.state.workOf(sheet, place);
    const others = (this.leases.get(work) ?? []).filter((lease) => lease.person !== person);
    if (others.length === 0) this.leases.delete(work);
    else this.leases.set(work, others);
    if (this.current.get(person) === work) this.current.delete(person);
  }

  /** How many sheets were ever put before this person: many more than she typed shows one who looks for a certain sheet. */
  shownTo(person: Person): number {
    return this.shown.get(person)?.size ?? 0;
  }

  private lease(work: Work, person: Person, role: Lease['role'], from: Instant): Lease | null {
    const { sheet, contest } = this.state.partsOf(work);
    const id = this.state.geography.definition.election.contests[contest]?.id;
    if (id === undefined) return null;
    const lease: Lease = { sheet, contest: id, person, role, from, until: (from + this.lasts) as Instant };
    this.leases.set(work, [...this.live(work, from), lease]);
    this.current.set(person, work);
    const shown = this.shown.get(person) ?? new Set();
    this.shown.set(person, shown.add(sheet));
    return lease;
  }

  private eligible(person: Person, role: Lease['role'], at: Instant): readonly Work[] {
    const { toType, toResolve } = this.state.waiting;
    const found: Work[] = [];
    for (const work of (role === 'typist' ? toType : toResolve).items()) {
      if (found.length === CHOICE) break;
      if (this.mayHave(work, person, role, at)) found.push(work);
    }
    return found;
  }

  private mayHave(work: Work, person: Person, role: Lease['role'], at: Instant): boolean {
    const { sheet } = this.state.partsOf(work);
    if (role === 'typist' && this.shown.get(person)?.has(sheet) === true) return false;
    if (!this.canShow(sheet)) return false;
    if (this.live(work, at).length >= this.missing(work)) return false;
    return !this.state.typedAnyOf(sheet, person);
  }

  /** How many people this work still needs. */
  private missing(work: Work): number {
    const kind = this.state.typing.state(work)?.kind;
    return kind === 'awaiting-first' ? 2 : 1;
  }

  /** Leases of the work that are neither over nor done. */
  private live(work: Work, at: Instant): readonly Lease[] {
    const leases = this.leases.get(work);
    if (leases === undefined) return [];
    const live = leases.filter((lease) => at < lease.until && !this.isDone(work, lease));
    if (live.length < leases.length) {
      if (live.length === 0) this.leases.delete(work);
      else this.leases.set(work, live);
    }
    return live;
  }

  private isDone(work: Work, { role, person }: Lease): boolean {
    if (role === 'typist' && this.state.typing.typistsOf(work).includes(person)) return true;
    const { toType, toResolve } = this.state.waiting;
    return !(role === 'typist' ? toType : toResolve).has(work);
  }
}
