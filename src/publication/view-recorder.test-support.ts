import { utf8 } from '../base/bytes.ts';
import { canonicalText, type Json } from '../base/canonical.ts';
import { type Instant, instant } from '../base/instant.ts';
import { defaultDeskRules } from '../model/desk-defaults.ts';
import type { EntryContent } from '../model/desk-rules.ts';
import type { Contest, ElectionDefinition } from '../model/election.ts';
import { type Geography, layOutGeography } from '../model/geography.ts';
import type { ContestId, CountKind, StationId } from '../model/ids.ts';
import type { Box } from '../model/votes.ts';
import {
  type EventBody,
  type EventHeader,
  encodeBody,
  type RefusedReason,
  type SheetReceivedBody,
  type VoidReason,
  type WithdrawalCode,
} from '../record/index.ts';
import { encodeBodyFile } from './body-files.ts';
import { renderUnitPage } from './pages/index.ts';
import { PublicView } from './public-view.ts';
import { stateFiles, unitFiles } from './state-files.ts';
import type { BothCounts } from './unit-data.ts';

/*
 * A little election and its record, for the tests of the public view: two contests, the second of one district alone; a
 * district with two places, one with a single place (so that its page is the place's), and one abroad.
 */

const text = (name: string) => ({ es: name, en: name });
const selection = (id: string) => ({ id, name: `Person ${id}`, party: '' });
const pollsClose = instant(1_767_484_800_000);

export const LITTLE = {
  election: {
    id: 'little',
    name: text('Little'),
    date: '2026-01-04',
    timeZone: 'UTC',
    pollsClose,
    nature: 'rehearsal',
    runner: { kind: 'electoral-body', name: text('Board') },
    contests: [
      {
        id: 'pres',
        name: text('President'),
        rule: { kind: 'majority', base: 'valid' },
        selections: [selection('A'), selection('B')],
        others: ['blank'],
        controls: [],
        electorate: null,
        seats: null,
      },
      {
        id: 'gov',
        name: text('Governor'),
        rule: { kind: 'plurality' },
        selections: [selection('C'), selection('D')],
        others: [],
        controls: [],
        electorate: ['u1'],
        seats: null,
      },
    ],
    levels: ['district', 'place'],
    sources: [],
    notes: [],
    desk: null,
    canvass: null,
  },
  units: [
    { id: 'u0', parent: null, depth: 0, level: 'election', name: '' },
    { id: 'u1', parent: 'u0', depth: 1, level: 'district', name: 'North' },
    { id: 'u2', parent: 'u1', depth: 2, level: 'place', name: 'School' },
    { id: 'u3', parent: 'u1', depth: 2, level: 'place', name: 'Hall' },
    { id: 'u4', parent: 'u0', depth: 1, level: 'district', name: 'South' },
    { id: 'u5', parent: 'u4', depth: 2, level: 'place', name: 'Barn' },
    { id: 'u6', parent: 'u0', depth: 1, level: 'district', name: 'Abroad' },
  ],
  stations: [
    { id: 's0', place: 'u2', table: 1, registered: 90_000, setting: 'urban' },
    { id: 's1', place: 'u2', table: 2, registered: 90_000, setting: 'urban' },
    { id: 's2', place: 'u3', table: 1, registered: 90_000, setting: 'rural' },
    { id: 's3', place: 'u5', table: 1, registered: 90_000, setting: 'rural' },
    { id: 's4', place: 'u6', table: 1, registered: null, setting: null },
  ],
} as unknown as ElectionDefinition;

/** The same, with the rules of a desk. */
export const LITTLE_DESK: ElectionDefinition = {
  ...LITTLE,
  election: { ...LITTLE.election, desk: defaultDeskRules(LITTLE.election.contests) },
};

export const contests: readonly Contest[] = LITTLE.election.contests;

export type About = {
  readonly count?: CountKind;
  readonly contest?: string;
  readonly actor?: string;
  /** Of a repeated vote, from 2. */
  readonly generation?: number;
  readonly office?: EventHeader['office'];
};

/** One contest of one sheet; without `sheet`, of the one that came in last. */
export type Of = {
  readonly count: CountKind;
  readonly contest: string;
  readonly station: string;
  readonly sheet?: number;
  readonly generation?: number;
};

const PEOPLE = ['per', 'sup'] as const;
const DECIDED = { by: PEOPLE, reason: text('as the law says') } as const;

function receipt(station: StationId, picture: string | null): SheetReceivedBody {
  const hash = (sign: string) => `${sign.repeat(42)}A=`;
  const pictures = picture === null ? [] : [{ original: hash('A'), shown: hash(picture) }];
  const unsigned = { device: null, sentAt: null, signature: null };
  return { station, content: hash(picture ?? 'A'), pictures, matched: 'qr', ...unsigned };
}

/** A record in the making and its view: every act one second after the other. */
export class ViewRecorder {
  readonly view: PublicView;
  readonly geography: Geography;
  readonly events: { readonly header: EventHeader; readonly body: EventBody }[] = [];
  /** Size and covers of each published state. */
  readonly states: { readonly size: number; readonly covers: BothCounts<number> }[] = [];
  /** The sheet that came in last, by count and station. */
  private readonly sheets = new Map<string, number>();
  private at = pollsClose;

  constructor(visibleBy: Parameters<typeof instant>[0] | null = null, definition: ElectionDefinition = LITTLE) {
    this.geography = layOutGeography(definition);
    this.view = new PublicView(this.geography, visibleBy === null ? null : instant(visibleBy));
  }

  act(body: EventBody, about: About = {}): number {
    const index = this.events.length;
    this.at = instant(this.at + 1000);
    const header: EventHeader = {
      kind: body.kind,
      count: about.count ?? null,
      contest: (about.contest ?? null) as ContestId | null,
      at: this.at,
      clock: 'server',
      source: 'server',
      sourceSeq: index,
      sourcePrev: null,
      actor: about.actor ?? null,
      body: new Uint8Array(32),
      ...(about.generation === undefined ? {} : { generation: about.generation }),
      ...(about.office === undefined ? {} : { office: about.office }),
    };
    this.events.push({ header, body });
    this.view.take(index, header, body);
    return index;
  }

  get lastAt(): Instant {
    return this.at;
  }

  openBoth(mode: 'entered' | 'imported' = 'entered'): void {
    for (const count of ['preliminary', 'official'] as const)
      this.act({ kind: 'CountOpened', mode, files: [] }, { count });
  }

  lift(contest: string): void {
    this.act({ kind: 'EmbargoLifted' }, { contest });
  }

  stop(count: CountKind = 'preliminary'): void {
    this.act({ kind: 'PublicationStopped', office: text('Board'), by: PEOPLE, reason: text('why') }, { count });
  }

  resume(count: CountKind = 'preliminary'): void {
    this.act({ kind: 'PublicationResumed', office: text('Board'), by: PEOPLE, reason: text('done') }, { count });
  }

  /** A picture or a paper came in; the sheet that it makes. `picture`: one sign, of which the hash is made. */
  receive(count: CountKind, station: string, picture: string | null = null): number {
    const id = station as StationId;
    const sheet =
      count === 'official'
        ? this.act({ kind: 'EnvelopeReceived', station: id, seal: null, condition: null, from: null }, { count })
        : this.act({ kind: 'SheetReceived', ...receipt(id, picture) }, { count });
    this.sheets.set(`${count} ${station}`, sheet);
    return sheet;
  }

  /** The sheet that came in last for a station, received now if none has. */
  sheetOf(count: CountKind, station: string): number {
    return this.sheets.get(`${count} ${station}`) ?? this.receive(count, station);
  }

  /** Somebody at the station sends figures of these contests, ascending: by SMS where there is no device. Its record number. */
  announce(
    station: string,
    readings: readonly (readonly [contest: string, boxes: readonly Box[]])[],
    device: string | null = null,
  ): number {
    const id = station as StationId;
    const salt = `${'A'.repeat(43)}=`;
    // Its commitments tell nothing of the figures, and so are always the same here.
    const figures = readings.map(([contest]) => [contest, salt] as const);
    const signed = { device, sentAt: this.at, signature: `${'A'.repeat(86)}==` };
    const sender =
      device === null
        ? ({ via: 'sms', device: null, sentAt: null, signature: null } as const)
        : ({ via: 'app', ...signed } as const);
    const count = 'preliminary';
    const announced = this.act({ kind: 'FiguresAnnounced', station: id, figures, ...sender }, { count });
    for (const [contest, boxes] of readings) {
      this.act({ kind: 'FiguresRead', station: id, announced, boxes, salt }, { count, contest });
    }
    return announced;
  }

  enrol(device: string, scope: string, only: string | null = null): number {
    const key = `${'A'.repeat(43)}=`;
    return this.act({ kind: 'DeviceEnrolled', device, key, scope, only: only as StationId | null }, { actor: 'sup' });
  }

  revoke(device: string): number {
    return this.act({ kind: 'DeviceRevoked', device }, { actor: 'sup' });
  }

  refuse(...minutes: readonly (readonly [RefusedReason, number])[]): number {
    const list = minutes.map(([reason, times]) => [pollsClose, reason, times] as const);
    return this.act({ kind: 'ArrivalsRefused', minutes: list }, { count: 'preliminary' });
  }

  commit(of: Of, slot: 1 | 2, boxes: readonly Box[], more: Partial<EntryContent> & { actor?: string } = {}): number {
    const { actor = slot === 1 ? 'ana' : 'ben', corrections = [], observations = [] } = more;
    const { station, sheet, about } = this.place(of);
    const body = { kind: 'EntryCommitted', station, sheet, slot, boxes, corrections, observations } as const;
    return this.act(body, { ...about, actor });
  }

  reveal(of: Of, entries: readonly [number, number], equal = true): number {
    const { station, sheet, about } = this.place(of);
    return this.act({ kind: 'EntriesRevealed', station, sheet, entries, equal }, about);
  }

  voidEntry(of: Of, entry: number, reason: VoidReason = 'supervisor'): number {
    const { station, sheet, about } = this.place(of);
    return this.act({ kind: 'EntryVoided', station, sheet, entry, reason }, { ...about, actor: 'sup' });
  }

  observe(of: Of, reasons: readonly string[], from: number): number {
    const { station, sheet, about } = this.place(of);
    return this.act({ kind: 'SheetObserved', station, sheet, reasons, from }, about);
  }

  agreed(of: Of, boxes: readonly Box[], from: number): number {
    const { station, sheet, about } = this.place(of);
    return this.act({ kind: 'SheetAgreed', station, sheet, boxes, from }, about);
  }

  rule(of: Of, ruling: 'count' | 'retype'): number {
    const { station, sheet, about } = this.place(of);
    return this.act({ kind: 'RulingIssued', station, sheet, ruling, ...DECIDED }, { ...about, actor: 'sup' });
  }

  dispute(count: CountKind, station: string, sheets: readonly number[]): number {
    return this.act({ kind: 'SheetDisputed', station: station as StationId, sheets }, { count });
  }

  choose(count: CountKind, station: string, sheet: number, over: readonly number[]): number {
    const body = { kind: 'SheetSuperseded', station: station as StationId, sheet, over, ...DECIDED } as const;
    return this.act(body, { count, actor: 'sup' });
  }

  withdraw(count: CountKind, station: string, sheet: number, code: WithdrawalCode = 'false-sheet'): number {
    const body = { kind: 'SheetWithdrawn', station: station as StationId, sheet, code, ...DECIDED } as const;
    return this.act(body, { count, actor: 'sup' });
  }

  close(count: CountKind): number {
    return this.act({ kind: 'CountClosed' }, { count });
  }

  /** Two equal entries and the agreement; their record numbers. */
  agree(
    count: CountKind,
    contest: string,
    station: string,
    boxes: readonly Box[],
    sheet?: number,
    generation?: number,
  ) {
    const own = { ...(sheet === undefined ? {} : { sheet }), ...(generation === undefined ? {} : { generation }) };
    const of: Of = { count, contest, station, ...own };
    this.place(of);
    const first = this.commit(of, 1, boxes);
    const second = this.commit(of, 2, boxes);
    const revealed = this.reveal(of, [first, second]);
    return { first, second, revealed, agreed: this.agreed(of, boxes, first) };
  }

  private place({ count, contest, station, sheet = this.sheetOf(count, station), generation }: Of) {
    const about: About = { count, contest, ...(generation === undefined ? {} : { generation }) };
    return { station: station as StationId, sheet, about };
  }

  import(
    count: CountKind,
    contest: string,
    station: string,
    row: Partial<Extract<EventBody, { kind: 'SheetImported' }>>,
  ): number {
    const plain = {
      version: 1,
      boxes: [],
      status: 'counted',
      arrivedAt: null,
      publishedAt: null,
      file: 'f.csv',
      line: 2,
    };
    return this.act({ kind: 'SheetImported', station: station as StationId, ...plain, ...row }, { count, contest });
  }

  publish(): void {
    const covers = this.view.nextCovers();
    const size = this.events.length;
    this.view.advance(covers, instant(this.at + 1000));
    this.states.push({ size, covers });
    this.act({ kind: 'StatePublished', size, covers, manifest: '', complete: false });
  }

  sums(count: CountKind, contest: number, unit = 0) {
    return this.view.tabulation.sums(count, contest, unit);
  }

  /** Every JSON and page of every unit, the state, the history, and the body files: all that a figure could escape through. */
  payloads(): Map<string, string> {
    const files = new Map<string, string>();
    const decode = (bytes: Uint8Array) => new TextDecoder().decode(bytes);
    const { size } = this.states.at(-1) ?? { size: 0 };
    const { state, files: own } = stateFiles(this.view, size, this.at);
    for (const file of own) files.set(file.path, decode(file.bytes));
    for (const [unit, page] of this.geography.pageOf.entries()) {
      if (page !== unit) continue;
      for (const file of unitFiles(this.view, unit, state, renderUnitPage)) files.set(file.path, decode(file.bytes));
    }
    const stored = this.events.map(({ body }) => ({
      header: new Uint8Array(),
      salt: new Uint8Array(32),
      body: utf8(canonicalText(encodeBody(body))),
    }));
    files.set('bodies', decode(encodeBodyFile(stored, 0, (i) => this.view.isDue(i))));
    return files;
  }

  json(path: string): { readonly [key: string]: Json } {
    return JSON.parse(this.payloads().get(path) ?? '') as { readonly [key: string]: Json };
  }
}

export const boxes = (...list: (number | 'empty' | 'illegible')[]): readonly Box[] => list as Box[];
