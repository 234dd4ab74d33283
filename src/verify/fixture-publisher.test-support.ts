import { type Bytes, concatBytes, fromBase64, toBase64, utf8 } from '../base/bytes.ts';
import { canonicalBytes, canonicalText } from '../base/canonical.ts';
import type { Crypto, Signer } from '../base/crypto.ts';
import type { Instant } from '../base/instant.ts';
import { expectOk, ok } from '../base/result.ts';
import type { ElectionDefinition } from '../model/election.ts';
import { encodeDefinition } from '../model/encode-definition.ts';
import type { CountKind, StationId } from '../model/ids.ts';
import {
  contentOf,
  encodeBodyLine,
  isOfficeOnly,
  Ledger,
  OfficeNumbers,
  type SealedEvent,
  type SheetPicture,
  submissionBytes,
} from '../record/index.ts';
import {
  encodeBundle,
  formatVkey,
  type KeyPair,
  LogTree,
  signCheckpoint,
  tileBytes,
  tilePath,
  tilesAt,
} from '../tlog/index.ts';
import { hasCanvass } from './fixture-canvass-figures.test-support.ts';
import { hexOf, isDue, pictureOf } from './fixture-centre.test-support.ts';
import { collationCsv, collationJson } from './fixture-collation.test-support.ts';
import { act, type On, TOY, type ToyEvent, type Typed } from './fixture-election.test-support.ts';
import {
  findJson,
  historyJson,
  PAGES,
  pageHtml,
  stateJson,
  type ToyState,
  unitJson,
} from './fixture-figures.test-support.ts';
import type { PublicSource } from './public-source.ts';
import { definitionHash } from './trust.ts';

/** Files by path: a public folder in memory. */
export type Files = Map<string, Bytes>;
export type ToyKeys = { readonly origin: string; readonly log: KeyPair; readonly heartbeat: KeyPair };

/** What a lying publisher does differently; every hash and signature behind it is right again. */
export type Lies = {
  readonly edit?: (files: Files) => void;
  readonly covers?: Readonly<Record<CountKind, number>>;
  readonly size?: number;
  readonly opens?: (record: number, due: boolean) => boolean;
  readonly keys?: ToyKeys;
  readonly pictures?: (pictures: Files) => void;
  /** Papers are in no shard: their hashes are in the record. */
  readonly papers?: (files: Files) => void;
  /** Only what is not derived: for what the record alone shows. */
  readonly light?: boolean;
};

/** How a sheet of the toy comes in; by default without a device, with one picture of its own. */
export type ToyReceipt = {
  readonly name?: string;
  readonly pictures?: number;
  readonly content?: string;
  readonly device?: { readonly name: string; readonly signer: Signer; readonly signs?: string };
};

/** A small independent publisher of the format, for tests: no code of the real one, and none of the verifier's addition. */
export class ToyPublisher {
  readonly events: ToyEvent[] = [];
  private readonly sealed: SealedEvent[] = [];
  private readonly states: { size: number; at: number; covers: Readonly<Record<CountKind, number>> }[] = [];
  private readonly ledger: Ledger;
  private readonly tree: LogTree;
  readonly crypto: Crypto;
  private readonly keys: ToyKeys;
  private readonly toyDefinition: ElectionDefinition;
  private readonly pictures: Files = new Map();
  readonly papers: Files = new Map();
  private readonly offices = new Map<string, { id: string; records: number[]; at: number[] }>();
  readonly definition: string;

  constructor(crypto: Crypto, keys: ToyKeys, definition = TOY) {
    this.toyDefinition = definition;
    this.crypto = crypto;
    this.keys = keys;
    this.ledger = new Ledger(crypto);
    this.tree = new LogTree(crypto);
    const { election, units, stations } = encodeDefinition(definition);
    const [e, u, s] = [election, units, stations].map((bytes) => this.hash(bytes)) as [string, string, string];
    this.definition = definitionHash(crypto, { election: e, units: u, stations: s }) ?? '';
    this.add(act.define(e, u, s));
    this.add(act.declareKeys(keys.origin, formatVkey(keys.log.key), formatVkey(keys.heartbeat.key)));
  }

  /** Records an event and gives its record number. */
  add(event: ToyEvent): number {
    const sealed = this.ledger.seal(event, this.crypto.sha256(utf8(`salt ${this.sealed.length}`)));
    this.ledger.follow(sealed.header, sealed.leafHash);
    this.tree.append(sealed.leafHash);
    this.sealed.push(sealed);
    this.events.push({ ...event, at: sealed.header.at });
    return sealed.index;
  }

  /** Takes in an event of an office, as that sealed it; `said` is the same with the office's numbers. */
  take(office: string, sealed: SealedEvent, said: ToyEvent, at = sealed.header.at): number {
    const known = this.offices.get(office) ?? { id: office, records: [], at: [] };
    this.offices.set(office, known);
    const { header, stored } = sealed;
    const taken = this.ledger.take({ id: office, index: sealed.index }, header, stored, at);
    this.ledger.follow(taken.header, taken.leafHash);
    this.tree.append(taken.leafHash);
    this.sealed.push(taken);
    known.records.push(taken.index);
    known.at.push(header.at);
    const numbers = new OfficeNumbers();
    this.sealed.forEach((event, i) => {
      numbers.follow(i, event.header);
    });
    const body = numbers.resolve(taken.header, said.body) ?? said.body;
    const isAlone = isOfficeOnly(taken.header);
    // What is of the office alone says nothing here: to the toy it is a word without a meaning.
    const heard = isAlone ? ({ kind: 'Alone' } as unknown as ToyEvent['body']) : body;
    this.events.push({ ...said, body: heard, at: taken.header.at, office });
    return taken.index;
  }

  /** A picture that came, with its content: both hashes are kept. */
  picture(name: string): { readonly content: string; readonly pictures: readonly SheetPicture[] } {
    const shown = utf8(name);
    const hash = this.hash(shown);
    this.pictures.set(`pictures/${hexOf(hash).slice(0, 2)}/${hexOf(hash)}.jpg`, shown);
    const original = this.hash(utf8(`original ${name}`));
    return { content: contentOf(this.crypto, [original]), pictures: [{ original, shown: hash }] };
  }

  /** Root of the record's first events, in base64. */
  rootAt(size: number): string {
    return toBase64(this.tree.rootAt(size));
  }

  /** Keeps a paper under its hash, which it gives. */
  paper(content: string, type: 'json' | 'pdf'): string {
    const hash = this.hash(utf8(content));
    this.papers.set(`papers/${hexOf(hash).slice(0, 2)}/${hexOf(hash)}.${type}`, utf8(content));
    return hash;
  }

  /** Records a receipt with its pictures, and gives its record number: the name of the sheet. */
  receive(station: string, { name = 'paper', pictures = 1, content, device }: ToyReceipt = {}): number {
    const pages = Array.from({ length: pictures }, (_, page) => {
      const shown = utf8(`${name} of ${station}, page ${page}`);
      const hash = this.hash(shown);
      this.pictures.set(`pictures/${hexOf(hash).slice(0, 2)}/${hexOf(hash)}.jpg`, shown);
      return { original: this.hash(utf8(`original ${name} of ${station}, page ${page}`)), shown: hash };
    });
    const originals = pages.map(({ original }) => expectOk(fromBase64(original), 'base64'));
    const own = content ?? this.hash(pictures === 0 ? utf8(`${name} ${station}`) : concatBytes(...originals));
    const sentAt = 1_767_484_000_000 as Instant;
    const said = { election: TOY.election.id, station: device?.signs ?? station, device: device?.name ?? '' };
    const signature = device?.signer.sign(submissionBytes({ ...said, sentAt, content: own }));
    return this.add(
      act.receive({
        station: station as StationId,
        content: own,
        pictures: pages,
        matched: 'sender',
        device: device?.name ?? null,
        sentAt: signature ? sentAt : null,
        signature: signature ? toBase64(signature) : null,
      }),
    );
  }

  /** Publishes a state of everything so far and gives the whole folder. */
  publish(lies: Lies = {}): Files {
    const size = this.events.length;
    const at = this.events.at(-1)?.at ?? 0;
    const stopped =
      this.events.findLast((e) => e.body.kind.startsWith('Publication'))?.body.kind === 'PublicationStopped';
    const covers = {
      preliminary: stopped ? (this.states.at(-1)?.covers.preliminary ?? 0) : size,
      official: size,
    };
    this.states.push({ size, at, covers });
    const offices = [...this.offices.values()];
    const derived =
      lies.light === true ? (toy: ToyState) => this.definitionFiles(toy) : (toy: ToyState) => this.derived(toy);
    const files = derived({ events: this.events.slice(), at, size, covers, offices, states: this.states.slice() });
    lies.edit?.(files);
    const said = lies.covers ?? covers;
    const shards = this.shards(files);
    const manifest = canonicalBytes({
      v: 1,
      test: true,
      size: lies.size ?? size,
      at,
      covers: said,
      shards: shards.entries,
    });
    const state = { ...act.state(lies.size ?? size, said, this.hash(manifest), true), at: at as ToyEvent['at'] };
    this.add(state);
    for (const [path, bytes] of [...shards.files, ['manifest.json', manifest] as const]) files.set(path, bytes);
    const reach = { events: this.events, size, covers };
    this.addBodies(files, (i) => lies.opens?.(i, isDue(reach, i)) ?? isDue(reach, i));
    for (const [path, bytes] of this.papers) files.set(path, bytes);
    lies.papers?.(files);
    this.addPictures(files, reach, lies.pictures ?? (() => {}));
    this.addLog(files, lies.keys ?? this.keys);
    return files;
  }

  private definitionFiles(_: ToyState): Files {
    const { election, units, stations } = encodeDefinition(this.toyDefinition);
    return new Map([
      ['definition/election.json', election],
      ['definition/units.json', units],
      ['definition/stations.ndjson', stations],
    ]);
  }

  private derived(toy: ToyState): Files {
    const files = this.definitionFiles(toy);
    files.set('data/state.json', canonicalBytes(stateJson(toy)));
    files.set('data/history.json', canonicalBytes(historyJson(toy)));
    files.set('data/find.json', canonicalBytes(findJson(toy)));
    files.set('data/collation.json', canonicalBytes(collationJson(toy)));
    files.set('data/collation.csv', utf8(collationCsv(toy)));
    files.set('style.css', utf8('main{}'));
    for (const language of hasCanvass(toy) ? ['es', 'en'] : []) {
      files.set(`${language}/board.html`, utf8('<!doctype html><title>board</title><main></main>'));
    }
    for (const unit of PAGES) {
      files.set(`data/u/${unit}.json`, canonicalBytes(unitJson(toy, unit)));
      for (const language of ['es', 'en']) {
        files.set(`${language}/${unit === 'u0' ? 'index' : `u/${unit}`}.html`, utf8(pageHtml(toy, unit)));
      }
    }
    return files;
  }

  private shards(files: Files) {
    const inShard = (shard: number) => [...files].filter(([path]) => (path.includes('/u/') ? 1 : 0) === shard);
    const built = [0, 1].map((shard) => {
      const list = inShard(shard);
      const entries = Object.fromEntries(list.map(([path, bytes]) => [path, [this.hash(bytes), bytes.length]]));
      const bytes = canonicalBytes({ files: entries });
      const path = `manifest/00${shard}.json`;
      const total = list.reduce((sum, [, b]) => sum + b.length, 0);
      return {
        file: [path, bytes] as const,
        entry: { path, sha256: this.hash(bytes), files: list.length, bytes: total },
      };
    });
    return { files: built.map((b) => b.file), entries: built.map((b) => b.entry) };
  }

  private addBodies(files: Files, opens: (record: number) => boolean): void {
    const lines = this.sealed.map(({ stored }, i) => {
      const bodyText = new TextDecoder().decode(stored.body);
      return `${encodeBodyLine(opens(i) ? { salt: stored.salt, bodyText } : null)}\n`;
    });
    for (let file = 0; file * 256 < lines.length; file++) {
      files.set(`bodies/00${file}.ndjson`, utf8(lines.slice(file * 256, file * 256 + 256).join('')));
    }
  }

  private addPictures(files: Files, reach: Parameters<typeof pictureOf>[0], lie: (pictures: Files) => void): void {
    const shown: Files = new Map();
    this.events.forEach(({ body }, sheet) => {
      if (body.kind !== 'SheetReceived' && body.kind !== 'SheetScanned') return;
      if (pictureOf(reach, body.kind === 'SheetScanned' ? body.sheet : sheet) !== 'due') return;
      for (const picture of body.pictures) {
        const path = `pictures/${hexOf(picture.shown).slice(0, 2)}/${hexOf(picture.shown)}.jpg`;
        shown.set(path, this.pictures.get(path) ?? new Uint8Array(0));
      }
    });
    lie(shown);
    for (const [path, bytes] of shown) files.set(path, bytes);
  }

  /** A picture that came in, whether it is due or not: its path and bytes. */
  pictureNamed(text: string): readonly [string, Bytes] {
    const found = [...this.pictures].find(([, bytes]) => new TextDecoder().decode(bytes).startsWith(text));
    if (found === undefined) throw new Error(`no picture ${text}`);
    return found;
  }

  private addLog(files: Files, keys: ToyKeys): void {
    const size = this.sealed.length;
    for (const tile of tilesAt(size)) {
      const first = tile.index * 256;
      const headers = () => this.sealed.slice(first, first + tile.width).map((e) => e.stored.header);
      files.set(tilePath(tile), tile.level === 'entries' ? encodeBundle(headers()) : tileBytes(this.tree, tile));
    }
    const checkpoint = { origin: keys.origin, size, root: this.tree.rootAt(size) };
    files.set('checkpoint', signCheckpoint(checkpoint, keys.log, { ...keys.heartbeat, time: 1_767_600_000 }));
  }

  trustText(): string {
    const { origin, log, heartbeat } = this.keys;
    const vkeys = { log: formatVkey(log.key), heartbeat: formatVkey(heartbeat.key) };
    return canonicalText({ v: 1, origin, ...vkeys, definition: this.definition, witnesses: [] });
  }

  private hash(bytes: Bytes): string {
    return toBase64(this.crypto.sha256(bytes));
  }
}

/** The usual course: a zero act, entries agreed and resolved, a stop, imports in two versions, a second state. */
export function playToy(toy: ToyPublisher): { readonly zero: Files } {
  toy.add(act.openEntered());
  toy.add(act.openImported(4));
  const zero = toy.publish();
  staff(toy);
  const [s1, s2, s3] = ['s1', 's2', 's3'].map((station): On => [station, toy.receive(station)]) as [On, On, On];
  agree(toy, s1, [90, 60, 5]);
  toy.add(act.lift());
  const one = toy.add(act.enter(s2, 1, [70, 80, 2], 'ana'));
  const two = toy.add(act.enter(s2, 2, [70, 30, 2], 'ben'));
  toy.add(act.reveal(s2, [one, two], false));
  const resolution = toy.add(act.resolve(s2, [70, 80, 2], [one, two], 'eva'));
  toy.add(act.agree(s2, [70, 80, 2], resolution));
  toy.publish();
  toy.add(act.stop());
  agree(toy, s3, [10, 20, 0]);
  toy.add(act.row('s1', [90, 60, 5], 2));
  toy.add(act.row('s2', [70, 81, 2], 3));
  toy.add(act.row('s3', [10, 20, 0], 4, 'annulled'));
  return { zero };
}

/** Grants the toy's roles. */
export function staff(toy: ToyPublisher): void {
  for (const typist of ['ana', 'ben', 'cleo', 'dan']) toy.add(act.grant(typist, 'typist'));
  toy.add(act.grant('eva', 'verifier'));
  for (const supervisor of ['sara', 'saul']) toy.add(act.grant(supervisor, 'supervisor'));
  for (const publisher of ['paul', 'pia']) toy.add(act.grant(publisher, 'publisher'));
}

/** Two equal entries by two people, and their reveal; gives the record number of the first. */
export function typeTwice(toy: ToyPublisher, on: On, typed: Typed, by: readonly [string, string] = ['ana', 'ben']) {
  const one = toy.add(act.enter(on, 1, typed, by[0]));
  const two = toy.add(act.enter(on, 2, typed, by[1]));
  toy.add(act.reveal(on, [one, two], true));
  return one;
}

/** Two equal entries by two people, their reveal, and the agreed sheet. */
export function agree(toy: ToyPublisher, on: On, boxes: readonly number[], by?: readonly [string, string]): void {
  toy.add(act.agree(on, boxes, typeTwice(toy, on, boxes, by)));
}

/** A source over files in memory. */
export function memorySource(files: Files, canList = true): PublicSource {
  return {
    list: () => ok(canList ? [...files.keys()] : null),
    read: (path) => {
      const bytes = files.get(path);
      return bytes === undefined ? { ok: false, error: { kind: 'not-found', detail: '' } } : ok(bytes);
    },
  };
}
