import type { Blobs } from '../../adapters/blobs/blobs.ts';
import { nodeCrypto } from '../../adapters/crypto/node-crypto.ts';
import type { PictureReaders } from '../../adapters/pictures/picture-readers.ts';
import { type Bytes, fromBase64, toHex } from '../../src/base/bytes.ts';
import { type Instant, instant } from '../../src/base/instant.ts';
import { err, ok, type Result } from '../../src/base/result.ts';
import type { Act } from '../../src/canvass/acts.ts';
import type { CanvassState } from '../../src/canvass/canvass-state.ts';
import { decideAct } from '../../src/canvass/decide.ts';
import { refuseOfOffice } from '../../src/canvass/office-intake.ts';
import type { EventDraft } from '../../src/entry/acts.ts';
import { Assignments } from '../../src/entry/assignments.ts';
import type { CentreState } from '../../src/entry/centre-state.ts';
import type { ElectionDefinition } from '../../src/model/election.ts';
import type { StationId } from '../../src/model/ids.ts';
import type { StoredEvent } from '../../src/record/index.ts';
import type { OfficeRecorder } from '../office/office-door.ts';
import { areUsableKeys, type OfficeLogs } from '../office/office-logs.ts';
import { draftOf } from '../run/draft-of.ts';
import { DESK_SOURCE, type ElectionRun } from '../run/election-run.ts';
import type { RunError } from '../run/ports.ts';
import type { OfficeEvents } from '../run/record-keeper.ts';
import type { ActError, CountingCentre, Recorded } from './centre-types.ts';

export type LiveCentreParts = {
  readonly run: ElectionRun;
  readonly store: { readFrom(from: number, limit: number): readonly StoredEvent[]; size(): number };
  readonly blobs: Blobs;
  /** What a clock says now; in a rehearsal, the night's own time. */
  readonly clock: () => Instant;
  /** Where heartbeats are of another time than `clock`, as in a rehearsal: then events need not be behind them. */
  readonly ownTime?: boolean;
  readonly chance: () => number;
  readonly wall: () => Instant;
  readonly pictures: PictureReaders;
  /** Id of the office whose record this is; without, it is the national one. */
  readonly office?: string | null;
};

type Answer = Result<Recorded, ActError>;
type Waiter = { readonly stored: Answer; readonly answer: (result: Answer) => void };

/** How long an act may wait for a medium that refuses, before its sender is told to come back. */
const ANSWER_MS = 10_000;
const RETRY_MS = 250;
/** A sheet that nobody sends back is given to somebody else. */
const LEASE_MS = 10 * 60_000;
const DRAWN_MOST = 100;

/**
 * The counting centre over a running election. Acts are decided one after the other on the newest state and stored in groups:
 * all that arrive in one turn of the event loop share a transaction, and each is answered only when that is durable. While the
 * medium refuses, what is decided waits in memory, nothing new is taken, and nothing is acknowledged.
 */
export class LiveCentre implements CountingCentre, OfficeRecorder {
  readonly definition: ElectionDefinition;
  readonly state: CentreState;
  readonly canvass: CanvassState;
  readonly officeLogs: OfficeLogs;
  readonly assignments: Assignments;
  readonly chance: () => number;
  private readonly run: ElectionRun;
  private readonly parts: LiveCentreParts;
  private waiters: Waiter[] = [];
  private scheduled = false;
  /** Pictures for the desks, drawn anew: the second person looks at what the first has just seen. */
  private readonly drawn = new Map<string, Promise<Bytes | null>>();
  private trouble: string | null = null;
  /** Whether those who wait for a medium that refuses are told so in time. */
  private answerDue = false;
  /** How many acts were recorded here since the start. */
  acts = 0;

  constructor(parts: LiveCentreParts) {
    this.parts = parts;
    this.run = parts.run;
    this.definition = parts.run.view.geography.definition;
    this.state = parts.run.centre;
    this.canvass = parts.run.canvass;
    this.officeLogs = parts.run.offices;
    this.assignments = new Assignments(this.state, LEASE_MS, (sheet) => this.canShow(sheet));
    this.chance = parts.chance;
  }

  /** In a rehearsal most papers are never drawn. Where nothing is scanned, who types has the paper of the envelope before her. */
  private canShow(number: number): boolean {
    const sheet = this.state.papers.sheet(number);
    const { canvass } = this.definition.election;
    return (sheet?.pictures.length ?? 0) > 0 || (canvass?.scans === false && sheet?.count === 'official');
  }

  now(): Instant {
    // A clock that was ahead may have been set back meanwhile.
    const { keeper } = this.run;
    const clock = this.parts.clock();
    const beatAt = this.parts.ownTime === true ? null : this.run.beatAt;
    return instant(Math.max(clock, keeper.ledger.lastAt ?? clock, beatAt ?? clock));
  }

  wall(): Instant {
    return this.parts.wall();
  }

  act(act: Act): Promise<Answer> {
    if (this.trouble !== null) return this.notStored(this.trouble);
    const at = this.now();
    const decided = decideAct(this.canvass, act, at);
    // Also a refusal may rest on what is not stored yet ("received already"): it is an answer only when that is.
    if (!decided.ok) return this.whenStored(err({ kind: 'refused', refusal: decided.error }));
    const stray = this.strayOf(decided.value) ?? unusableKeys(decided.value);
    if (stray !== null) return this.whenStored(stray);
    return this.record(() => this.run.recordAll(decided.value.map((event) => draftOf(event, at, DESK_SOURCE))));
  }

  takeOffice(events: OfficeEvents, behind: EventDraft, at: Instant): Promise<Answer> {
    if (this.trouble !== null) return this.notStored(this.trouble);
    return this.record(() => this.run.takeOffice(events, draftOf(behind, at, DESK_SOURCE)));
  }

  tell(event: EventDraft): Promise<Answer> {
    if (this.trouble !== null) return this.notStored(this.trouble);
    return this.record(() => this.run.recordAll([draftOf(event, this.now(), DESK_SOURCE)]));
  }

  settle(): boolean {
    this.flush();
    return this.trouble === null;
  }

  private record(write: () => Result<number, RunError>): Promise<Answer> {
    const first = this.run.keeper.ledger.size;
    const recorded = write();
    this.acts++;
    if (!recorded.ok) this.trouble = JSON.stringify(recorded.error);
    return this.whenStored(ok({ first, last: this.run.keeper.ledger.size - 1 }));
  }

  private notStored(detail: string): Promise<Answer> {
    return Promise.resolve(err({ kind: 'not-stored', detail }));
  }

  /** What the national record would refuse of an office is not recorded there to begin with: it would be stopped for good. */
  private strayOf(events: readonly EventDraft[]): Answer | null {
    const { office = null } = this.parts;
    if (office === null) return null;
    for (const event of events) {
      const fault = refuseOfOffice(office, () => true, event);
      if (fault !== null) return err({ kind: 'refused', refusal: { kind: 'bad-content', detail: fault.kind } });
    }
    return null;
  }

  /** Why nothing can be recorded at the moment; null when all is well. */
  get failing(): string | null {
    return this.trouble;
  }

  read(from: number, limit: number): readonly StoredEvent[] {
    return this.parts.store.readFrom(from, limit);
  }

  eventsOf(station: string): readonly number[] {
    const at = this.run.view.geography.stationIndex.get(station as StationId);
    return at === undefined ? [] : (this.run.eventsOfStation[at] ?? []);
  }

  isOpen(record: number): boolean {
    return record < this.run.publishedSize && this.run.view.isDue(record);
  }

  async picture(sheet: number, page: number): Promise<Bytes | null> {
    const { pictures = [], recount = [] } = this.state.papers.sheet(sheet) ?? {};
    const original = [...pictures, ...recount][page]?.original;
    if (original === undefined) return null;
    const ofPaper = page < pictures.length ? page : page - pictures.length;
    const known = this.drawn.get(original) ?? this.draw(original, ofPaper);
    this.drawn.delete(original);
    this.drawn.set(original, known);
    for (const oldest of this.drawn.keys()) {
      if (this.drawn.size <= DRAWN_MOST) break;
      this.drawn.delete(oldest);
    }
    const bytes = await known;
    // What failed, because readers were busy or a disk was slow, is tried again next time.
    if (bytes === null) this.drawn.delete(original);
    return bytes;
  }

  private async draw(original: string, page: number): Promise<Bytes | null> {
    const hash = fromBase64(original);
    const read = hash.ok ? await this.parts.blobs.read(toHex(hash.value)) : null;
    const { desk } = this.definition.election;
    if (read?.ok !== true || read.value === null || desk === null) return null;
    const prepared = await this.parts.pictures.prepare(read.value, { ...desk.form, masks: [] }, page + 1);
    return prepared.ok ? prepared.value.shown.bytes : null;
  }

  private whenStored(stored: Answer): Promise<Answer> {
    return new Promise((answer) => {
      this.waiters.push({ stored, answer });
      this.schedule();
    });
  }

  private schedule(after = 0): void {
    if (this.scheduled) return;
    this.scheduled = true;
    const flush = () => {
      this.scheduled = false;
      this.flush();
    };
    if (after === 0) setImmediate(flush);
    else setTimeout(flush, after);
  }

  private flush(): void {
    const flushed = this.run.keeper.flush();
    const waiters = this.waiters;
    if (flushed.ok) {
      this.trouble = null;
      this.answerDue = false;
      this.waiters = [];
      for (const { stored, answer } of waiters) answer(stored);
      return;
    }
    const detail = 'detail' in flushed.error ? flushed.error.detail : flushed.error.kind;
    if (!this.answerDue) {
      this.answerDue = true;
      // Told to come back, a sender asks again under the same key and finds its receipt, if the store got it after all.
      setTimeout(() => this.giveUp(waiters, detail), ANSWER_MS).unref();
    }
    this.trouble = detail;
    this.schedule(RETRY_MS);
  }

  private giveUp(waiters: readonly Waiter[], detail: string): void {
    const waiting = new Set(this.waiters);
    for (const waiter of waiters) {
      if (waiting.delete(waiter)) waiter.answer(err({ kind: 'not-stored', detail }));
    }
    this.waiters = [...waiting];
  }
}

/** The machine knows nothing of keys. Under these nobody could send, and nobody could declare others. */
function unusableKeys(events: readonly EventDraft[]): Answer | null {
  const unusable = events.some(({ body }) => body.kind === 'OfficeDeclared' && !areUsableKeys(body, nodeCrypto));
  return unusable ? err({ kind: 'refused', refusal: { kind: 'bad-content', detail: 'keys' } }) : null;
}
