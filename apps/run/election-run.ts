import { toBase64 } from '../../src/base/bytes.ts';
import { type Instant, instant } from '../../src/base/instant.ts';
import { err, ok, type Result } from '../../src/base/result.ts';
import type { CanvassState } from '../../src/canvass/canvass-state.ts';
import type { CentreState } from '../../src/entry/centre-state.ts';
import type { ElectionDefinition } from '../../src/model/election.ts';
import { layOutGeography } from '../../src/model/geography.ts';
import { Manifest, type PublicFile } from '../../src/publication/manifest.ts';
import { picturePath } from '../../src/publication/pictures.ts';
import { PublicView } from '../../src/publication/public-view.ts';
import { PageSchedule, stateFiles, unitFiles } from '../../src/publication/state-files.ts';
import { type Draft, isOfficeOnly } from '../../src/record/index.ts';
import { formatVkey, signCheckpoint } from '../../src/tlog/index.ts';
import { OfficeLogs } from '../office/office-logs.ts';
import { type DefinitionFiles, definitionFiles } from './definition-files.ts';
import { DueFiles } from './due-files.ts';
import { filesInPlace } from './files-in-place.ts';
import { canvassOptionsOf } from './judge-state.ts';
import { LogFiles } from './log-files.ts';
import { Machines } from './machines.ts';
import { checkOwnCheckpoint } from './own-checkpoint.ts';
import type { RunError, RunPorts } from './ports.ts';
import { type OfficeEvents, RecordKeeper, type TakenEvent } from './record-keeper.ts';
import { StationFind } from './station-find.ts';
import { newestStoredState } from './stored-states.ts';

/** Who writes what a plan says: the beginning of every run, and all of a replay or a rehearsal. */
export const SERVER_SOURCE = 'server';
/** Who writes what people do: at the desks, at the door, at the console, and the states published between. */
export const DESK_SOURCE = 'desk';
/** Record number of the newest state whose files are all in place. */
const PUBLISHED_META = 'published';

export type PublishReport = { readonly size: number; readonly files: number; readonly bytes: number };

/**
 * One election, running: acts become events, events become published states. It owns the order of things: durable record
 * first, then files, the checkpoint last; so what a checkpoint promises is always already there.
 */
export class ElectionRun {
  readonly view: PublicView;
  /** The machine of the counting centre, always up to the newest event. */
  readonly centre: CentreState;
  /** The same of the official count beside the typing. */
  readonly canvass: CanvassState;
  /** What was taken in of offices. */
  readonly offices: OfficeLogs;
  private readonly machines: Machines;
  /** Record numbers of the events of each station, by its number. */
  readonly eventsOfStation: number[][] = [];
  readonly keeper: RecordKeeper;
  readonly definition: DefinitionFiles;
  private readonly ports: RunPorts;
  /** The files that no event changes. */
  private readonly fixed: readonly PublicFile[];
  private readonly find = new StationFind();
  /** Megabytes to hash, once: whether this process has put them in the manifest. */
  private fixedKnown = false;
  private readonly schedule: PageSchedule;
  private readonly logFiles: LogFiles;
  private readonly dueFiles: DueFiles;
  private manifest: Manifest;
  /** The newest state whose files are in place; -1 before the first. */
  private published: number;
  /** Whether files of a state may lie half written. */
  private torn = false;
  /** Size of the tree under the newest checkpoint of this run. */
  private signedSize = 0;
  private lastBeat: Instant | null = null;

  constructor(definition: ElectionDefinition, ports: RunPorts) {
    this.ports = ports;
    this.definition = definitionFiles(definition, ports.crypto);
    const geography = layOutGeography(definition);
    this.view = new PublicView(geography);
    this.machines = new Machines(
      geography,
      canvassOptionsOf(ports.crypto, () => this),
    );
    this.centre = this.machines.centre;
    this.canvass = this.machines.canvass;
    this.offices = new OfficeLogs(ports.crypto);
    this.fixed = [...this.definition.files, ...ports.fixedFiles];
    this.schedule = new PageSchedule(this.view);
    this.keeper = new RecordKeeper(ports, (e) => this.take(e));
    this.logFiles = new LogFiles(ports, this.keeper.tree);
    this.dueFiles = new DueFiles(ports, this.view);
    this.manifest = new Manifest(ports.crypto, definition.election.nature === 'rehearsal');
    this.published = Number(ports.store.readMeta(PUBLISHED_META) ?? '-1');
  }

  /** The first two events: what is counted, and under which keys. Refuses a store that its own checkpoint contradicts. */
  begin(at: Instant): Result<null, RunError> {
    const checked = this.checkOwnCheckpoint();
    if (!checked.ok) return checked;
    this.lastBeat = checked.value;
    const { election, units, stations } = this.definition.hashes;
    const drafts: Draft[] = [
      { body: { kind: 'ElectionDefined', election, units, stations }, at, clock: 'server', source: SERVER_SOURCE },
      {
        body: {
          kind: 'KeysDeclared',
          origin: this.ports.origin,
          log: formatVkey(this.ports.log.key),
          heartbeat: formatVkey(this.ports.heartbeat.key),
        },
        at,
        clock: 'server',
        source: SERVER_SOURCE,
      },
    ];
    for (const draft of drafts) {
      const recorded = this.keeper.record(draft);
      if (!recorded.ok) return recorded;
    }
    return ok(null);
  }

  record(draft: Draft): Result<number, RunError> {
    return this.keeper.record(draft);
  }

  /** Records what one act decided, whole or not at all. */
  recordAll(drafts: readonly Draft[]): Result<number, RunError> {
    return this.keeper.recordAll(drafts);
  }

  /**
   * Walks over what people put here when the run was started before: everything up to the next event of the plan. To be
   * called before the next act is decided, because decisions name record numbers.
   */
  followAside(): Result<null, RunError> {
    for (;;) {
      const next = this.keeper.peek();
      if (!next.ok) return next;
      // What an office recorded is no step of this run, whoever wrote it there.
      const isOwn = next.value?.office === undefined;
      if (next.value === null || (isOwn && next.value.source === SERVER_SOURCE)) return ok(null);
      const followed =
        isOwn && next.value.kind === 'StatePublished' ? this.publish(next.value.at, false) : this.keeper.followNext();
      if (!followed.ok) return followed;
    }
  }

  /** Takes in events of an office, checked before (apps/office), with what is recorded behind them: whole or not at all. */
  takeOffice(events: OfficeEvents, behind: Draft): Result<number, RunError> {
    return this.keeper.takeOffice(events, behind);
  }

  private take({ index, header, body }: TakenEvent): void {
    this.offices.take(header, body);
    this.machines.take(index, header, body);
    if (isOfficeOnly(header)) {
      this.view.pass(index, header);
      return;
    }
    this.view.take(index, header, body);
    this.dueFiles.take(index, body);
    this.find.take(body);
    if (!('station' in body)) return;
    const station = this.view.geography.stationIndex.get(body.station);
    if (station === undefined) return;
    this.eventsOfStation[station] ??= [];
    this.eventsOfStation[station]?.push(index);
  }

  /**
   * Publishes the state of everything recorded so far. `complete`: every unit has its files from now on.
   * While walking along a stored record it takes the stored state instead, and writes files only if they were not all
   * in place when the process ended.
   */
  publish(at: Instant, complete: boolean, source: string = SERVER_SOURCE): Result<PublishReport, RunError> {
    const stored = this.keeper.followKind('StatePublished');
    if (!stored.ok) return stored;
    if (stored.value === null) return this.publishNew(at, complete, source);
    const { header, body, index } = stored.value;
    if (body.kind !== 'StatePublished') throw new Error('assertion failed: followKind gave another kind');
    this.view.advance(body.covers, header.at);
    this.schedule.choose(this.view.touchedPages, body.complete);
    const last = !this.storeHasStateAfter(index);
    if (!last) {
      this.view.clearTouched();
      return ok({ size: body.size, files: 0, bytes: 0 });
    }
    // The log's own files are in no manifest: they are written again at every start.
    return this.published === index && filesInPlace(this.ports, body.manifest, this.manifest)
      ? this.finish([], index, true)
      : this.publishAgain(index, header.at, body.manifest);
  }

  /** Whether something was recorded since the newest state. */
  get hasNews(): boolean {
    return this.keeper.ledger.size > this.published + 1;
  }

  /** Whether every unit has its files: the next state may call itself complete. */
  get isFilled(): boolean {
    return this.schedule.isFilled;
  }

  /** Events of the newest published state; 0 before the first. */
  get publishedSize(): number {
    return Math.max(0, this.published);
  }

  /** Events under the newest checkpoint of this run; 0 before the first. */
  get checkpointSize(): number {
    return this.signedSize;
  }

  /** The newest heartbeat: an event from before it could be promised for a time that a checkpoint without it has passed. */
  get beatAt(): Instant | null {
    return this.lastBeat;
  }

  /** Whether an earlier start left a published state that can be read. */
  get hasPublished(): boolean {
    return this.published >= 0 && this.ports.folder.read('checkpoint') !== null;
  }

  /** Renews the heartbeat on the newest checkpoint: nothing is logged, the age of the page is shown to be small. */
  heartbeat(unixSeconds: number): Result<null, RunError> {
    return this.signedSize === 0 ? ok(null) : this.sign(this.signedSize, unixSeconds);
  }

  private publishNew(at: Instant, complete: boolean, source: string): Result<PublishReport, RunError> {
    const size = this.keeper.ledger.size;
    const flushed = this.keeper.flush();
    if (!flushed.ok) return flushed;
    const covers = this.view.nextCovers();
    const stateAt = Math.max(at, this.keeper.ledger.lastAt ?? at) as Instant;
    this.view.advance(covers, stateAt);
    const chosen = this.schedule.choose(this.view.touchedPages, complete);
    const { everything, units } = this.beginFiles(chosen);
    const wrote = this.writeState(units, size, stateAt);
    const { shards, manifest } = this.manifest.encode(size, stateAt, covers);
    const hash = toBase64(this.ports.crypto.sha256(manifest.bytes));
    const body = { kind: 'StatePublished', size, covers, manifest: hash, complete } as const;
    const recorded = this.keeper.record({ body, at: stateAt, clock: 'server', source });
    if (!recorded.ok) return recorded;
    const durable = this.keeper.flush();
    if (!durable.ok) return durable;
    // Crash point: the state is in the record, its files are not all in place; the next start writes them again.
    return wrote.ok ? this.finish([...shards, manifest], recorded.value, everything) : wrote;
  }

  /**
   * From here until `finish` ends well the public folder may hold half of a state. If a medium refuses meanwhile and the process
   * lives on, the next state writes every file anew, because nobody knows which ones are there.
   */
  private beginFiles(chosen: readonly number[]): { readonly everything: boolean; readonly units: readonly number[] } {
    const everything = this.torn;
    this.torn = true;
    if (!everything) return { everything, units: chosen };
    this.ports.folder.discardStaged();
    this.manifest = this.manifest.emptied();
    this.fixedKnown = false;
    return { everything, units: this.schedule.writtenUnits() };
  }

  /**
   * The last stored state was cut short, or its files are gone: the same files again, all of them. First they are only
   * hashed: another version of the program may write other pages, and then nothing that lies there may be touched.
   */
  private publishAgain(index: number, at: Instant, hash: string): Result<PublishReport, RunError> {
    const units = this.schedule.writtenUnits();
    this.manifest = this.manifest.emptied();
    for (const file of this.filesOfState(units, index, at)) this.manifest.put(file);
    const { shards, manifest } = this.manifest.encode(index, at, this.view.covers());
    if (toBase64(this.ports.crypto.sha256(manifest.bytes)) !== hash) return err({ kind: 'other-version', index });
    for (const file of this.filesOfState(units, index, at)) {
      const wrote = this.ports.folder.stage(file.path, file.bytes);
      if (!wrote.ok) return wrote;
    }
    return this.finish([...shards, manifest], index, true);
  }

  /**
   * Writes what changed of a state's files; the manifest learns their hashes. Where the folder refuses, the rest is hashed all
   * the same: the view has moved on, so the state goes on record, and its files follow with the next.
   */
  private writeState(units: readonly number[], size: number, at: Instant): Result<null, RunError> {
    let wrote: Result<null, RunError> = ok(null);
    for (const file of this.filesOfState(units, size, at, !this.fixedKnown)) {
      if (this.manifest.put(file) && wrote.ok) wrote = this.ports.folder.stage(file.path, file.bytes);
    }
    this.fixedKnown = true;
    return wrote;
  }

  /** The files of the given units and those that belong to no unit, one after the other. */
  private *filesOfState(units: readonly number[], size: number, at: Instant, fixed = true): Generator<PublicFile> {
    const { state, files } = stateFiles(this.view, size, at);
    yield* [...(fixed ? this.fixed : []), ...this.find.files(this.view, fixed), ...files];
    for (const unit of units) yield* unitFiles(this.view, unit, state, this.ports.renderUnitPage);
  }

  private finish(
    manifests: readonly PublicFile[],
    index: number,
    everything: boolean,
  ): Result<PublishReport, RunError> {
    const tree = index + 1;
    const logged = this.logFiles.stage(tree, everything, this.view);
    if (!logged.ok) return logged;
    for (const file of manifests) {
      const staged = this.ports.folder.stage(file.path, file.bytes);
      if (!staged.ok) return staged;
    }
    const pictured = this.dueFiles.stage(index, everything);
    if (!pictured.ok) return pictured;
    const placed = this.ports.folder.commitStaged();
    if (!placed.ok) return placed;
    this.logFiles.removeOldPartials();
    for (const hex of this.view.pictures.newlyWithheld()) this.ports.folder.removeFolder(picturePath(hex));
    const signed = this.sign(tree, this.ports.unixSeconds(this.keeper.ledger.lastAt as Instant));
    if (!signed.ok) return signed;
    this.view.clearTouched();
    this.torn = false;
    this.published = index;
    this.ports.store.writeMeta(PUBLISHED_META, String(index));
    return ok({ size: index, ...this.ports.folder.takeWritten() });
  }

  /** Signs the tree of `size` leaves, unless the newest published checkpoint says that another history went out. */
  private sign(size: number, unixSeconds: number): Result<null, RunError> {
    const checked = this.checkOwnCheckpoint();
    if (!checked.ok) return checked;
    const checkpoint = { origin: this.ports.origin, size, root: this.keeper.tree.rootAt(size) };
    const bytes = signCheckpoint(checkpoint, this.ports.log, { ...this.ports.heartbeat, time: unixSeconds });
    this.signedSize = size;
    this.lastBeat = instant(Math.max(unixSeconds * 1000, this.lastBeat ?? 0));
    return this.ports.folder.write('checkpoint', bytes);
  }

  private checkOwnCheckpoint(): Result<Instant | null, RunError> {
    return checkOwnCheckpoint(this.ports, this.keeper.tree);
  }

  /** Whether another StatePublished lies in the store after this record number. */
  private storeHasStateAfter(index: number): boolean {
    return this.lastStoredState() > index;
  }

  private lastStored: number | null = null;
  private lastStoredState(): number {
    this.lastStored ??= newestStoredState(this.ports.store);
    return this.lastStored;
  }
}
