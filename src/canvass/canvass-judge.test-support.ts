import type { EventBody, EventHeader } from '../record/index.ts';

/*
 * A second reading of docs/spec/official-count.md: it sees nothing but the record of the little official count, reads it in the
 * plainest way, and says what is wrong with it and where each (station, contest) ends. It shares no code with what it judges.
 */

export type Recorded = { readonly header: EventHeader; readonly body: EventBody };
type Of<K extends EventBody['kind']> = Extract<EventBody, { kind: K }>;

type Paper = {
  readonly station: string;
  readonly generation: number;
  readonly copy: boolean;
  /** Contests that are typed from it. */
  readonly contests: readonly string[];
  opened: string | null;
  scanned: boolean;
  stored: boolean;
  state: 'disputed' | 'gone' | 'late' | 'standing';
};
type Cell = { state: string; typists: string[]; recount: boolean; corrected: boolean };

export const VOTES: Readonly<Record<string, readonly string[]>> = {
  s0: ['pres', 'gov'],
  s1: ['pres', 'gov'],
  s2: ['pres'],
  // Only where an amendment adds it.
  s3: ['pres'],
};

export class OfficialJudge {
  readonly faults: string[] = [];
  readonly ends = new Map<string, string>();
  private readonly scans: boolean;
  private readonly quorum: number;
  private readonly roles = new Set<string>();
  private readonly papers = new Map<number, Paper>();
  private readonly cells = new Map<string, Cell>();
  private readonly envelope = new Map<string, 'expected' | 'missing' | number>();
  private readonly repeat = new Map<string, 'pending' | number>();
  private readonly objections = new Map<number, { readonly key: string; readonly holds: boolean; open: boolean }>();
  private readonly members = new Set<string>();
  private readonly out = new Map<string, string>();
  /** Stations that there are, and where each lies. */
  private readonly places = new Map<string, string>(Object.entries({ s0: 'u1', s1: 'u1', s2: 'u2' }));
  /** When the polls of a station close that votes on another day. */
  private readonly dates = new Map<string, number>();
  private readonly lost = new Set<string>();
  /** Where a vote that was to be repeated, or was, is lost: nothing is read there any more. */
  private readonly over = new Set<string>();
  private readonly certified = new Map<string, Map<string, string>>();
  private session: { readonly n: number; readonly members: readonly string[] } | null = null;
  private closed = false;

  constructor(record: readonly Recorded[], rules: { readonly scans: boolean; readonly quorum: number }) {
    this.scans = rules.scans;
    this.quorum = rules.quorum;
    record.forEach(({ header, body }, i) => {
      this.read(i, header, body);
      this.frozen(i, body);
    });
    for (const [station, contests] of Object.entries(VOTES)) {
      const end = (contest: string) => (this.places.has(station) ? this.endOf(station, contest) : 'none');
      for (const contest of contests) this.ends.set(`${station} ${contest}`, end(contest));
    }
  }

  private must(holds: boolean, fault: string): void {
    if (!holds) this.faults.push(fault);
  }

  private has(person: string | null, role: string): boolean {
    return this.roles.has(`${person} ${role}`);
  }

  private cell(sheet: number, contest: string): Cell {
    const key = `${sheet} ${contest}`;
    const cell = this.cells.get(key) ?? { state: 'none', typists: [], recount: false, corrected: false };
    this.cells.set(key, cell);
    return cell;
  }

  /** The sheet that counts, in the plainest words of section 6. */
  private counts(station: string, contest: string): number | null {
    const repeated = this.repeat.get(`${station} ${contest}`);
    if (typeof repeated === 'number') return repeated;
    const standing = [...this.papers].filter(
      ([, p]) => p.station === station && p.generation === 1 && p.state === 'standing',
    );
    return standing.at(-1)?.[0] ?? null;
  }

  /** What is certified stays so, until a court says otherwise. */
  private endOf(station: string, contest: string): string {
    return this.certified.get(contest)?.get(station) ?? this.plainEnd(station, contest);
  }

  private plainEnd(station: string, contest: string): string {
    const out = this.out.get(station);
    if (out !== undefined) return out;
    if (this.repeat.get(`${station} ${contest}`) === 'pending') return 'open';
    if (
      [...this.papers.values()].some((p) => p.station === station && p.state === 'disputed') &&
      typeof this.repeat.get(`${station} ${contest}`) !== 'number' &&
      !this.over.has(`${station} ${contest}`)
    ) {
      return 'open';
    }
    const sheet = this.counts(station, contest);
    const cell = sheet === null ? null : this.cell(sheet, contest);
    if (cell === null || cell.state === 'none') return this.lost.has(`${station} ${contest}`) ? 'lost' : 'open';
    const held = [...this.objections.values()].some((o) => o.open && o.holds && o.key === `${sheet} ${contest}`);
    if (cell.state === 'agreed')
      return held ? 'open' : `counted ${this.basis(sheet ?? -1, cell)}${cell.corrected ? ' corrected' : ''}`;
    return cell.state === 'annulled' || cell.state === 'lost' ? cell.state : 'open';
  }

  private basis(sheet: number, cell: Cell): string {
    const paper = this.papers.get(sheet);
    if (cell.recount) return 'recount';
    if (paper?.copy === true) return 'copy';
    return (paper?.generation ?? 1) > 1 ? 'repeat' : 'original';
  }

  /** Nothing behind a certificate makes another end of what it certified, but for an envelope of what was lost that turns up. */
  private frozen(i: number, body: EventBody): void {
    for (const [contest, ends] of this.certified) {
      for (const [station, end] of ends) {
        const now = this.plainEnd(station, contest);
        const turnedUp = end === 'lost' && now === 'open';
        this.must(now === end || turnedUp, `${body.kind} ${i} changes what is certified`);
      }
    }
  }

  private read(i: number, header: EventHeader, body: EventBody): void {
    const { actor } = header;
    const two = (role: string) => {
      const by = 'by' in body && body.by !== null ? body.by : ['', ''];
      this.must(by[0] !== by[1] && by.every((p) => this.has(p, role)) && actor === by[1], `${body.kind} ${i}: not two`);
    };
    const one = (role: string) => this.must(this.has(actor, role), `${body.kind} ${i} by ${actor}`);
    switch (body.kind) {
      case 'RoleGranted':
        this.roles.add(`${body.person} ${body.role}`);
        break;
      case 'RoleRevoked':
        this.roles.delete(`${body.person} ${body.role}`);
        break;
      case 'CountClosed':
        if (header.count === 'official') this.closed = true;
        break;
      case 'EnvelopeReceived':
        one('custodian');
        this.receive(i, header, body);
        break;
      case 'EnvelopeMissing':
        two('custodian');
        this.miss(i, header, body);
        break;
      case 'EnvelopeMoved':
      case 'EnvelopeOpened':
      case 'EnvelopeStored':
        if (body.kind === 'EnvelopeStored') one('custodian');
        else two('custodian');
        this.handle(i, body);
        break;
      case 'SheetScanned':
        one('custodian');
        this.scan(i, body);
        break;
      case 'MemberSeated':
        one('administrator');
        this.must(this.has(body.member, 'member') && !this.members.has(body.member), `seat ${i}`);
        this.members.add(body.member);
        break;
      case 'MemberLeft':
        one('administrator');
        this.must(this.members.delete(body.member), `unseat ${i}`);
        break;
      case 'SessionOpened':
        one('secretary');
        this.must(this.session === null && body.members.every((m) => this.members.has(m)), `session ${i}`);
        this.must(body.counted === this.countedNow(), `zero act ${i}: ${body.counted}, not ${this.countedNow()}`);
        this.session = { n: body.session, members: body.members };
        break;
      case 'SessionClosed':
        one('secretary');
        this.must(this.session?.n === body.session, `end of session ${i}`);
        this.session = null;
        break;
      case 'ObjectionRaised':
        one('secretary');
        this.object(i, header, body);
        break;
      case 'BoardRuled':
      case 'CopyAdmitted':
      case 'LotDrawn':
        this.vote(i, header, body);
        if (body.kind === 'BoardRuled') this.rule(i, header, body);
        if (body.kind === 'CopyAdmitted') this.admit(i, header, body);
        break;
      case 'ResultCertified':
        one('publisher');
        this.certify(i, header, body);
        break;
      case 'CourtOrdered':
        two('member');
        this.must(this.certified.delete(header.contest ?? ''), `court ${i} of what is not certified`);
        break;
      case 'DefinitionAmended':
        two('administrator');
        this.amend(i, header, body);
        break;
      default:
        this.readTyping(i, header, body);
    }
  }

  private countedNow(): number {
    return Object.entries(VOTES)
      .flatMap(([station, contests]) => contests.map((contest) => this.endOf(station, contest)))
      .filter((end) => end.startsWith('counted')).length;
  }

  private receive(i: number, { generation = 1, at }: EventHeader, { station }: Of<'EnvelopeReceived'>): void {
    this.must(this.places.has(station) && at >= (this.dates.get(station) ?? 0), `envelope ${i} of no vote`);
    const key = `${station} ${generation}`;
    this.must(typeof (this.envelope.get(key) ?? 'expected') !== 'number', `second envelope ${i}`);
    this.envelope.set(key, i);
    const waiting = (VOTES[station] ?? []).filter((contest) => this.repeat.get(`${station} ${contest}`) === 'pending');
    if (generation > 1) {
      this.must(waiting.length > 0, `repeated envelope ${i} that nobody waits for`);
      for (const contest of waiting) this.repeat.set(`${station} ${contest}`, i);
    }
    const contests = generation > 1 ? waiting : (VOTES[station] ?? []);
    const paper: Paper = {
      station,
      generation,
      copy: false,
      contests,
      opened: null,
      scanned: false,
      stored: false,
      state: 'standing',
    };
    this.papers.set(i, this.closed ? { ...paper, state: 'late' } : paper);
  }

  private miss(i: number, { generation = 1 }: EventHeader, { station }: Of<'EnvelopeMissing'>): void {
    const key = `${station} ${generation}`;
    const before = this.envelope.get(key) ?? 'expected';
    this.must(before !== 'missing', `missing twice ${i}`);
    if (typeof before === 'number') {
      const paper = this.papers.get(before);
      this.must(paper?.opened === null && paper.state === 'standing', `missing ${i} of what was opened`);
      if (paper !== undefined) paper.state = 'gone';
    }
    this.envelope.set(key, 'missing');
  }

  private handle(i: number, body: Of<'EnvelopeMoved' | 'EnvelopeOpened' | 'EnvelopeStored'>): void {
    const paper = this.papers.get(body.sheet);
    this.must(paper !== undefined && !paper.copy && paper.station === body.station, `${body.kind} ${i} of no envelope`);
    if (paper === undefined) return;
    if (body.kind === 'EnvelopeMoved') paper.stored = false;
    if (body.kind === 'EnvelopeStored') {
      this.must(!paper.stored, `stored twice ${i}`);
      paper.stored = true;
    }
    if (body.kind !== 'EnvelopeOpened') return;
    this.must(paper.opened === null && !paper.stored && !this.closed, `opened ${i}`);
    paper.opened = body.found;
    if (body.found !== 'sheet' && paper.state === 'standing') paper.state = 'gone';
    if (body.found === 'sheet' && !this.scans) this.begin(body.sheet, paper);
  }

  private begin(sheet: number, paper: Paper): void {
    for (const contest of paper.contests) {
      const key = `${paper.station} ${contest}`;
      // A paper of the first vote is not read where the vote was repeated.
      if (paper.generation === 1 && (this.repeat.has(key) || this.over.has(key))) continue;
      this.cell(sheet, contest).state = 'typing';
    }
  }

  private scan(i: number, body: Of<'SheetScanned'>): void {
    const paper = this.papers.get(body.sheet);
    this.must(paper !== undefined, `scan ${i} of no sheet`);
    if (paper === undefined) return;
    if (body.paper === 'recount') {
      const waits = paper.contests.filter((contest) => this.cell(body.sheet, contest).state === 'recount');
      this.must(waits.length > 0, `recount ${i} that nobody waits for`);
      for (const contest of waits) this.cell(body.sheet, contest).state = 'typing';
      return;
    }
    this.must(!paper.scanned && (paper.copy || (paper.opened === 'sheet' && !paper.stored)), `scan ${i}`);
    paper.scanned = true;
    if (this.scans) this.begin(body.sheet, paper);
  }

  private object(i: number, { contest }: EventHeader, body: Of<'ObjectionRaised'>): void {
    const cell = this.cell(body.sheet, contest ?? '');
    this.must(cell.state === 'agreed' || cell.state === 'observed', `objection ${i} to what is ${cell.state}`);
    this.must(this.session?.n === body.session, `objection ${i} without a session`);
    this.must(this.counts(body.station, contest ?? '') === body.sheet, `objection ${i} to what does not count`);
    this.objections.set(i, { key: `${body.sheet} ${contest}`, holds: body.ground === 'tamper', open: true });
  }

  private vote(i: number, { actor }: EventHeader, body: Of<'BoardRuled' | 'CopyAdmitted' | 'LotDrawn'>): void {
    const all = [...body.for, ...body.against, ...body.abstained];
    this.must(new Set(all).size === all.length, `${body.kind} ${i}: somebody votes twice`);
    this.must(
      all.every((p) => this.session?.members.includes(p) && this.members.has(p) && this.has(p, 'member')),
      `${body.kind} ${i}: a stranger votes`,
    );
    this.must(all.length >= this.quorum && body.for.length > body.against.length, `${body.kind} ${i}: no decision`);
    this.must(this.session?.n === body.session && body.for.includes(actor ?? ''), `${body.kind} ${i}: by ${actor}`);
  }

  private rule(i: number, { contest }: EventHeader, body: Of<'BoardRuled'>): void {
    const id = contest ?? '';
    const key = `${body.station} ${id}`;
    const sheet = body.sheet ?? this.counts(body.station, id);
    if (body.sheet !== null) {
      const open = [...this.objections].filter(([, o]) => o.open && o.key === `${body.sheet} ${id}`).map(([n]) => n);
      this.must(JSON.stringify(open) === JSON.stringify(body.objections.map(([n]) => n)), `ruling ${i}: objections`);
      for (const n of open) {
        const objection = this.objections.get(n);
        if (objection !== undefined) objection.open = false;
      }
      this.must(this.counts(body.station, id) === body.sheet, `ruling ${i} on what does not count`);
      const cell = this.cell(body.sheet, id);
      this.must(cell.state === 'agreed' || cell.state === 'observed', `ruling ${i} on what is ${cell.state}`);
      const all = [...body.for, ...body.against, ...body.abstained];
      this.must(!all.some((p) => cell.typists.includes(p)), `ruling ${i}: a typist rules on what she typed`);
      this.must(body.effect !== 'lost', `ruling ${i}: a sheet is lost`);
    }
    // The newest ruling says whether it is lost.
    this.lost.delete(key);
    if (body.effect === 'lost') {
      this.lost.add(key);
      if (this.repeat.has(key)) this.over.add(key);
      if (this.repeat.get(key) === 'pending') this.repeat.delete(key);
    }
    if (sheet === null) return;
    const cell = this.cell(sheet, id);
    if (body.effect === 'lost' && cell.state === 'none') return;
    const next: Partial<Record<typeof body.effect, string>> = {
      annul: 'annulled',
      lost: 'lost',
      repeat: 'repeat',
      recount: this.scans ? 'recount' : 'typing',
      retype: 'typing',
    };
    cell.state = next[body.effect] ?? cell.state;
    cell.recount ||= body.effect === 'recount';
    if (body.effect !== 'repeat') return;
    this.over.delete(key);
    this.repeat.set(key, 'pending');
  }

  private admit(i: number, { generation = 1 }: EventHeader, { station }: Of<'CopyAdmitted'>): void {
    const envelope = this.envelope.get(`${station} ${generation}`) ?? 'expected';
    const empty = typeof envelope === 'number' && !['sheet', null].includes(this.papers.get(envelope)?.opened ?? null);
    this.must(envelope === 'missing' || empty, `copy ${i} of an original that is there`);
    const pending = (VOTES[station] ?? []).filter((contest) => this.repeat.get(`${station} ${contest}`) === 'pending');
    const gone = (VOTES[station] ?? []).filter((contest) => {
      const repeated = this.repeat.get(`${station} ${contest}`);
      const isGone = typeof repeated === 'number' && this.papers.get(repeated)?.state === 'gone';
      return isGone && !this.over.has(`${station} ${contest}`);
    });
    const waiting = pending.length > 0 ? pending : gone;
    if (generation > 1) for (const contest of waiting) this.repeat.set(`${station} ${contest}`, i);
    const contests = generation > 1 ? waiting : (VOTES[station] ?? []);
    const paper: Paper = {
      station,
      generation,
      copy: true,
      contests,
      opened: 'sheet',
      scanned: false,
      stored: false,
      state: 'standing',
    };
    this.papers.set(i, paper);
    if (!this.scans) this.begin(i, paper);
  }

  private certify(i: number, { contest }: EventHeader, { area, partial }: Of<'ResultCertified'>): void {
    const stations = Object.keys(VOTES).filter(
      (s) => VOTES[s]?.includes(contest ?? '') && this.places.has(s) && (area === 'u0' || this.places.get(s) === 'u1'),
    );
    const ends = new Map(stations.map((station) => [station, this.endOf(station, contest ?? '')]));
    this.must(!this.certified.has(contest ?? ''), `certified twice ${i}`);
    const open = [...ends.values()].some((end) => end === 'open');
    this.must(!open || partial !== null, `certificate ${i} of what is open`);
    const keys = stations.map((station) => `${this.counts(station, contest ?? '')} ${contest}`);
    const objected = [...this.objections.values()].some((o) => o.open && keys.includes(o.key));
    this.must(!objected || partial !== null, `certificate ${i} of what is objected to`);
    this.certified.set(contest ?? '', ends);
  }

  private amend(i: number, { at }: EventHeader, { change }: Of<'DefinitionAmended'>): void {
    if (!('station' in change)) return;
    const { station } = change;
    this.must(!this.out.has(station), `amended twice ${i}`);
    const certified = (VOTES[station] ?? []).some((contest) => this.certified.has(contest));
    if (change.kind === 'station-added') {
      this.must(!this.places.has(station) && !certified, `added ${i} what is there, or certified`);
      this.places.set(station, change.place);
      return;
    }
    if (change.kind === 'station-moved') {
      const isElsewhere = this.places.has(station) && this.places.get(station) !== change.place;
      // Only in the first district is the second contest voted in.
      this.must(isElsewhere && !certified && change.place !== 'u1', `moved ${i} what cannot be`);
      this.places.set(station, change.place);
      return;
    }
    if (change.kind === 'date-moved') {
      const isAnybody = [...this.papers.values()].some((p) => p.station === station && p.state !== 'gone');
      const came = isAnybody || typeof (this.envelope.get(`${station} 1`) ?? 'expected') === 'number';
      this.must(!came && change.until > (this.dates.get(station) ?? 0), `date ${i} of what came at ${at}`);
      this.dates.set(station, change.until);
      return;
    }
    this.out.set(change.station, change.kind === 'station-merged' ? 'merged' : 'not-installed');
  }

  private readTyping(i: number, header: EventHeader, body: EventBody): void {
    if (header.count !== 'official' || !('sheet' in body) || body.sheet === null) {
      if (body.kind === 'SheetDisputed' && header.count === 'official') {
        for (const n of body.sheets) this.set(n, 'disputed');
      }
      return;
    }
    const { sheet } = body;
    const contest = header.contest ?? '';
    if (body.kind === 'SheetSuperseded') {
      for (const n of body.over) this.set(n, 'gone');
      this.set(sheet, 'standing');
      return;
    }
    if (body.kind === 'SheetWithdrawn') this.withdraw(sheet);
    if (body.kind === 'SheetWithdrawn' || body.kind === 'EntryVoided') return;
    const paper = this.papers.get(sheet);
    this.must(paper?.contests.includes(contest) === true, `${body.kind} ${i} of what is not typed from it`);
    this.must((header.generation ?? 1) === paper?.generation, `${body.kind} ${i}: generation`);
    const cell = this.cell(sheet, contest);
    switch (body.kind) {
      case 'EntryCommitted':
        this.must(cell.state === 'typing' && paper?.state === 'standing', `entry ${i} of what is ${cell.state}`);
        this.must(!cell.typists.includes(header.actor ?? ''), `entry ${i}: twice by one`);
        this.must(!this.out.has(body.station), `entry ${i} of a station that is out`);
        cell.typists.push(header.actor ?? '');
        break;
      case 'SheetAgreed':
        cell.state = 'agreed';
        cell.corrected = false;
        break;
      case 'SheetObserved':
        cell.state = 'observed';
        break;
      case 'SheetCorrected':
        cell.state = 'agreed';
        cell.corrected = true;
        break;
      case 'SheetAnnulled':
        this.must(cell.state === 'annulled' && body.from === i - 1, `annulled ${i}`);
        break;
      default:
        break;
    }
  }

  private set(sheet: number, state: Paper['state']): void {
    const paper = this.papers.get(sheet);
    if (paper !== undefined) paper.state = state;
  }

  private withdraw(sheet: number): void {
    const paper = this.papers.get(sheet);
    if (paper === undefined) return;
    paper.state = 'gone';
    for (const [key, at] of this.envelope) if (at === sheet) this.envelope.delete(key);
    for (const [key, at] of this.repeat) if (at === sheet && !this.over.has(key)) this.repeat.set(key, 'pending');
    const left = [...this.papers].filter(([, p]) => p.station === paper.station && p.state === 'disputed');
    if (left.length === 1 && left[0] !== undefined) this.set(left[0][0], 'standing');
  }
}
