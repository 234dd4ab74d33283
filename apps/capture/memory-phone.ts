import type { Instant } from '../../src/base/instant.ts';
import { err, ok } from '../../src/base/result.ts';
import type { Election } from '../../src/model/election.ts';
import { parseEnrolmentCode, parseSmsSecret } from '../../src/model/one-time-code.ts';
import { parsePrintedCode, parseSheetCode } from '../../src/model/sheet-code.ts';
import { boxNames } from '../../src/model/votes.ts';
import type { MessageView, Phone, PhoneResult, PhoneView, SheetView, StationView } from './phone-types.ts';

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
  const calls: string[] = [];
  const watchers = new Set<() => void>();
  let view: PhoneView = { ...EMPTY, election };
  let made = 0;
  const change = (part: Partial<PhoneView>) => {
    view = { ...view, ...part };
    for (const watcher of watchers) watcher();
  };
  const call = (name: string, ...said: readonly (string | number | null)[]) => calls.push([name, ...said].join(' '));
  const onSheet = (id: string, work: (sheet: SheetView) => SheetView) =>
    change({ sheets: view.sheets.map((sheet) => (sheet.id === id ? work(sheet) : sheet)) });
  const find = (id: string) => view.sheets.find((sheet) => sheet.id === id);
  const complete = (sheet: SheetView) =>
    sheet.figures.length > 0 && sheet.figures.every(({ boxes }) => !boxes.includes(null));
  const phone: Phone = {
    get view() {
      return view;
    },
    subscribe(changed) {
      watchers.add(changed);
      return () => watchers.delete(changed);
    },
    async askPersistence() {
      call('askPersistence');
      if (view.storage === 'refused') change({ storage: 'persistent' });
    },
    async enrol(text) {
      call('enrol', text);
      const code = parseEnrolmentCode(text);
      if (!code.ok) return err({ kind: code.error.kind, detail: '' });
      if (!view.online) return err({ kind: 'no-answer', detail: '' });
      if (code.value.startsWith('9')) return err({ kind: 'bad-code', detail: '' });
      change({
        lost: false,
        enrolment: { device: 'phone-3f91c07a52be', scope: 'p4', only: null, stations, more: false },
      });
      return ok(undefined);
    },
    findStation: async (text) => stationIn(text, election, stations),
    async start(station) {
      call('start', station.id);
      const id = `s${++made}`;
      change({ sheets: [blankSheet(id, station, election, now()), ...view.sheets] });
      return id;
    },
    async addPage(id, picture, instead) {
      call('addPage', id, instead ?? null);
      if (!picture.type.startsWith('image/')) return err({ kind: 'not-a-picture', detail: '' });
      const page = { id: `p${++made}`, url: URL.createObjectURL(picture), bytes: picture.size };
      onSheet(id, (sheet) => {
        const at = sheet.pages.findIndex((other) => other.id === instead);
        return { ...sheet, pages: at < 0 ? [...sheet.pages, page] : sheet.pages.with(at, page) };
      });
      return ok(undefined);
    },
    async removePage(id, page) {
      call('removePage', id, page);
      onSheet(id, (sheet) => ({ ...sheet, pages: sheet.pages.filter((other) => other.id !== page) }));
    },
    async setBox(id, contest, box, value) {
      call('setBox', contest, box, value);
      onSheet(id, (sheet) => ({
        ...sheet,
        figures: sheet.figures.map((f) => (f.contest === contest ? { ...f, boxes: f.boxes.with(box, value) } : f)),
      }));
    },
    async send(id) {
      call('send', id);
      const sheet = find(id);
      if (sheet === undefined || (sheet.pages.length === 0 && !complete(sheet)))
        return err({ kind: 'nothing-to-send', detail: '' });
      const [figures, pictures] = [complete(sheet) ? WAITING : NONE, sheet.pages.length > 0 ? WAITING : NONE];
      onSheet(id, (old) => ({ ...old, sent: { at: now(), figures, sheet: pictures } }));
      return ok(undefined);
    },
    async discard(id) {
      call('discard', id);
      change({ sheets: view.sheets.filter((sheet) => sheet.id !== id) });
    },
    sendNow: () => void call('sendNow'),
    exportFile: async () => new Blob(['{"v":1,"kind":"cotejo-handin"}'], { type: 'application/json' }),
    proofFile: async () => new Blob(['c2sp.org/tlog-proof@v1\n'], { type: 'text/plain' }),
    smsText(id, text) {
      const secret = parseSmsSecret(text);
      const sheet = find(id);
      if (!secret.ok || sheet === undefined) return err({ kind: 'not-a-secret', detail: '' });
      const boxes = sheet.figures.flatMap(({ boxes: own }) =>
        own.map((box) => (box === 'empty' ? 'X' : String(box ?? 'X'))),
      );
      return ok(['COTEJO', `${sheet.station.id}-1-K`, secret.value, ...boxes].join(' '));
    },
  };
  const fate: MemoryPhone['fate'] = (id, messages) =>
    onSheet(id, (sheet) => (sheet.sent === null ? sheet : { ...sheet, sent: { ...sheet.sent, ...messages } }));
  return { phone, change, fate, calls };
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
