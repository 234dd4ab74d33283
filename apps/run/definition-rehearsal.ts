import { nodeCrypto } from '../../adapters/crypto/node-crypto.ts';
import { rehearsalKeys } from '../../adapters/keys/key-folder.ts';
import type { Rehearsal } from '../../simulation/generate-election.ts';
import { paperFlaw, readingOf } from '../../simulation/paper-flaws.ts';
import { present } from '../../src/base/assert.ts';
import { toBase64 } from '../../src/base/bytes.ts';
import { type Instant, instant } from '../../src/base/instant.ts';
import type { CentreAct } from '../../src/entry/acts.ts';
import { countingBoxes, type EntryContent } from '../../src/model/desk-rules.ts';
import { type Geography, layOutGeography } from '../../src/model/geography.ts';
import { COUNT_KINDS, type ContestId, type CountKind } from '../../src/model/ids.ts';
import { contentOf, submissionBytes } from '../../src/record/index.ts';
import { type DefinitionCentre, openDefinitionCentre } from './definition-centre.ts';
import { drawSheet } from './draw-sheets.ts';
import type { Sample } from './rehearsal-classes.ts';
import { RehearsalSheets } from './rehearsal-sheets.ts';

export type RehearsalCounts = {
  sheets: number;
  pictures: number;
  entries: number;
  differences: number;
  ruled: number;
  states: number;
  events: number;
  stops: number;
  restarts: number;
};

const HOUR = 3_600_000;
/** Sheets with a drawn picture: each takes a large part of a second. */
const DRAWN_MOST = 24;
/** Sheets between two states. */
const PORTION = 200;
/** Every so many-th contest of a sheet is typed differently by two people. */
const DIFFERS = 20;

const TEXT = { es: 'Simulacro de la definición', en: 'Rehearsal of the definition' };
const ROLES = [
  ['typist-1', 'typist'],
  ['typist-2', 'typist'],
  ['verifier-1', 'verifier'],
  ['supervisor-1', 'supervisor'],
  ['supervisor-2', 'supervisor'],
  ['publisher-1', 'publisher'],
  ['publisher-2', 'publisher'],
] as const;
const SUPERVISORS = ['supervisor-1', 'supervisor-2'] as const;
const PUBLISHERS = ['publisher-1', 'publisher-2'] as const;

/** A count of the definition from the zero act to its closing: received, typed twice, published, stopped, and broken off once. */
export class DefinitionRehearsal {
  readonly counts: RehearsalCounts = {
    sheets: 0,
    pictures: 0,
    entries: 0,
    differences: 0,
    ruled: 0,
    states: 0,
    events: 0,
    stops: 0,
    restarts: 0,
  };
  private readonly rehearsal: Rehearsal;
  private readonly seed: string;
  private readonly directory: string;
  private readonly sample: Sample;
  private readonly geography: Geography;
  private readonly sheets: RehearsalSheets;
  private readonly drawn: ReadonlySet<number>;
  private readonly onProgress: (done: number, of: number) => void;
  private contestsTyped = 0;
  private sheetsDone = 0;

  constructor(about: {
    readonly rehearsal: Rehearsal;
    readonly seed: string;
    readonly directory: string;
    readonly sample: Sample;
    readonly onProgress: (done: number, of: number) => void;
  }) {
    this.rehearsal = about.rehearsal;
    this.seed = about.seed;
    this.directory = about.directory;
    this.sample = about.sample;
    this.onProgress = about.onProgress;
    this.geography = layOutGeography(about.rehearsal.definition);
    this.sheets = new RehearsalSheets(this.geography, about.seed, new Map());
    this.drawn = this.stationsToDraw();
  }

  get beginsAt(): Instant {
    return instant(this.pollsClose - HOUR);
  }

  /** What stands in the public files of this station in the end, if all is well. */
  expected(contest: ContestId, station: number) {
    const { content } = present(
      this.contents(station).find((c) => c.contest === contest),
      'a contest of the station',
    );
    return countingBoxes(content, this.rehearsal.definition.election.desk?.corrections ?? 'correction');
  }

  /** Throws a `RehearsalFailure` where something is refused that a count would ask. */
  async play(): Promise<void> {
    let centre = await this.open();
    try {
      await this.begin(centre);
      const { stations, classes } = this.sample;
      const again = [...new Set(classes.map(({ station }) => station))];
      const half = Math.ceil(stations.length / 2);
      await this.count(centre, 'preliminary', stations.slice(0, half));
      // Broken off in the middle and opened again over what lies in the folder.
      await centre.close();
      centre = await this.open();
      this.counts.restarts++;
      await this.publication(centre, 'stop-publication');
      await this.count(centre, 'preliminary', stations.slice(half));
      await this.publication(centre, 'resume-publication');
      await this.count(centre, 'official', again);
      for (const count of COUNT_KINDS) await centre.act({ kind: 'close-count', count, by: PUBLISHERS[0] });
      this.publish(centre);
      this.counts.events = centre.run.keeper.ledger.size;
    } finally {
      await centre.close();
    }
  }

  private get pollsClose(): Instant {
    return present(this.rehearsal.definition.election.pollsClose, 'the closing of the polls');
  }

  private open(): Promise<DefinitionCentre> {
    const { definition } = this.rehearsal;
    const keys = rehearsalKeys(nodeCrypto, this.seed, definition.election.id);
    return openDefinitionCentre(this.directory, definition, keys, this.beginsAt);
  }

  private async begin(centre: DefinitionCentre): Promise<void> {
    for (const [person, role] of ROLES) await centre.act({ kind: 'grant-role', person, role, by: 'console' });
    for (const { device, key, scope } of this.sheets.devices) {
      await centre.act({ kind: 'enrol-device', device, key, scope, only: null, replaces: null, by: 'console' });
    }
    for (const count of COUNT_KINDS) await centre.act({ kind: 'open-count', count, by: PUBLISHERS[0] });
    this.publish(centre);
    centre.goTo(this.pollsClose);
    for (const { id } of this.rehearsal.definition.election.contests) {
      await centre.act({ kind: 'lift-embargo', contest: id, by: PUBLISHERS[0] });
    }
  }

  private async publication(centre: DefinitionCentre, kind: 'stop-publication' | 'resume-publication'): Promise<void> {
    await centre.act({ kind, count: 'preliminary', office: TEXT, reason: TEXT, by: PUBLISHERS });
    this.publish(centre);
    this.counts.stops += kind === 'stop-publication' ? 1 : 0;
  }

  private publish(centre: DefinitionCentre): void {
    centre.publish();
    this.counts.states++;
  }

  private async count(centre: DefinitionCentre, count: CountKind, stations: readonly number[]): Promise<void> {
    for (let from = 0; from < stations.length; from += PORTION) {
      const portion = stations.slice(from, from + PORTION);
      const received = await this.receiveAll(centre, count, portion);
      await Promise.all(portion.map((station, i) => this.type(centre, received[i] ?? 0, station)));
      this.publish(centre);
      this.sheetsDone += portion.length;
      this.counts.sheets += portion.length;
      const official = new Set(this.sample.classes.map(({ station }) => station)).size;
      this.onProgress(this.sheetsDone, this.sample.stations.length + official);
    }
  }

  private async receiveAll(
    centre: DefinitionCentre,
    count: CountKind,
    stations: readonly number[],
  ): Promise<readonly number[]> {
    const received = new Map<number, number>();
    // Pictures one after the other: the door refuses more than it can read.
    for (const station of stations) {
      if (this.drawn.has(station)) received.set(station, await this.receive(centre, count, station));
    }
    const others = stations.filter((station) => !received.has(station));
    const sheets = await Promise.all(others.map((station) => this.receive(centre, count, station)));
    others.forEach((station, i) => void received.set(station, sheets[i] ?? 0));
    return stations.map((station) => received.get(station) ?? 0);
  }

  private async receive(centre: DefinitionCentre, count: CountKind, place: number): Promise<number> {
    const station = present(this.geography.stations[place], 'station');
    if (count === 'official') return centre.act({ kind: 'receive-envelope', station: station.id });
    if (!this.drawn.has(place)) return centre.act(this.sheets.arrival(station.id, 1, centre.now()));
    const pages = await drawSheet(this.rehearsal, this.seed, station);
    this.counts.pictures += pages.length;
    const content = contentOf(
      nodeCrypto,
      pages.map((page) => toBase64(nodeCrypto.sha256(page))),
    );
    const { device, signer } = this.sheets.scannerOf(station.id);
    const sentAt = centre.now();
    const election = this.rehearsal.definition.election.id;
    const signature = signer.sign(submissionBytes({ election, station: station.id, device, sentAt, content }));
    const signed = { device, sentAt, signature: toBase64(signature) };
    return centre.take({ station: station.id, matched: 'sender', name: station.id, pages, signed, by: null });
  }

  /** Each contest twice; now and then differently, and then a third person decides; what is observed is ruled to count. */
  private async type(centre: DefinitionCentre, sheet: number, station: number): Promise<void> {
    for (const { contest, content } of this.contents(station)) {
      const differs = this.contestsTyped++ % DIFFERS === 0;
      const slip = {
        ...content,
        boxes: content.boxes.with(0, content.boxes[0] === 'illegible' ? 'empty' : 'illegible'),
      };
      const entry = (by: string, read: EntryContent): CentreAct => {
        return { kind: 'commit-entry', sheet, contest, by, content: read };
      };
      await centre.act(entry('typist-1', content));
      await centre.act(entry('typist-2', differs ? slip : content));
      this.counts.entries += 2;
      if (differs) {
        await centre.act({ kind: 'resolve-difference', sheet, contest, by: 'verifier-1', content });
        this.counts.differences++;
      }
      if (centre.centre.state.typingOf(sheet, contest)?.kind !== 'observed') continue;
      await centre.act({ kind: 'rule-observed', sheet, contest, ruling: 'count', by: SUPERVISORS, reason: TEXT });
      this.counts.ruled++;
    }
  }

  /** What a person reads of each contest of the station's paper. */
  private contents(place: number): readonly { readonly contest: ContestId; readonly content: EntryContent }[] {
    const station = present(this.geography.stations[place], 'station');
    const tallies = [...this.rehearsal.truth.values()].flatMap((of) => of.get(station.id) ?? []);
    const flaw = paperFlaw(this.seed, station, tallies);
    return tallies.map((tally) => {
      const { tally: read, corrections = [], observations = [] } = readingOf(tally, flaw);
      return { contest: tally.contest, content: { boxes: read.boxes, corrections, observations } };
    });
  }

  /** One of each contest first, and then of other classes. */
  private stationsToDraw(): ReadonlySet<number> {
    const ofContest = new Map(this.sample.classes.map(({ contest, station }) => [contest, station]));
    const stations = [...ofContest.values(), ...this.sample.classes.map(({ station }) => station)];
    return new Set([...new Set(stations)].slice(0, DRAWN_MOST));
  }
}
