import type { Envelopes, PaperListName } from '../centre/api-schemas.ts';
import { useAct, useLoad, type WithApp } from './app.ts';
import { contestName } from './board-screen.ts';
import { EnvelopeActs } from './envelope-acts.ts';
import { NO_SEAL, SealFields, SLOW_MS, StationField, sealSaid, sealText, stationTyped } from './official-parts.ts';
import { Done, Fault, placeText, TextField } from './parts.ts';
import { StationFinder } from './place-finder.ts';
import { h, useState, type VNode } from './view.ts';

type Envelope = Envelopes['envelopes'][number];
const STATES: readonly PaperListName[] = [
  ...(['received', 'opened', 'scanned', 'stored', 'missing', 'expected', 'copy', 'recount'] as const),
];
const PAGE = 20;

/** Every envelope from the door to the shelf. */
export function CustodyScreen({ app }: WithApp): VNode {
  const { t } = app;
  const [state, setState] = useState<PaperListName>('received');
  const [pages, setPages] = useState<readonly number[]>([]);
  const after = pages.at(-1) ?? -1;
  const path = `/api/envelopes?state=${state}&limit=${PAGE}&after=${after}`;
  const { value, error, reload } = useLoad<Envelopes>(app.api, path, SLOW_MS);
  const choose = (next: PaperListName) => {
    setState(next);
    setPages([]);
  };
  const mayAct = app.me.roles.includes('custodian');
  return h('section', null, [
    h('h1', null, t.screens.custody),
    h('p', null, t.custody.what),
    mayAct ? h(TakeForm, { app, onTaken: reload }) : null,
    h('h2', null, t.custody.list),
    h('div', { class: 'row', role: 'group', 'aria-label': t.custody.state }, [
      ...STATES.map((one) =>
        h(
          'button',
          { type: 'button', key: one, 'aria-pressed': String(one === state), onClick: () => choose(one) },
          t.custody.stateOf(
            one === 'copy' || one === 'recount' ? t.custody.lists[one] : t.official.states[one],
            value === null ? '…' : app.number(value.counts[one] ?? 0),
          ),
        ),
      ),
    ]),
    h(Fault, { t, error, retry: reload }),
    h(
      'p',
      { role: 'status' },
      value === null ? t.common.loading : value.envelopes.length === 0 ? t.custody.none : null,
    ),
    ...(value?.envelopes ?? []).map((envelope) =>
      h(EnvelopeCard, {
        app,
        envelope,
        mayAct,
        reload,
        key: `${envelope.station} ${envelope.generation} ${envelope.sheet} ${envelope.state}`,
      }),
    ),
    h('div', { class: 'row' }, [
      pages.length === 0
        ? null
        : h('button', { type: 'button', onClick: () => setPages(pages.slice(0, -1)) }, t.common.before),
      typeof value?.next === 'number'
        ? h('button', { type: 'button', onClick: () => setPages([...pages, value.next ?? -1]) }, t.common.next)
        : h('p', { class: 'hint' }, t.common.end),
    ]),
  ]);
}

function TakeForm({ app, onTaken }: WithApp & { onTaken: () => void }): VNode {
  const { t } = app;
  const act = useAct(app.api);
  const [station, setStation] = useState('');
  const [from, setFrom] = useState('');
  const [seal, setSeal] = useState(NO_SEAL);
  const [done, setDone] = useState<string | null>(null);
  const take = async (event: Event) => {
    event.preventDefault();
    const said = sealSaid(seal);
    if (said === null) return;
    setDone(null);
    const of = stationTyped(station);
    const answer = await act.send<{ record: number }>('/api/envelopes', { station: of, from: from.trim(), ...said });
    if (answer === null) return;
    // Who brings one envelope brings the next.
    setStation('');
    setSeal(NO_SEAL);
    setDone(t.custody.taken(of, app.number(answer.value.record)));
    document.getElementById('take-station')?.focus();
    onTaken();
  };
  return h('form', { class: 'card stack', onSubmit: (event: Event) => void take(event) }, [
    h('h2', null, t.custody.take),
    h(StationField, { app, id: 'take-station', value: station, onValue: setStation }),
    h(StationFinder, { app, id: 'take', chosen: stationTyped(station), onChoose: setStation }),
    h(SealFields, { app, id: 'take', value: seal, onValue: setSeal }),
    h(TextField, {
      ...{ id: 'take-from', label: t.custody.from, hint: t.custody.fromHint, value: from, onValue: setFrom, max: 200 },
    }),
    h(Fault, { t, error: act.error }),
    h(Done, { text: done }),
    h('button', { type: 'submit', class: 'main', 'aria-disabled': act.busy ? 'true' : undefined }, t.custody.takeDo),
  ]);
}

type CardProps = WithApp & { envelope: Envelope; mayAct: boolean; reload: () => void };

function EnvelopeCard({ app, envelope, mayAct, reload }: CardProps): VNode {
  const { t } = app;
  const { state, sheet, seal, condition, at, found, where, generation, until, recount } = envelope;
  const facts = [
    state === null ? t.custody.copy(envelope.scanned) : t.official.states[state],
    ...(until === null ? [] : [t.official.until(app.instant(until))]),
    ...(at === null ? [] : [t.custody.since(app.instant(at))]),
    ...(where === null ? [] : [t.custody.at(where)]),
    ...(found === null ? [] : [t.custody.had(t.official.found[found])]),
  ];
  return h('article', { class: 'card' }, [
    h('h3', null, t.common.station(envelope.station)),
    h('p', null, placeText(t, envelope.path, envelope.table)),
    generation === 1 ? null : h('p', null, h('strong', null, t.custody.repeated(app.number(generation)))),
    h('p', null, [facts.join(' · '), sheet === null ? '' : ` · ${t.common.sheet(app.number(sheet))}`]),
    condition === null ? null : h('p', null, sealText(app, seal, condition)),
    recount.length === 0
      ? null
      : h(
          'p',
          { class: 'note' },
          t.custody.waitsRecount(recount.map((contest) => contestName(app, contest)).join(', ')),
        ),
    envelope.everBroken ? h('p', { class: 'overdue' }, t.official.everBroken) : null,
    mayAct ? h(EnvelopeActs, { app, envelope, reload }) : null,
  ]);
}
