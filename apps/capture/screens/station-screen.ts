import { ok } from '../../../src/base/result.ts';
import type { StationView } from '../phone-types.ts';
import { refusalText, stationName, type WithApp } from './app.ts';
import { Fault, Go, Key, Notice, useAct } from './parts.ts';
import { Scanner } from './scanner.ts';
import { h, useEffect, useState, type VNode } from './view.ts';

/** Rows of the list at once: more are not read, and a slow phone takes its time to draw them. */
const SHOWN = 12;
/** A phone of few stations needs no search. */
const SEARCH_FROM = 8;

/** By the sheet's QR code, from the list, or by the printed code; then asked once more. */
export function StationScreen({ app }: WithApp): VNode {
  const { t, view, phone } = app;
  const [scanning, setScanning] = useState(false);
  const [chosen, setChosen] = useState<StationView | null>(null);
  if (chosen !== null) return h(ConfirmStation, { app, station: chosen, onOther: () => setChosen(null) });
  const scanned = async (text: string) => {
    const found = await phone.findStation(text);
    if (!found.ok) return refusalText(t, found.error);
    setScanning(false);
    setChosen(found.value);
    return null;
  };
  if (scanning) return h(Scanner, { app, onText: scanned, onEnd: () => setScanning(false) });
  const stations = view.enrolment?.stations ?? [];
  return h(
    'div',
    null,
    view.enrolment === null ? h('p', { class: 'hint' }, t.station.notEnrolled) : null,
    h(Key, { id: 'scan', class: 'main big', onPress: () => setScanning(true), children: t.station.scan }),
    stations.length === 0 ? null : h(StationList, { app, stations, onChosen: setChosen }),
    h(CodeForm, { app, onChosen: setChosen }),
  );
}

/** Letters without their accents: nobody writes them at night. */
export function bare(text: string): string {
  return text.normalize('NFD').replace(/\p{M}/gu, '').toLowerCase();
}

/** The stations in which every word of the query occurs: in the number, the id or the place. */
export function matching(stations: readonly StationView[], query: string): readonly StationView[] {
  const words = bare(query)
    .split(/\s+/)
    .filter((word) => word !== '');
  if (words.length === 0) return stations;
  return stations.filter((station) => {
    const text = bare(`${station.table ?? ''} ${station.id} ${station.place}`);
    return words.every((word) => text.includes(word));
  });
}

function StationList(
  props: WithApp & { stations: readonly StationView[]; onChosen: (station: StationView) => void },
): VNode {
  const { app, stations, onChosen } = props;
  const { t, number, view } = app;
  const [query, setQuery] = useState('');
  const found = matching(stations, query);
  const shown = found.slice(0, SHOWN);
  const searched = query.trim() !== '';
  return h(
    'section',
    null,
    h('h2', null, t.station.orList),
    stations.length < SEARCH_FROM
      ? null
      : h(
          'div',
          { class: 'field' },
          h('label', { for: 'search' }, t.station.search),
          h('input', {
            id: 'search',
            type: 'search',
            class: 'wide',
            autocomplete: 'off',
            value: query,
            onInput: (event: Event) => setQuery((event.currentTarget as HTMLInputElement).value),
          }),
          h('p', { class: 'hint', role: 'status' }, searched ? t.station.found(number(found.length)) : ''),
        ),
    h(
      'ul',
      { class: 'stations' },
      shown.map((station) =>
        h(
          'li',
          { key: station.id },
          h(Key, {
            class: 'row',
            onPress: () => onChosen(station),
            children: [h('strong', null, stationName(t, station)), h('span', null, station.place)],
          }),
        ),
      ),
    ),
    found.length > shown.length
      ? h('p', { class: 'hint' }, t.station.shown(number(shown.length), number(found.length)))
      : null,
    view.enrolment?.more === true ? h('p', { class: 'hint' }, t.station.more) : null,
  );
}

function CodeForm({ app, onChosen }: WithApp & { onChosen: (station: StationView) => void }): VNode {
  const { t, phone } = app;
  const [code, setCode] = useState('');
  const { busy, fault, run } = useAct(app);
  const submit = async (event: Event) => {
    event.preventDefault();
    if (code.trim() === '') {
      document.getElementById('station-code')?.focus();
      return;
    }
    const found = await run(() => phone.findStation(code.trim()));
    if (found !== null) onChosen(found.value);
  };
  return h(
    'form',
    { onSubmit: (event: Event) => void submit(event), noValidate: true },
    h('h2', null, t.station.orCode),
    h(
      'div',
      { class: 'field' },
      h('label', { for: 'station-code' }, t.station.codeLabel),
      h('p', { class: 'hint', id: 'station-hint' }, t.station.codeHint),
      h('input', {
        id: 'station-code',
        class: 'mono wide',
        value: code,
        autocomplete: 'off',
        autocapitalize: 'characters',
        spellcheck: false,
        'aria-describedby': 'station-hint',
        'aria-invalid': fault === null ? undefined : 'true',
        onInput: (event: Event) => setCode((event.currentTarget as HTMLInputElement).value),
      }),
    ),
    h(Fault, { text: fault }),
    h('button', { class: 'key', type: 'submit', disabled: busy }, t.station.codeGo),
  );
}

function ConfirmStation({ app, station, onOther }: WithApp & { station: StationView; onOther: () => void }): VNode {
  const { t, view, phone, go, number } = app;
  const { busy, fault, run } = useAct(app);
  const here = view.sheets.find((sheet) => sheet.station.id === station.id);
  const begin = async () => {
    // The browser may ask the person, which it does only after a tap.
    if (view.storage === 'refused') void phone.askPersistence();
    const begun = await run(async () => ok(await phone.start(station)));
    if (begun !== null) go({ at: 'photo', sheet: begun.value }, 'replace');
  };
  useEffect(() => document.getElementById('confirm-title')?.focus(), []);
  return h(
    'section',
    { class: 'confirm' },
    h('h2', { id: 'confirm-title', tabIndex: -1 }, t.station.confirmTitle),
    h('p', { class: 'huge' }, stationName(t, station)),
    h('p', null, station.place),
    h('p', { class: 'hint' }, [
      h('span', { class: 'mono', key: 'id' }, station.id),
      station.registered === null ? null : ` · ${t.station.registered(number(station.registered))}`,
    ]),
    here === undefined ? null : h(Notice, { kind: 'warn', children: h('p', null, t.station.alreadyHere) }),
    here === undefined
      ? null
      : h(Go, { app, class: 'main big', to: { at: 'sheet', sheet: here.id }, children: t.station.continueIt }),
    h(Key, {
      id: 'confirm',
      class: here === undefined ? 'main big' : '',
      disabled: busy,
      onPress: () => void begin(),
      children: here === undefined ? t.station.confirm : t.station.another,
    }),
    h(Fault, { text: fault }),
    h(Key, { onPress: onOther, children: t.station.other }),
  );
}
