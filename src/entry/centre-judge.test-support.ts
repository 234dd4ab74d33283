import { leavesNoFigures } from '../model/desk-rules.ts';
import type { EventBody, EventHeader } from '../record/index.ts';

/*
 * A second reading of docs/spec/publication.md section 2, "What counts": it sees nothing but the record, goes through it in the
 * plainest way, and says what is wrong with it. Rules of the little election: corrections count; `torn` and `unsigned` count.
 */

export type Recorded = { readonly header: EventHeader; readonly body: EventBody };
type Of<K extends EventBody['kind']> = Extract<EventBody, { kind: K }>;
type Content = Pick<Of<'EntryCommitted'>, 'boxes' | 'corrections' | 'observations'>;

const WAITS = ['illegible', 'not-a-sheet', 'unclear-correction', 'wrong-station'];
/** What a closed count still has. */
const STAYS = [
  'EntryVoided',
  'SheetReceived',
  'EnvelopeReceived',
  'FiguresAnnounced',
  'FiguresRead',
  'ArrivalsRefused',
  'PublicationStopped',
  'PublicationResumed',
];
const says = ({ boxes, corrections, observations }: Content) => JSON.stringify([boxes, corrections, observations]);

export class Judge {
  readonly faults: string[] = [];
  /** Receipts by record number, and what became of them. */
  readonly sheets = new Map<number, string>();
  readonly fates = new Map<number, string>();
  /** Newest of `counted`, `observed`, or nothing, of each sheet and contest. */
  readonly settled = new Map<string, string>();
  private readonly record: readonly Recorded[];
  private readonly roles = new Set<string>();
  private readonly typed = new Set<string>();
  private readonly agreedOnce = new Set<string>();
  private readonly standing = new Map<string, readonly number[]>();
  private readonly closed = new Map<string, number>();

  constructor(record: readonly Recorded[]) {
    this.record = record;
    record.forEach(({ header, body }, i) => {
      this.read(i, header, body);
    });
    for (const [count, at] of this.closed) {
      record.forEach(({ body, header }, i) => {
        if (body.kind !== 'EntryCommitted' || header.count !== count) return;
        this.must(i < at && this.fates.get(i) !== 'pending', `entry ${i} outlives its count`);
      });
    }
  }

  private must(holds: boolean, fault: string): void {
    if (!holds) this.faults.push(fault);
  }

  private has(person: string | null, role: string): boolean {
    return this.roles.has(`${person} ${role}`);
  }

  private read(i: number, header: EventHeader, body: EventBody): void {
    const place = 'station' in body ? `${header.count} ${body.station}` : '';
    const closed = header.count !== null && this.closed.has(header.count);
    if (closed) this.must(STAYS.includes(body.kind), `${body.kind} ${i} after the closing`);
    if ('by' in body && body.by !== null) {
      const role = body.kind.startsWith('Publication') ? 'publisher' : 'supervisor';
      this.must(body.by[0] !== body.by[1] && body.by.every((p) => this.has(p, role)), `${body.kind} ${i}: not two`);
    }
    switch (body.kind) {
      case 'RoleGranted':
        this.roles.add(`${body.person} ${body.role}`);
        this.must(
          !this.has(body.person, 'typist') ||
            [...this.roles].filter((r) => r.startsWith(`${body.person} `)).length === 1,
          `${body.person} types and judges`,
        );
        break;
      case 'RoleRevoked':
        this.roles.delete(`${body.person} ${body.role}`);
        this.must(
          [...this.roles].some((r) => r.endsWith(' administrator')),
          'nobody is administrator',
        );
        break;
      case 'SheetReceived':
      case 'EnvelopeReceived':
        this.receive(i, place, closed);
        break;
      case 'SheetDisputed':
      case 'SheetSuperseded':
      case 'SheetWithdrawn':
        this.readPaper(i, place, body);
        break;
      case 'CountClosed':
        this.closed.set(header.count ?? '', i);
        break;
      case 'EntryCommitted':
      case 'EntriesRevealed':
      case 'EntryVoided':
      case 'DifferenceResolved':
      case 'SheetAgreed':
      case 'SheetObserved':
      case 'RulingIssued':
        this.readTyping(i, header, body);
        break;
      default:
        break;
    }
  }

  private receive(i: number, place: string, closed: boolean): void {
    if (closed) {
      this.sheets.set(i, 'late');
      return;
    }
    const here = this.standing.get(place) ?? [];
    this.standing.set(place, [...here, i]);
    this.sheets.set(i, 'standing');
    const next = this.record[i + 1]?.body;
    const disputed = next?.kind === 'SheetDisputed' && next.sheets.includes(i);
    this.must(disputed === here.length > 0, `receipt ${i}: disputed without a rival, or a rival without dispute`);
  }

  private readPaper(i: number, place: string, body: Of<'SheetDisputed' | 'SheetSuperseded' | 'SheetWithdrawn'>): void {
    const here = this.standing.get(place) ?? [];
    if (body.kind === 'SheetDisputed') {
      this.must(JSON.stringify(here) === JSON.stringify(body.sheets), `dispute ${i} names others than could stand`);
      for (const sheet of here) this.sheets.set(sheet, 'disputed');
      return;
    }
    const out = body.kind === 'SheetSuperseded' ? body.over : [body.sheet];
    const left = here.filter((sheet) => !out.includes(sheet));
    this.must(
      out.every((sheet) => here.includes(sheet)),
      `${body.kind} ${i} of what does not stand`,
    );
    if (body.kind === 'SheetSuperseded') {
      this.must(here.length > 1 && left.length === 1 && left[0] === body.sheet, `choice ${i} leaves ${left.length}`);
    }
    for (const sheet of out) this.sheets.set(sheet, body.kind === 'SheetSuperseded' ? 'superseded' : 'withdrawn');
    const [only] = left;
    if (left.length === 1 && only !== undefined) this.sheets.set(only, 'standing');
    this.standing.set(place, left);
  }

  private readTyping(
    i: number,
    header: EventHeader,
    body: Of<
      | 'EntryCommitted'
      | 'EntriesRevealed'
      | 'EntryVoided'
      | 'DifferenceResolved'
      | 'SheetAgreed'
      | 'SheetObserved'
      | 'RulingIssued'
    >,
  ): void {
    const key = `${body.sheet} ${header.contest}`;
    const state = this.sheets.get(body.sheet) ?? 'unknown';
    if (body.kind !== 'EntryVoided') {
      this.must(state === 'standing', `${body.kind} ${i} of a sheet that is ${state}`);
    }
    switch (body.kind) {
      case 'EntryCommitted': {
        const who = `${key} ${header.actor}`;
        this.must(!this.typed.has(who) && this.has(header.actor, 'typist'), `entry ${i} by ${header.actor}`);
        this.typed.add(who);
        this.fates.set(i, 'pending');
        break;
      }
      case 'EntriesRevealed':
        this.end(body.entries, 'revealed');
        this.must(this.isPair(body.entries, key, i) && this.equal(body.entries) === body.equal, `reveal ${i}`);
        break;
      case 'EntryVoided':
        this.end([body.entry], 'voided');
        break;
      case 'DifferenceResolved':
        this.must(this.isPair(body.entries, key, i) && this.resolves(body, header.actor), `resolution ${i}`);
        break;
      case 'RulingIssued':
        this.must(this.settled.get(key) === 'observed', `ruling ${i} on what is not observed`);
        if (body.ruling === 'retype') this.settled.delete(key);
        break;
      case 'SheetObserved':
        this.must(this.foundation(body.from, key, i) !== null, `observation ${i} rests on nothing`);
        this.settled.set(key, 'observed');
        break;
      default:
        this.must(!this.agreedOnce.has(key), `${key} counted twice`);
        this.must(this.agrees(i, body, key), `agreement ${i} rests on nothing`);
        this.agreedOnce.add(key);
        this.settled.set(key, 'counted');
    }
  }

  private end(entries: readonly number[], fate: string): void {
    for (const entry of entries) {
      this.must(this.fates.get(entry) === 'pending', `entry ${entry} ended twice`);
      this.fates.set(entry, fate);
    }
  }

  private entry(
    i: number,
  ): (Content & { readonly who: string | null; readonly key: string; readonly slot: number }) | null {
    const at = this.record[i];
    if (at?.body.kind !== 'EntryCommitted') return null;
    return { ...at.body, who: at.header.actor, key: `${at.body.sheet} ${at.header.contest}` };
  }

  private isPair([i, j]: readonly [number, number], key: string, before: number): boolean {
    const [a, b] = [this.entry(i), this.entry(j)];
    if (a === null || b === null || i >= before || j >= before) return false;
    return a.key === key && b.key === key && a.slot === 1 && b.slot === 2 && a.who !== b.who;
  }

  private equal([i, j]: readonly [number, number]): boolean {
    const [a, b] = [this.entry(i), this.entry(j)];
    return a !== null && b !== null && says(a) === says(b);
  }

  private resolves(body: Of<'DifferenceResolved'>, who: string | null): boolean {
    const [a, b] = body.entries.map((i) => this.entry(i));
    if (!a || !b || who === null || a.who === who || b.who === who || !this.has(who, 'verifier')) return false;
    const boxes = Math.max(a.boxes.length, b.boxes.length, body.boxes.length);
    const sameAll = says(a) === says(b);
    const keeps = Array.from({ length: boxes }, (_, n) => n).every((n) => {
      const of = (c: Content) => c.corrections.find(([at]) => at === n)?.[1];
      return (a.boxes[n] !== b.boxes[n] || a.boxes[n] === body.boxes[n]) && (of(a) !== of(b) || of(a) === of(body));
    });
    const codes = [...WAITS, 'torn', 'unsigned'] as Of<'DifferenceResolved'>['observations'][number][];
    const has = (c: Content, code: (typeof codes)[number]) => c.observations.includes(code);
    return !sameAll && keeps && codes.every((c) => has(a, c) !== has(b, c) || has(a, c) === has(body, c));
  }

  /** What an agreement or observation at `i` rests on, if that stands right before it. */
  private foundation(from: number, key: string, i: number): Content | null {
    const at = this.record[from];
    if (at?.body.kind === 'DifferenceResolved')
      return from === i - 1 && `${at.body.sheet} ${at.header.contest}` === key ? at.body : null;
    const revealed = this.record[i - 1]?.body;
    if (revealed?.kind !== 'EntriesRevealed' || !revealed.equal || revealed.entries[0] !== from) return null;
    return this.isPair(revealed.entries, key, i) ? this.entry(from) : null;
  }

  private agrees(i: number, body: Of<'SheetAgreed'>, key: string): boolean {
    const ruled = this.record[body.from]?.body;
    if (ruled?.kind === 'RulingIssued') {
      const observed = this.record
        .slice(0, i)
        .findLast(({ body: b, header }) => b.kind === 'SheetObserved' && `${b.sheet} ${header.contest}` === key)?.body;
      if (observed?.kind !== 'SheetObserved' || ruled.ruling !== 'count' || body.from !== i - 1) return false;
      const of = this.record[observed.from]?.body;
      const content = of?.kind === 'EntryCommitted' || of?.kind === 'DifferenceResolved' ? of : null;
      return content !== null && this.figures(content) === JSON.stringify(body.boxes);
    }
    const content = this.foundation(body.from, key, i);
    if (content === null || content.observations.some((code) => WAITS.includes(code))) return false;
    return this.figures(content) === JSON.stringify(body.boxes);
  }

  private figures(content: Content): string {
    if (leavesNoFigures(content.observations)) return 'none';
    const boxes = [...content.boxes];
    for (const [at, value] of content.corrections) boxes[at] = value;
    return JSON.stringify(boxes);
  }
}
