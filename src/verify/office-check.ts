import { equalBytes, fromBase64, toBase64, utf8 } from '../base/bytes.ts';
import type { Crypto } from '../base/crypto.ts';
import type { ElectionDefinition } from '../model/election.ts';
import { encodeDefinition } from '../model/encode-definition.ts';
import { isOfOffice, officeDefinition, officeOf, officeOfPlaces, officeOrigin } from '../model/office-definition.ts';
import type { EventBody } from '../record/index.ts';
import { openCheckpoint, verifyInclusion } from '../tlog/index.ts';
import { addOfEvent } from './body-reading.ts';
import { type FindingList, shown } from './finding.ts';
import type { ReadLog } from './log-check.ts';
import type { NationalRecord } from './national-record.ts';
import type { ReadHeader } from './read-header.ts';
import { parseLogKeys } from './trust.ts';

type Body<K extends EventBody['kind']> = Extract<EventBody, { readonly kind: K }>;
type Keys = NonNullable<ReturnType<typeof parseLogKeys>>;
type Office = {
  readonly origin: string;
  readonly keys: Keys | null;
  /** How many events stand before the one that is looked at, and how many of them a checkpoint covers. */
  taken: number;
  covered: number;
  forked: boolean;
};

/** What an office has no business with: the preliminary count and its phones, figures of files, and other offices. */
const NOT_OF_OFFICES: ReadonlySet<string> = new Set([
  'SheetImported',
  'SheetReceived',
  'DeviceEnrolled',
  'DeviceRevoked',
  'FiguresAnnounced',
  'FiguresRead',
  'ArrivalsRefused',
  'EstimateMade',
  'OfficeDeclared',
  'OfficeTaken',
  'OfficeForked',
]);
/** What the national record does of an office's stations itself. */
const OF_THE_NATION: ReadonlySet<string> = new Set(['CourtOrdered', 'MaterialDestroyed', 'ResultCertified']);

/**
 * What was taken in of offices is what they signed, all of it, in their order, and theirs to record: official-count.md section 2.
 * The office's own trees were derived with the log; here their roots are held against the office's signatures.
 */
export class OfficeCheck {
  private readonly definition: ElectionDefinition;
  private readonly origin: string;
  private readonly log: ReadLog;
  private readonly crypto: Crypto;
  private readonly findings: FindingList;
  private readonly offices = new Map<string, Office>();
  private readonly ofStation: Map<string, string | null>;
  private readonly ofPlace: (place: string) => string | null;
  /** Of which the national record amended a station. */
  private readonly amended = new Set<string>();

  constructor(definition: ElectionDefinition, origin: string, log: ReadLog, crypto: Crypto, findings: FindingList) {
    const of = officeOf(definition);
    this.definition = definition;
    this.origin = origin;
    this.log = log;
    this.crypto = crypto;
    this.findings = findings;
    this.ofPlace = officeOfPlaces(definition);
    this.ofStation = new Map(definition.stations.map(({ id }, i) => [id as string, of(i)]));
  }

  /** Walks the first `events` events. Which record numbers bodies name is not asked here. */
  check({ read, unresolved }: Pick<NationalRecord, 'read' | 'unresolved'>, events: number): void {
    for (let record = 0; record < events; record++) {
      const header = this.log.headers[record];
      if (header) this.take(record, header, read.bodies[record] ?? unresolved.get(record) ?? null);
    }
    for (const [id, { taken, covered }] of this.offices) {
      if (taken === covered) continue;
      const record = this.log.offices.get(id)?.records[covered];
      const says = `Of office ${shown(id)} ${taken} events were taken in, and no checkpoint of it covers more than ${covered}.`;
      this.findings.add('log', 'office-uncovered', { record }, says);
    }
  }

  private take(record: number, header: ReadHeader, body: EventBody | null): void {
    if (body?.kind === 'DefinitionAmended') this.takeAdded(body);
    if (header.office !== undefined) {
      this.takeTaken(record, header, header.office.id, body);
      return;
    }
    if (body?.kind === 'OfficeDeclared') this.takeDeclared(record, body);
    else if (body?.kind === 'OfficeTaken') this.cover(record, body);
    else if (body?.kind === 'OfficeForked') this.fork(record, body);
    else if (body?.kind === 'DefinitionAmended') {
      for (const station of stationsIn(body)) this.amended.add(this.ofStation.get(station) ?? '');
      for (const station of stationsIn(body)) this.checkNational(record, header, station);
    } else if (header.count === 'official' && body !== null && 'station' in body && !OF_THE_NATION.has(body.kind)) {
      this.checkNational(record, header, body.station);
    }
  }

  /** A station that is added is of the office that its place is of. */
  private takeAdded({ change }: Body<'DefinitionAmended'>): void {
    if (change.kind !== 'station-added' || this.ofStation.has(change.station)) return;
    this.ofStation.set(change.station, this.ofPlace(change.place));
  }

  private checkNational(record: number, header: ReadHeader, station: string): void {
    const office = this.ofStation.get(station) ?? null;
    if (office === null || !this.offices.has(office)) return;
    const says = `Event ${record}, a ${header.kind}, is of station ${shown(station)}, whose count office ${shown(office)} runs in its own record.`;
    this.add('of-office', record, says);
  }

  private takeDeclared(record: number, { office, origin, log, heartbeat }: Body<'OfficeDeclared'>): void {
    const known = this.definition.election.canvass?.offices.some(({ id }) => id === office) === true;
    if (!known || this.offices.has(office) || this.amended.has(office)) {
      const again = this.offices.has(office) ? 'was declared before' : 'has a station that this record amended';
      const why = known ? again : 'the definition does not have';
      this.add('office-declared-wrongly', record, `Event ${record} declares office ${shown(office)}, which ${why}.`);
    }
    const keys = parseLogKeys(this.crypto, log, heartbeat);
    if (origin !== officeOrigin(this.origin, office) || keys === null) {
      const says = `Event ${record} declares office ${shown(office)} with keys that are none, or with another origin than follows from this log.`;
      this.add('office-keys', record, says);
    }
    if (!this.offices.has(office)) this.offices.set(office, { origin, keys, taken: 0, covered: 0, forked: false });
  }

  private takeTaken(record: number, header: ReadHeader, id: string, body: EventBody | null): void {
    const office = this.offices.get(id);
    if (office === undefined) {
      this.add('office-undeclared', record, `Event ${record} is of office ${shown(id)}, which nobody declared before.`);
    } else {
      if (office.forked) {
        this.add(
          'office-after-fork',
          record,
          `Event ${record} is of office ${shown(id)}, which has two histories: nothing more is taken from it.`,
        );
      }
      office.taken++;
    }
    if (header.office?.index === 0) this.checkFirst(record, id, body);
    this.checkOwn(record, header, id, body);
  }

  /** The definition that the office counts by follows from the national one alone. */
  private checkFirst(record: number, id: string, body: EventBody | null): void {
    const own = officeDefinition(this.definition, id);
    const encoded = own.ok ? encodeDefinition(own.value) : null;
    const isOwn = (part: 'election' | 'units' | 'stations') =>
      encoded !== null && body?.kind === 'ElectionDefined' && this.hash(encoded[part]) === body[part];
    if (isOwn('election') && isOwn('units') && isOwn('stations')) return;
    const says = `The first event of office ${shown(id)}, event ${record}, is not the definition that follows from that of this election.`;
    this.add('office-definition', record, says);
  }

  private checkOwn(record: number, header: ReadHeader, id: string, body: EventBody | null): void {
    // Put together only where something is wrong, which is asked of every event.
    const what = () => `Event ${record}, a ${header.kind} of office ${shown(id)},`;
    const wide = body?.kind === 'DefinitionAmended' && !('station' in body.change);
    if (header.count === 'preliminary' || NOT_OF_OFFICES.has(header.kind) || wide) {
      this.add('office-not-its-own', record, `${what()} is nothing that an office records.`);
    }
    const stranger = strangerIn(id, header.actor) ?? (body === null ? null : strangerOf(id, body));
    if (stranger !== null) {
      this.add('office-not-its-own', record, `${what()} names ${shown(stranger)}, who is not of that office.`);
    }
    const foreign = body === null ? undefined : this.foreignIn(id, body);
    if (foreign === undefined) return;
    this.add('office-not-its-own', record, `${what()} is of station ${shown(foreign)}, which is not of that office.`);
  }

  private foreignIn(id: string, body: EventBody): string | undefined {
    if ('station' in body) return this.ofStation.get(body.station) === id ? undefined : body.station;
    return stationsIn(body).find((station) => this.ofStation.get(station) !== id);
  }

  private cover(record: number, { office: id, size, checkpoint }: Body<'OfficeTaken'>): void {
    const office = this.offices.get(id);
    const refuse = (why: string) =>
      this.add('office-checkpoint', record, `The checkpoint of office ${shown(id)} in event ${record} ${why}.`);
    if (office?.keys == null) {
      refuse('is of an office without keys');
      return;
    }
    const { origin, keys } = office;
    const opened = openCheckpoint(this.crypto, utf8(checkpoint), {
      origin,
      logKey: keys.log,
      cosigners: [keys.heartbeat],
    });
    const root = this.log.offices.get(id)?.leaves.rootAt(office.taken) ?? null;
    if (!opened.ok) refuse(`does not hold: ${opened.error.kind}`);
    else if (opened.value.checkpoint.size !== office.taken || size !== office.taken) {
      refuse(`is of ${opened.value.checkpoint.size} events; ${office.taken} were taken in`);
    } else if (root === null || !equalBytes(opened.value.checkpoint.root, root)) {
      refuse('has another root than the events that were taken in');
    }
    // Even a false one covers: what is wrong with it was said.
    office.covered = office.taken;
  }

  private fork(record: number, { office: id, index, leaf, proof, other }: Body<'OfficeForked'>): void {
    const office = this.offices.get(id);
    const own = index < (office?.taken ?? 0) ? (this.log.offices.get(id)?.leaves.at(index) ?? null) : null;
    const leafHash = fromBase64(leaf);
    const proven =
      office?.keys != null && own !== null && leafHash.ok && !equalBytes(leafHash.value, own)
        ? this.isProven(office.origin, office.keys, { index, leafHash: leafHash.value, proof }, other)
        : false;
    if (!proven) {
      const says = `The evidence of event ${record} does not show that office ${shown(id)} has two histories.`;
      this.add('office-fork-unproven', record, says);
    }
    if (office !== undefined) office.forked = true;
  }

  private isProven(
    origin: string,
    keys: Keys,
    { index, leafHash, proof }: { index: number; leafHash: Uint8Array; proof: readonly string[] },
    other: string,
  ): boolean {
    const opened = openCheckpoint(this.crypto, utf8(other), { origin, logKey: keys.log, cosigners: [keys.heartbeat] });
    if (!opened.ok) return false;
    const { size, root } = opened.value.checkpoint;
    const hashes = proof.flatMap((hash) => {
      const bytes = fromBase64(hash);
      return bytes.ok ? [bytes.value] : [];
    });
    return verifyInclusion(this.crypto, { index, size, root, leafHash, proof: hashes }).ok;
  }

  private hash(bytes: Uint8Array): string {
    return toBase64(this.crypto.sha256(bytes));
  }

  private add(kind: string, record: number, says: string): void {
    addOfEvent(this.findings, kind, record, says);
  }
}

const PEOPLE = ['by', 'person', 'member', 'members', 'for', 'against', 'abstained'] as const;

/** Somebody whom a body names and who is not of the office; null: there is nobody. */
function strangerOf(office: string, body: EventBody): string | null {
  const fields: Readonly<Record<string, unknown>> = body;
  for (const field of PEOPLE) {
    const named = fields[field];
    if (named === undefined) continue;
    if (!Array.isArray(named)) {
      const stranger = strangerIn(office, named);
      if (stranger !== null) return stranger;
      continue;
    }
    for (const one of named as readonly unknown[]) {
      const stranger = strangerIn(office, one);
      if (stranger !== null) return stranger;
    }
  }
  return null;
}

function strangerIn(office: string, person: unknown): string | null {
  return typeof person === 'string' && !isOfOffice(office, person) ? person : null;
}

function stationsIn(body: EventBody): readonly string[] {
  if ('station' in body) return [body.station];
  if (body.kind !== 'DefinitionAmended' || !('station' in body.change)) return [];
  return body.change.kind === 'station-merged' ? [body.change.station, body.change.into] : [body.change.station];
}
