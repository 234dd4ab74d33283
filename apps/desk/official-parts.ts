import type { BoardRoom, CaseEnd, CustodyView } from '../centre/api-schemas.ts';
import { type App, type Loaded, POLL_MS, useLoad, type WithApp } from './app.ts';
import { contestName } from './board-screen.ts';
import { type Both, BothFields, Choice, TextField } from './parts.ts';
import { h, useState, type VNode } from './view.ts';

/* Small pieces of the desks of the official count. */

export const SLOW_MS = 5000;

/** Rules of the count, who sits, and which session is open. */
export function useRoom(app: App): Loaded<BoardRoom> {
  return useLoad<BoardRoom>(app.api, app.centre.canvass ? '/api/board-room' : null, POLL_MS);
}

/** A station as somebody typed it or a reader of QR codes did: the code of a sheet has the station's in it. */
export function stationTyped(typed: string): string {
  const text = typed.trim();
  const [, station] = /^cotejo:1:[^:]+:([^:]+):[1-9]\d?$/.exec(text) ?? [];
  return station === undefined ? text : station.replaceAll('%3A', ':').replaceAll('%25', '%');
}

/** The code of a station, typed or read. */
export function StationField(
  props: WithApp & { id: string; value: string; onValue: (value: string) => void; label?: string },
): VNode {
  const { t } = props.app;
  const { id, value, onValue, label = t.official.station } = props;
  return h(TextField, { id, label, hint: t.official.stationHint, value, onValue, mono: true, max: 200 });
}

export type Seal = { readonly seal: string; readonly condition: Condition | null };
type Condition = NonNullable<CustodyView['condition']>;
export const NO_SEAL: Seal = { seal: '', condition: null };
const CONDITIONS: readonly Condition[] = ['whole', 'broken', 'none'];

/** The seal as whoever looks at it now sees it. */
export function SealFields(props: WithApp & { id: string; value: Seal; onValue: (value: Seal) => void }): VNode {
  const { app, id, value, onValue } = props;
  const { t } = app;
  return h('div', null, [
    h(TextField, {
      ...{ id: `seal-${id}`, label: t.official.seal, hint: t.official.sealHint, value: value.seal },
      ...{ onValue: (seal: string) => onValue({ ...value, seal }), mono: true, max: 100, required: false },
    }),
    h(Choice<Condition>, {
      ...{ name: `condition-${id}`, label: t.official.condition, value: value.condition },
      options: CONDITIONS.map((one) => [one, t.official.conditions[one]] as const),
      onValue: (condition) => onValue({ ...value, condition }),
    }),
  ]);
}

/** As the interface takes it; null: the condition is not said yet. */
export function sealSaid({ seal, condition }: Seal): { seal: string | null; condition: Condition } | null {
  return condition === null ? null : { seal: seal.trim() === '' ? null : seal.trim(), condition };
}

export function sealText({ t }: App, seal: string | null, condition: Condition | null): string {
  const number = seal ?? t.official.noSeal;
  return condition === null ? number : t.custody.sealShort(number, t.official.conditions[condition]);
}

/** Where a contest of a station ended, or why it did not. */
export function endText(app: App, end: CaseEnd): string {
  const { official } = app.t;
  if (end.kind === 'open') {
    const until = end.until === null ? [] : [official.until(app.instant(end.until))];
    return [official.ends.open, wordOf(official.why, end.detail), ...until].join(', ');
  }
  const basis = end.detail === null ? [] : [wordOf(official.bases, end.detail)];
  return [official.ends[end.kind], ...basis, ...(end.corrected ? [official.corrected] : [])].join(', ');
}

/** The catalogue's word for a code; the code itself where there is none. */
export function wordOf(words: Readonly<Record<string, string>>, code: string | null): string {
  return code !== null && Object.hasOwn(words, code) ? (words[code] ?? code) : (code ?? '');
}

/** As it is printed on the sheet; the code of one that is not there. */
export function selectionName(app: App, contest: string, id: string): string {
  const boxes = app.centre.contests.find((one) => one.id === contest)?.boxes ?? [];
  return boxes.find((box) => box.kind === 'selection' && box.id === id)?.label ?? id;
}

/** One of several in a closed list. */
export function SelectField<T extends string>(props: {
  readonly id: string;
  readonly label: string;
  readonly value: T | '';
  readonly options: readonly (readonly [T, string])[];
  readonly onValue: (value: T) => void;
}): VNode {
  const { id, label, value, options, onValue } = props;
  const onChange = (event: Event) => onValue((event.currentTarget as HTMLSelectElement).value as T);
  return h('div', { class: 'field' }, [
    h('label', { for: id }, label),
    h('select', { id, value, required: true, onChange }, [
      value === '' ? h('option', { value: '' }, '…') : null,
      ...options.map(([option, text]) => h('option', { value: option, key: option }, text)),
    ]),
  ]);
}

/** The contests, by name. */
export function ContestField(
  props: WithApp & {
    id: string;
    label: string;
    value: string;
    onValue: (value: string) => void;
    among?: readonly string[];
  },
): VNode {
  const { app, id, label, value, onValue } = props;
  const among = props.among ?? app.centre.contests.map((contest) => contest.id);
  const options = among.map((contest) => [contest, contestName(app, contest)] as const);
  return h(SelectField<string>, { id, label, value, options, onValue });
}

/** A form behind its title, opened by whoever needs it. */
export function Folded(props: { readonly title: string; readonly children: VNode }): VNode {
  return h('details', null, [h('summary', null, props.title), props.children]);
}

/** Asks for a station, and goes to its page of this screen. */
export function StationSearch({ app, screen, label }: WithApp & { screen: string; label: string }): VNode {
  const { t } = app;
  const [typed, setTyped] = useState('');
  const go = (event: Event) => {
    event.preventDefault();
    window.location.hash = `#/${screen}/${encodeURIComponent(stationTyped(typed))}`;
  };
  return h('form', { class: 'stack narrow', onSubmit: go }, [
    h('h2', null, label),
    h(StationField, { app, id: `find-${screen}`, value: typed, onValue: setTyped }),
    h('button', { type: 'submit' }, t.official.search),
  ]);
}

/** The same said in both languages, or once for both: who takes down what was said has no time to translate it. */
export function BothOrOne(props: {
  readonly app: App;
  readonly id: string;
  readonly label: string;
  readonly value: Both;
  readonly onValue: (value: Both) => void;
}): VNode {
  const { app, id, label, value, onValue } = props;
  const copy = () => {
    const said = value[app.language].trim() === '' ? value.es || value.en : value[app.language];
    onValue({ es: said, en: said });
  };
  return h('div', null, [
    h(BothFields, { t: app.t, id, label, value, onValue }),
    h('button', { type: 'button', class: 'quiet', onClick: copy }, `${app.t.official.both}: ${label}`),
  ]);
}
