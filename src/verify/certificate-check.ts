import { equalBytes, fromBase64 } from '../base/bytes.ts';
import type { Crypto } from '../base/crypto.ts';
import type { Contest } from '../model/election.ts';
import type { Geography } from '../model/geography.ts';
import type { GpUnitId } from '../model/ids.ts';
import { officeOfStations } from '../model/office-definition.ts';
import { certificateBytes, certificateOf, type EventBody } from '../record/index.ts';
import { sumsOfStations } from './addition.ts';
import { changesItsStates } from './behind-a-state.ts';
import { addOfEvent } from './body-reading.ts';
import type { Centre } from './centre.ts';
import { compareCertificate } from './certificate-figures.ts';
import { type FindingList, shown } from './finding.ts';
import type { ReadLog } from './log-check.ts';
import type { ReadHeader } from './read-header.ts';
import type { ReadRecord } from './replay.ts';

type Certified = Extract<EventBody, { readonly kind: 'ResultCertified' }>;
type Lot = Extract<EventBody, { readonly kind: 'LotDrawn' }>;
/** Sizes of states by the record's own numbers; of the event its number there, and (to be shown) in the whole. */
type States = { readonly sizes: Set<number>; changed: { readonly own: number; readonly record: number } | null };

/** A certificate that stands: in its area nothing more is done in the contest. */
type Standing = {
  readonly record: number;
  readonly office: string;
  readonly area: string;
  readonly stations: ReadonlySet<number>;
};

/**
 * Certificates: of which state, with which figures, by whom, and that nothing is done behind them until a court says so
 * (official-count.md section 8). The figures are those of the fold at this very place, because nothing that could change them may
 * stand behind the state.
 */
export class CertificateCheck {
  private readonly geography: Geography;
  private readonly record: ReadRecord;
  private readonly log: Pick<ReadLog, 'leaves' | 'offices'>;
  private readonly centre: Centre;
  private readonly crypto: Crypto;
  private readonly findings: FindingList;
  private readonly officeOf: (station: number) => string | null;
  /** By contest. */
  private readonly standing = new Map<string, Standing[]>();
  /** By office, contest and area, the newest. */
  private readonly lots = new Map<string, Lot>();
  /** By office, its published states and the newest event that could change a result. */
  private readonly states = new Map<string, States>();
  private readonly declared: string[] = [];

  constructor(
    geography: Geography,
    record: ReadRecord,
    log: Pick<ReadLog, 'leaves' | 'offices'>,
    centre: Centre,
    crypto: Crypto,
    findings: FindingList,
  ) {
    this.geography = geography;
    this.record = record;
    this.log = log;
    this.centre = centre;
    this.crypto = crypto;
    this.findings = findings;
    this.officeOf = officeOfStations(geography);
  }

  /** Every event of the log, those that are of an office alone too. */
  follow(record: number, header: ReadHeader): void {
    const office = header.office?.id ?? '';
    const own = header.office?.index ?? record;
    if (header.kind === 'StatePublished') {
      this.statesOf(office).sizes.add(own);
      return;
    }
    // What an office did is behind the national state as well as behind its own.
    if (office !== '') this.statesOf('').changed = { own: record, record };
    if (changesItsStates(header)) this.statesOf(office).changed = { own, record };
  }

  private statesOf(office: string): States {
    const known = this.states.get(office);
    if (known !== undefined) return known;
    const states: States = { sizes: new Set(), changed: null };
    this.states.set(office, states);
    return states;
  }

  declare(office: string): void {
    if (!this.declared.includes(office)) this.declared.push(office);
  }

  lot(record: number, header: ReadHeader, body: Lot): void {
    this.lots.set(this.lotKey(header, body.area), body);
    const office = header.office?.id ?? '';
    const known = this.standing.get(header.contest ?? '') ?? [];
    const by = known.find((one) => one.office === office && one.area === body.area);
    if (by === undefined) return;
    const says = `Event ${record} draws lots in contest ${shown(header.contest)}, which event ${by.record} certified, and no court has reopened it.`;
    this.add('after-certificate', record, says);
  }

  reopen(record: number, header: ReadHeader): void {
    const known = this.standing.get(header.contest ?? '') ?? [];
    const office = header.office?.id ?? '';
    const left = office === '' ? [] : known.filter((one) => one.office !== office);
    if (left.length === known.length) {
      this.add(
        'not-certified',
        record,
        `Event ${record} reopens contest ${shown(header.contest)}, which nobody had certified.`,
      );
    }
    this.standing.set(header.contest ?? '', left);
  }

  isCertified(contest: string): boolean {
    return (this.standing.get(contest) ?? []).length > 0;
  }

  /** The same of stations that lie in this unit and are of this office. */
  isCertifiedAt(contest: string, at: number, office: string | null): boolean {
    return (this.standing.get(contest) ?? []).some((one) => {
      if (one.office !== '') return one.office === office;
      const { parent, units } = this.geography;
      for (let up = at; up >= 0; up = parent[up] ?? -1) if (units[up]?.id === one.area) return true;
      return false;
    });
  }

  /** Something is done in a contest at a station, or (null) in every contest that it votes in. */
  touch(record: number, header: ReadHeader, station: number, contest: string | null): void {
    if (this.standing.size === 0 || header.count !== 'official') return;
    for (const [id, list] of this.standing) {
      const by = contest !== null && contest !== id ? undefined : list.find(({ stations }) => stations.has(station));
      if (by === undefined) continue;
      const says = `Event ${record}, a ${header.kind}, is of contest ${shown(id)}, which event ${by.record} certified, and no court has reopened it.`;
      this.add('after-certificate', record, says);
      return;
    }
  }

  certify(record: number, header: ReadHeader, body: Certified): void {
    const { geography } = this;
    const c = geography.definition.election.contests.findIndex(({ id }) => id === header.contest);
    const contest = geography.definition.election.contests[c];
    const unit = geography.unitIndex.get(body.area as GpUnitId);
    if (contest === undefined || unit === undefined || (unit !== 0 && unit !== geography.electorateUnit[c])) {
      const says = `Event ${record} certifies ${shown(header.contest)} in ${shown(body.area)}, where nothing of it is decided.`;
      this.add('certificate-area', record, says);
      return;
    }
    const office = header.office?.id ?? '';
    const stations = this.stationsIn(c, unit, office);
    this.checkState(record, header, body);
    if (office === '') this.checkOffices(record, header, body, stations);
    else if (body.offices.length > 0)
      this.add('certificate-offices', record, `The certificate of event ${record} names offices of an office.`);
    this.checkSigned(record, header, body);
    if (this.record.isDue(record, { ...header, kind: 'SheetAgreed' }))
      this.checkFigures(record, header, body, contest, c, stations);
    const known = this.standing.get(contest.id) ?? [];
    if (known.some((one) => one.office === office && one.area === body.area)) {
      this.add('certified-twice', record, `Event ${record} certifies what is certified, and no court has reopened it.`);
    }
    this.standing.set(contest.id, [...known, { record, office, area: body.area, stations: new Set(stations) }]);
  }

  /** Of which record it is: a published state, all of it shown, and nothing behind it that could change the result. */
  private checkState(record: number, header: ReadHeader, body: Certified): void {
    const id = header.office?.id ?? '';
    const { sizes, changed } = this.statesOf(id);
    if (!sizes.has(body.size)) {
      const says = `The certificate of event ${record} is of ${body.size} events, of which no state was published.`;
      this.add('certificate-of-no-state', record, says);
      return;
    }
    if (changed !== null && changed.own >= body.size) {
      const says = `The certificate of event ${record} leaves out event ${changed.record}, which stands behind the state that it is of.`;
      this.add('certificate-behind', record, says);
    }
    const leaves = id === '' ? this.log.leaves : this.log.offices.get(id)?.leaves;
    if (!isRoot(leaves?.rootAt(body.size) ?? null, body.root)) {
      this.add(
        'certificate-root',
        record,
        `The root in the certificate of event ${record} is not that of its ${body.size} events.`,
      );
    }
    if (id !== '') return;
    const { chain } = this.record;
    const covers = chain.states.find((one) => one.size === body.size)?.covers.official;
    const lifted = chain.lifted.get(header.contest ?? '') ?? Number.POSITIVE_INFINITY;
    if (covers === body.size && lifted < body.size) return;
    this.add(
      'certificate-held-back',
      record,
      `Event ${record} certifies what its state does not show: a stop or an embargo holds it back.`,
    );
  }

  private checkOffices(record: number, header: ReadHeader, body: Certified, stations: readonly number[]): void {
    const offices = [...this.declared].sort();
    const right =
      offices.length === body.offices.length && offices.every((id, i) => this.isOffice(id, body.size, body.offices[i]));
    if (!right) {
      const says = `The certificate of event ${record} does not name every declared office with its size and root as far as it was taken in.`;
      this.add('certificate-offices', record, says);
    }
    const certified = new Set((this.standing.get(header.contest ?? '') ?? []).map(({ office }) => office));
    const needed = new Set(stations.map((station) => this.officeOf(station)));
    const missing = [...needed].filter((id) => id !== null && !certified.has(id));
    if (missing.length === 0) return;
    this.add(
      'office-not-certified',
      record,
      `Event ${record} certifies before office ${shown(missing[0])} has certified its part.`,
    );
  }

  private isOffice(id: string, below: number, said: Certified['offices'][number] | undefined): boolean {
    const log = this.log.offices.get(id);
    const size = log === undefined ? 0 : countBelow(log.records, below);
    return said?.[0] === id && said[1] === size && isRoot(log?.leaves.rootAt(size) ?? null, said[2], size);
  }

  private checkSigned(record: number, header: ReadHeader, body: Certified): void {
    const { canvass, id: election } = this.geography.definition.election;
    const message = certificateBytes({ election, contest: header.contest ?? '' }, certificateOf(body));
    let valid = 0;
    for (const [certifier, text] of body.signatures) {
      const key = fromBase64(canvass?.certifiers.find(({ id }) => id === certifier)?.key ?? '-');
      const signature = fromBase64(text);
      if (!key.ok) {
        this.add('certifier-unknown', record, `Event ${record} is signed by ${shown(certifier)}, who is no certifier.`);
      } else if (!signature.ok || !this.crypto.verifyEd25519(key.value, message, signature.value)) {
        this.add(
          'certificate-signature',
          record,
          `The signature of ${shown(certifier)} under event ${record} does not hold.`,
        );
      } else valid++;
    }
    const required = canvass?.required ?? 1;
    if (valid >= required) return;
    this.add(
      'too-few-signatures',
      record,
      `Event ${record} has ${valid} valid signatures; the definition demands ${required}.`,
    );
  }

  private checkFigures(
    record: number,
    header: ReadHeader,
    body: Certified,
    contest: Contest,
    c: number,
    stations: readonly number[],
  ): void {
    const sums = sumsOfStations(this.geography, this.centre, c, stations);
    const lot = this.lots.get(this.lotKey(header, body.area))?.order ?? null;
    const compared = compareCertificate(body, contest, sums, this.centre.amended.withdrawnOf(c), lot);
    const { figures } = compared;
    for (const field of compared.differing) {
      const says = `The certificate of event ${record} says another ${field} than the record gives.`;
      this.add('certificate-differs', record, says);
    }
    if (compared.isTied) {
      this.add('certificate-tie', record, `Event ${record} certifies equal votes, and no lot was drawn.`);
    }
    const mayBePartial = this.geography.definition.election.canvass?.partial === true && body.partial !== null;
    const current = this.centre.versions.current.official[c] ?? [];
    const open = figures.open + stations.filter((s) => (current[s]?.objections ?? 0) > 0).length;
    if (open > 0 ? mayBePartial : body.partial === null) return;
    const says = `Event ${record} certifies while ${open} sheets are open or objected to, and is not marked partial as the definition allows.`;
    this.add('certificate-open', record, says);
  }

  private stationsIn(c: number, unit: number, office: string): readonly number[] {
    const { placeOf, parent, votesIn } = this.geography;
    return placeOf.flatMap((place, station) => {
      if (votesIn[c]?.[station] !== true || (office !== '' && this.officeOf(station) !== office)) return [];
      for (let up = place; up >= 0; up = parent[up] ?? -1) if (up === unit) return [station];
      return [];
    });
  }

  private lotKey(header: ReadHeader, area: string): string {
    return JSON.stringify([header.office?.id ?? '', header.contest, area]);
  }

  private add(kind: string, record: number, says: string): void {
    addOfEvent(this.findings, kind, record, says);
  }
}

/** An office of which nothing was taken in has the root of no events. */
function isRoot(root: Uint8Array | null, said: string, size = 1): boolean {
  const bytes = fromBase64(said);
  if (!bytes.ok) return false;
  return root === null ? size === 0 : equalBytes(root, bytes.value);
}

function countBelow(records: readonly number[], end: number): number {
  const at = records.findIndex((record) => record >= end);
  return at < 0 ? records.length : at;
}
