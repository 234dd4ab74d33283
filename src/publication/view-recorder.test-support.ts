import { utf8 } from '../base/bytes.ts';
import { canonicalText, type Json } from '../base/canonical.ts';
import { instant } from '../base/instant.ts';
import type { Contest, ElectionDefinition } from '../model/election.ts';
import { type Geography, layOutGeography } from '../model/geography.ts';
import type { ContestId, CountKind, StationId } from '../model/ids.ts';
import type { Box } from '../model/votes.ts';
import { type EventBody, type EventHeader, encodeBody } from '../record/index.ts';
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
      },
      {
        id: 'gov',
        name: text('Governor'),
        rule: { kind: 'plurality' },
        selections: [selection('C'), selection('D')],
        others: [],
        controls: [],
        electorate: ['u1'],
      },
    ],
    levels: ['district', 'place'],
    sources: [],
    notes: [],
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

export const contests: readonly Contest[] = LITTLE.election.contests;

export type About = { readonly count?: CountKind; readonly contest?: string; readonly actor?: string };

/** A record in the making and its view: every act one second after the other. */
export class ViewRecorder {
  readonly view: PublicView;
  readonly geography: Geography;
  readonly events: { readonly header: EventHeader; readonly body: EventBody }[] = [];
  /** Size and covers of each published state. */
  readonly states: { readonly size: number; readonly covers: BothCounts<number> }[] = [];
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
    };
    this.events.push({ header, body });
    this.view.take(index, header, body);
    return index;
  }

  openBoth(mode: 'entered' | 'imported' = 'entered'): void {
    for (const count of ['preliminary', 'official'] as const)
      this.act({ kind: 'CountOpened', mode, files: [] }, { count });
  }

  lift(contest: string): void {
    this.act({ kind: 'EmbargoLifted' }, { contest });
  }

  stop(count: CountKind = 'preliminary'): void {
    this.act({ kind: 'PublicationStopped', office: text('Board'), reason: text('why') }, { count });
  }

  resume(count: CountKind = 'preliminary'): void {
    this.act({ kind: 'PublicationResumed', office: text('Board'), reason: text('done') }, { count });
  }

  receive(count: CountKind, station: string): void {
    const kind = count === 'preliminary' ? 'SheetReceived' : 'EnvelopeReceived';
    this.act({ kind, station: station as StationId }, { count });
  }

  /** Two equal entries and the agreement; their record numbers. */
  agree(count: CountKind, contest: string, station: string, boxes: readonly Box[]) {
    const id = station as StationId;
    const about = { count, contest };
    const first = this.act({ kind: 'EntryCommitted', station: id, slot: 1, boxes }, { ...about, actor: 'ana' });
    const second = this.act({ kind: 'EntryCommitted', station: id, slot: 2, boxes }, { ...about, actor: 'ben' });
    const revealed = this.act({ kind: 'EntriesRevealed', station: id, entries: [first, second], equal: true }, about);
    const agreed = this.act({ kind: 'SheetAgreed', station: id, boxes, from: first }, about);
    return { first, second, revealed, agreed };
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
