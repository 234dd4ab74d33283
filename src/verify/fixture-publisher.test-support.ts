import { type Bytes, toBase64, utf8 } from '../base/bytes.ts';
import { canonicalBytes, canonicalText } from '../base/canonical.ts';
import type { Crypto } from '../base/crypto.ts';
import { ok } from '../base/result.ts';
import { encodeDefinition } from '../model/encode-definition.ts';
import type { CountKind } from '../model/ids.ts';
import { encodeBodyLine, Ledger, type SealedEvent } from '../record/index.ts';
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
import { act, TOY, type ToyEvent } from './fixture-election.test-support.ts';
import {
  FIND_JSON,
  historyJson,
  isDue,
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
};

/** A small independent publisher of the format, for tests: no code of the real one, and none of the verifier's addition. */
export class ToyPublisher {
  readonly events: ToyEvent[] = [];
  private readonly sealed: SealedEvent[] = [];
  private readonly states: { size: number; at: number; covers: Readonly<Record<CountKind, number>> }[] = [];
  private readonly ledger: Ledger;
  private readonly tree: LogTree;
  private readonly crypto: Crypto;
  private readonly keys: ToyKeys;
  readonly definition: string;

  constructor(crypto: Crypto, keys: ToyKeys) {
    this.crypto = crypto;
    this.keys = keys;
    this.ledger = new Ledger(crypto);
    this.tree = new LogTree(crypto);
    const { election, units, stations } = encodeDefinition(TOY);
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
    const files = this.derived({ events: this.events.slice(), at, size, covers, states: this.states.slice() });
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
    this.addBodies(files, (i) => {
      const due = isDue(this.events, i, size, covers);
      return lies.opens?.(i, due) ?? due;
    });
    this.addLog(files, lies.keys ?? this.keys);
    return files;
  }

  private derived(toy: ToyState): Files {
    const files: Files = new Map();
    const { election, units, stations } = encodeDefinition(TOY);
    files.set('definition/election.json', election);
    files.set('definition/units.json', units);
    files.set('definition/stations.ndjson', stations);
    files.set('data/state.json', canonicalBytes(stateJson(toy)));
    files.set('data/history.json', canonicalBytes(historyJson(toy)));
    files.set('data/find.json', canonicalBytes(FIND_JSON));
    files.set('style.css', utf8('main{}'));
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
  for (const station of ['s1', 's2', 's3']) toy.add(act.receive(station));
  agree(toy, 's1', [90, 60, 5]);
  toy.add(act.lift());
  const one = toy.add(act.enter('s2', 1, [70, 80, 2], 'ana'));
  const two = toy.add(act.enter('s2', 2, [70, 30, 2], 'ben'));
  toy.add(act.reveal('s2', [one, two], false));
  const resolution = toy.add(act.resolve('s2', [70, 80, 2], [one, two], 'eva'));
  toy.add(act.agree('s2', [70, 80, 2], resolution));
  toy.publish();
  toy.add(act.stop());
  agree(toy, 's3', [10, 20, 0]);
  toy.add(act.row('s1', [90, 60, 5], 2));
  toy.add(act.row('s2', [70, 81, 2], 3));
  toy.add(act.row('s3', [10, 20, 0], 4, 'annulled'));
  return { zero };
}

/** Two equal entries by two people, their reveal, and the agreed sheet. */
export function agree(toy: ToyPublisher, station: string, boxes: readonly number[]): void {
  const one = toy.add(act.enter(station, 1, boxes, 'ana'));
  const two = toy.add(act.enter(station, 2, boxes, 'ben'));
  toy.add(act.reveal(station, [one, two], true));
  toy.add(act.agree(station, boxes, one));
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
