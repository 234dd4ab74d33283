import type { Instant } from '../../src/base/instant.ts';
import { err, ok } from '../../src/base/result.ts';
import type { Election } from '../../src/model/election.ts';
import { parseEnrolmentCode, parseSmsSecret } from '../../src/model/one-time-code.ts';
import { parsePrintedCode, parseSheetCode } from '../../src/model/sheet-code.ts';
import { boxNames } from '../../src/model/votes.ts';
import type { MessageView, Phone, PhoneResult, PhoneView, SheetView, StationView, TypedBox } from './phone-types.ts';

/*
 * A phone in memory: for looking at the screens, and for their tests. It signs nothing, sends nothing and is never part of the app.
 */

export type MemoryPhone = {
  readonly phone: Phone;
  /** Changes what the screens see, as storage and network would. */
  readonly change: (part: Partial<PhoneView>) => void;
  /** What became of the messages of a sheet. */
  readonly fate: (sheet: string, messages: { readonly figures?: MessageView; readonly sheet?: MessageView }) => void;
  /** Every call that changes something, in order. */
  readonly calls: readonly string[];
};

const EMPTY: PhoneView = {
  storage: 'persistent',
  lost: false,
  online: true,
  enrolment: null,
  election: null,
  sheets: [],
  update: false,
  lastAnswerAt: null,
};
const NONE: MessageView = { kind: 'none' };
const WAITING: MessageView = { kind: 'waiting', tries: 0, nextAt: null, have: 0, bytes: 214_300, trouble: null };

/** A phone that knows these stations; any good code enrols it, but for those whose first sign is 9. */
export function memoryPhone(election: Election, stations: readonly StationView[], now: () => Instant): MemoryPhone {
  const phone = new InMemory(election, stations, now);
  return {
    phone,
    change: (part) => phone.change(part),
    fate: (id, messages) =>
      phone.onSheet(id, (sheet) => (sheet.sent === null ? sheet : { ...sheet, sent: { ...sheet.sent, ...messages } })),
    calls: phone.calls,
  };
}

class InMemory implements Phone {
  readonly calls: string[] = [];
  view: PhoneView;
  readonly #election: Election;
  readonly #stations: readonly StationView[];
  readonly #now: () => Instant;
  readonly #watchers = new Set<() => void>();
  #made = 0;

  constructor(election: Election, stations: readonly StationView[], now: () => Instant) {
    [this.#election, this.#stations, this.#now] = [election, stations, now];
    this.view = { ...EMPTY, election };
  }

  change(part: Partial<PhoneView>): void {
    this.view = { ...this.view, ...part };
    for (const watcher of this.#watchers) watcher();
  }

  onSheet(id: string, work: (sheet: SheetView) => SheetView): void {
    this.change({ sheets: this.view.sheets.map((sheet) => (sheet.id === id ? work(sheet) : sheet)) });
  }

  #call(name: string, ...said: readonly (string | number | null)[]): void {
    this.calls.push([name, ...said].join(' '));
  }

  #find(id: string): SheetView | undefined {
    return this.view.sheets.find((sheet) => sheet.id === id);
  }

  subscribe(changed: () => void): () => void {
    this.#watchers.add(changed);
    return () => this.#watchers.delete(changed);
  }

  async askPersistence(): Promise<void> {
    this.#call('askPersistence');
    if (this.view.storage === 'refused') this.change({ storage: 'persistent' });
  }

  async enrol(text: string): Promise<PhoneResult<void>> {
    this.#call('enrol', text);
    const code = parseEnrolmentCode(text);
    if (!code.ok) return err({ kind: code.error.kind, detail: '' });
    if (!this.view.online) return err({ kind: 'no-answer', detail: '' });
    if (code.value.startsWith('9')) return err({ kind: 'bad-code', detail: '' });
    const stations = this.#stations;
    const enrolment = { device: 'phone-3f91c07a52be', scope: 'p4', only: null, stations, more: false };
    this.change({ lost: false, enrolment });
    return ok(undefined);
  }

  async findStation(text: string): Promise<PhoneResult<StationView>> {
    return stationIn(text, this.#election, this.#stations);
  }

  async start(station: StationView): Promise<string> {
    this.#call('start', station.id);
    const id = `s${++this.#made}`;
    this.change({ sheets: [blankSheet(id, station, this.#election, this.#now()), ...this.view.sheets] });
    return id;
  }

  async addPage(id: string, picture: Blob, instead?: string): Promise<PhoneResult<void>> {
    this.#call('addPage', id, instead ?? null);
    if (!picture.type.startsWith('image/')) return err({ kind: 'not-a-picture', detail: '' });
    const page = { id: `p${++this.#made}`, url: URL.createObjectURL(picture), bytes: picture.size };
    this.onSheet(id, (sheet) => {
      const at = sheet.pages.findIndex((other) => other.id === instead);
      return { ...sheet, pages: at < 0 ? [...sheet.pages, page] : sheet.pages.with(at, page) };
    });
    return ok(undefined);
  }

  async removePage(id: string, page: string): Promise<void> {
    this.#call('removePage', id, page);
    this.onSheet(id, (sheet) => ({ ...sheet, pages: sheet.pages.filter((other) => other.id !== page) }));
  }

  async setBox(id: string, contest: string, box: number, value: TypedBox): Promise<void> {
    this.#call('setBox', contest, box, value);
    this.onSheet(id, (sheet) => ({
      ...sheet,
      figures: sheet.figures.map((f) => (f.contest === contest ? { ...f, boxes: f.boxes.with(box, value) } : f)),
    }));
  }

  async send(id: string): Promise<PhoneResult<void>> {
    this.#call('send', id);
    const sheet = this.#find(id);
    const figures = sheet !== undefined && isComplete(sheet) ? WAITING : NONE;
    const pictures = sheet !== undefined && sheet.pages.length > 0 ? WAITING : NONE;
    if (figures === NONE && pictures === NONE) return err({ kind: 'nothing-to-send', detail: '' });
    this.onSheet(id, (old) => ({ ...old, sent: { at: this.#now(), figures, sheet: pictures } }));
    return ok(undefined);
  }

  async discard(id: string): Promise<void> {
    this.#call('discard', id);
    this.change({ sheets: this.view.sheets.filter((sheet) => sheet.id !== id) });
  }

  sendNow(): void {
    this.#call('sendNow');
  }

  async exportFile(): Promise<Blob> {
    return new Blob(['{"v":1,"kind":"cotejo-handin"}'], { type: 'application/json' });
  }

  async proofFile(): Promise<Blob> {
    return new Blob(['{"v":1}'], { type: 'application/json' });
  }

  smsText(id: string, text: string): PhoneResult<string> {
    const secret = parseSmsSecret(text);
    const sheet = this.#find(id);
    if (!secret.ok || sheet === undefined) return err({ kind: 'not-a-secret', detail: '' });
    const boxes = sheet.figures.flatMap((own) => own.boxes.map((box) => (box === 'empty' ? 'X' : String(box ?? 'X'))));
    return ok(['COTEJO', `${sheet.station.id}-1-K`, secret.value, ...boxes].join(' '));
  }
}

function isComplete({ figures }: SheetView): boolean {
  return figures.length > 0 && figures.every(({ boxes }) => !boxes.includes(null));
}

function stationIn(text: string, election: Election, stations: readonly StationView[]): PhoneResult<StationView> {
  const scanned = parseSheetCode(text);
  const read = scanned.ok || text.startsWith('cotejo:') ? scanned : parsePrintedCode(text, election.id);
  const id = read.ok ? read.value.station : text;
  if (!read.ok && read.error.kind !== 'not-a-sheet-code') return err({ kind: read.error.kind, detail: '' });
  if (read.ok && read.value.election !== election.id) return err({ kind: 'other-election', detail: '' });
  const station = stations.find((known) => known.id === id);
  return station === undefined ? err({ kind: read.ok ? 'unknown-station' : read.error.kind, detail: '' }) : ok(station);
}

function blankSheet(id: string, station: StationView, election: Election, startedAt: Instant): SheetView {
  const figures = election.contests
    .filter((contest) => station.contests.includes(contest.id))
    .map((contest) => ({ contest: contest.id, boxes: boxNames(contest).map(() => null) }));
  return { id, station, startedAt, pages: [], figures, sent: null };
}
