import { type Bytes, toBase64, utf8 } from '../base/bytes.ts';
import type { Crypto, Signer } from '../base/crypto.ts';
import { expectOk } from '../base/result.ts';
import type { ElectionDefinition } from '../model/election.ts';
import { encodeDefinition } from '../model/encode-definition.ts';
import { officeDefinition } from '../model/office-definition.ts';
import { type Certificate, Ledger, type Role } from '../record/index.ts';
import { formatVkey, LogTree, signCheckpoint } from '../tlog/index.ts';
import { type BoardActs, boardActs, certificateOfCourse, signedBy } from './fixture-canvass.test-support.ts';
import { act, type On, type ToyEvent, type Typed } from './fixture-election.test-support.ts';
import type { ToyKeys, ToyPublisher } from './fixture-publisher.test-support.ts';

/** Where an official count is recorded: the national record, or that of an office. */
export type Desk = {
  readonly acts: BoardActs;
  readonly toy: ToyPublisher;
  add(event: ToyEvent): number;
  /** Publishes a state of this record, and gives its size. */
  publish(): number;
  rootAt(size: number): string;
};

export function nationalDesk(toy: ToyPublisher): Desk {
  const publish = () => {
    toy.publish({ light: true });
    return toy.events.length - 1;
  };
  const rootAt = (size: number) => toy.rootAt(size);
  return { acts: boardActs((name) => name), toy, add: (event) => toy.add(event), publish, rootAt };
}

/** An office with a log of its own, whose events go to the toy's publisher when they are sent. */
export class ToyOffice implements Desk {
  readonly acts: BoardActs;
  readonly toy: ToyPublisher;
  readonly id: string;
  readonly tree: LogTree;
  readonly keys: ToyKeys;
  private readonly crypto: Crypto;
  private readonly ledger: Ledger;
  private readonly waiting: (() => void)[] = [];

  constructor(crypto: Crypto, toy: ToyPublisher, id: string, keys: ToyKeys, definition: ElectionDefinition) {
    this.acts = boardActs((name) => `${id}.${name}`);
    this.crypto = crypto;
    this.toy = toy;
    this.id = id;
    this.keys = keys;
    this.ledger = new Ledger(crypto);
    this.tree = new LogTree(crypto);
    const files = encodeDefinition(expectOk(officeDefinition(definition, id), 'an office of the definition'));
    const [e, u, s] = [files.election, files.units, files.stations].map((bytes) => toBase64(crypto.sha256(bytes)));
    this.add(act.define(e ?? '', u ?? '', s ?? ''));
    this.add(act.declareKeys(keys.origin, formatVkey(keys.log.key), formatVkey(keys.heartbeat.key)));
  }

  /** `takenAt`: its instant in the national order, if not its own. */
  add(event: ToyEvent, takenAt = event.at): number {
    const sealed = this.ledger.seal(event, this.crypto.sha256(utf8(`salt ${this.id} ${this.ledger.size}`)));
    this.ledger.follow(sealed.header, sealed.leafHash);
    this.tree.append(sealed.leafHash);
    this.waiting.push(() => this.toy.take(this.id, sealed, event, takenAt));
    return sealed.index;
  }

  publish(): number {
    return this.add(this.acts.state(this.tree.size));
  }

  rootAt(size: number): string {
    return toBase64(this.tree.rootAt(size));
  }

  declare(): void {
    const { origin, log, heartbeat } = this.keys;
    this.toy.add(boardActs((name) => name).declare(this.id, origin, formatVkey(log.key), formatVkey(heartbeat.key)));
  }

  /** All that was recorded goes to the national record; `skip` events of it are lost on the way. */
  send(skip: readonly number[] = [], lies: { readonly root?: Bytes; readonly size?: number } = {}): void {
    this.waiting.splice(0).forEach((take, i) => {
      if (!skip.includes(i)) take();
    });
    const size = lies.size ?? this.tree.size;
    this.toy.add(this.acts.taken(this.id, size, this.note(size, lies.root ?? this.tree.rootAt(this.tree.size))));
  }

  /** A signed note of the office. */
  note(size: number, root: Bytes): string {
    const { origin, log, heartbeat } = this.keys;
    const bytes = signCheckpoint({ origin, size, root }, log, { ...heartbeat, time: 1_767_600_000 });
    return new TextDecoder().decode(bytes);
  }
}

const ROLES = {
  ...{ c1: 'custodian', c2: 'custodian', m1: 'member', m2: 'member', m3: 'member', sec: 'secretary' },
  ...{ adm1: 'administrator', adm2: 'administrator', ana: 'typist', ben: 'typist', cleo: 'typist', dan: 'typist' },
  ...{ eva: 'verifier', paul: 'publisher', pia: 'publisher' },
} as const;

/** Roles, an open count, an embargo that is lifted, and a board. */
export function staffBoard(desk: Desk): void {
  const { acts } = desk;
  for (const [person, role] of Object.entries(ROLES) as [string, Role][]) desk.add(acts.grant(person, role));
  desk.add(acts.open());
  desk.add(acts.lift());
  for (const member of ['m1', 'm2', 'm3']) desk.add(acts.seat(member));
}

/** An envelope from its receipt to its scan. */
export function bring(desk: Desk, station: string, generation?: number): On {
  const { acts } = desk;
  const on: On = [station, desk.add(acts.envelope(station, generation))];
  desk.add(acts.unseal(on, generation));
  desk.add(acts.scan(on, desk.toy.picture(`scan of ${station} ${generation ?? ''}`), 'sheet', generation));
  return on;
}

export function typeIt(
  desk: Desk,
  on: On,
  typed: Typed,
  by: readonly [string, string] = ['ana', 'ben'],
  generation?: number,
): number {
  const { acts } = desk;
  const one = desk.add(acts.enter(on, 1, typed, by[0], generation));
  const two = desk.add(acts.enter(on, 2, typed, by[1], generation));
  desk.add(acts.reveal(on, [one, two], true, generation));
  return one;
}

export function count(
  desk: Desk,
  on: On,
  numbers: readonly number[],
  by: readonly [string, string] = ['ana', 'ben'],
  generation?: number,
) {
  desk.add(desk.acts.agree(on, numbers, typeIt(desk, on, numbers, by, generation), generation));
}

export type Course = { readonly s1: On; readonly s2: On; readonly s3: On };

/** s1 counted; s2 objected to and corrected; s3 annulled; s4 missing, and lost; the session closed with its minutes. */
export function playCourse(desk: Desk): Course {
  const { acts } = desk;
  staffBoard(desk);
  desk.add(acts.session(1, 0));
  const [s1, s2, s3] = [bring(desk, 's1'), bring(desk, 's2'), bring(desk, 's3')];
  count(desk, s1, [90, 60, 5]);
  count(desk, s2, [70, 80, 2]);
  const objection = desk.add(acts.object(s2, 1));
  const ruling = desk.add(acts.rule(s2, 1, 'correct', { objections: [[objection, true]] }));
  desk.add(acts.correct(s2, [71, 80, 2], ruling));
  count(desk, s3, [10, 20, 0]);
  const other = desk.add(acts.object(s3, 1, 'g2'));
  const annulled = desk.add(acts.rule(s3, 1, 'annul', { objections: [[other, true]] }));
  desk.add(acts.annul(s3, annulled));
  desk.add(acts.missing('s4'));
  desk.add(acts.rule(['s4', null], 1, 'lost'));
  desk.add(acts.store(s1));
  closeSession(desk, 1);
  return { s1, s2, s3 };
}

export function papersFor(desk: Desk, name: string): Certificate['papers'] {
  return {
    ...{ data: desk.toy.paper(`${name} data`, 'json'), es: desk.toy.paper(`${name} es`, 'pdf') },
    en: desk.toy.paper(`${name} en`, 'pdf'),
  };
}

export function closeSession(desk: Desk, session: number): void {
  const size = desk.publish();
  desk.add(desk.acts.close(session, size, papersFor(desk, `minutes ${desk.acts.votes.for[0]} ${session}`)));
}

/** A certificate of the newest state, made just now, with every figure of the usual course. */
export function certify(
  desk: Desk,
  certifiers: readonly Signer[],
  change: (right: Certificate) => Certificate = (right) => right,
  offices: Certificate['offices'] = [],
): void {
  const size = desk.publish();
  const papers = papersFor(desk, `result ${desk.acts.votes.for[0]} ${size}`);
  const certificate = change(certificateOfCourse({ size, root: desk.rootAt(size), offices, papers }));
  desk.add(desk.acts.certify(certificate, signedBy(certifiers, certificate)));
}
