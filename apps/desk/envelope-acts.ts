import type { Envelopes, ProposedAct } from '../centre/api-schemas.ts';
import { useAct, type WithApp } from './app.ts';
import { Folded, NO_SEAL, SealFields, sealSaid } from './official-parts.ts';
import { type Both, Choice, Fault, TextField } from './parts.ts';
import { ProposalForm } from './proposal-form.ts';
import { ScanForm } from './scan-form.ts';
import { h, useState, type VNode } from './view.ts';

type Envelope = Envelopes['envelopes'][number];
type Found = NonNullable<Envelope['found']>;
const FOUND: readonly Found[] = ['sheet', 'nothing', 'other'];

/** What can be done with an envelope where it is. */
export function EnvelopeActs(props: WithApp & { envelope: Envelope; reload: () => void }): VNode {
  const { app, envelope, reload } = props;
  const { t } = app;
  const { state, sheet, station, found } = envelope;
  if (state === 'missing') return h('div', null);
  if (sheet === null) {
    return h(Folded, { title: t.custody.miss, children: h(MissForm, { app, station }) });
  }
  const of = { app, sheet };
  const hasSheet = found === 'sheet';
  return h('div', null, [
    state === 'received' ? h(Folded, { title: t.custody.open, children: h(OpenForm, of) }) : null,
    hasSheet && state !== 'stored'
      ? h(Folded, { title: t.custody.scan, children: h(ScanForm, { ...of, onDone: reload }) })
      : null,
    h(Folded, { title: t.custody.move, children: h(MoveForm, of) }),
    state === 'stored' ? null : h(Folded, { title: t.custody.store, children: h(StoreForm, { ...of, reload }) }),
  ]);
}

type OfSheet = WithApp & { sheet: number };

function OpenForm({ app, sheet }: OfSheet): VNode {
  const { t } = app;
  const [seal, setSeal] = useState(NO_SEAL);
  const [found, setFound] = useState<Found | null>(null);
  const said = sealSaid(seal);
  const id = `open-${sheet}`;
  return h(ProposalForm, {
    ...{ app, id, reasoned: false, label: `${t.proposals.propose}: ${t.custody.open}` },
    act: said === null || found === null ? null : (): ProposedAct => ({ kind: 'open-envelope', sheet, found, ...said }),
    children: h('div', null, [
      h(SealFields, { app, id, value: seal, onValue: setSeal }),
      h(Choice<Found>, {
        ...{ name: `found-${sheet}`, label: t.custody.openFound, value: found, onValue: setFound },
        options: FOUND.map((one) => [one, t.official.found[one]] as const),
      }),
    ]),
  });
}

function MoveForm({ app, sheet }: OfSheet): VNode {
  const { t } = app;
  const [seal, setSeal] = useState(NO_SEAL);
  const [to, setTo] = useState('');
  const said = sealSaid(seal);
  const id = `move-${sheet}`;
  return h(ProposalForm, {
    ...{ app, id, reasoned: false, label: `${t.proposals.propose}: ${t.custody.move}` },
    act: said === null ? null : (): ProposedAct => ({ kind: 'move-envelope', sheet, to: to.trim(), ...said }),
    children: h('div', null, [
      h(TextField, { id: `to-${sheet}`, label: t.custody.to, value: to, onValue: setTo, max: 200 }),
      h(SealFields, { app, id, value: seal, onValue: setSeal }),
    ]),
  });
}

function MissForm({ app, station }: WithApp & { station: string }): VNode {
  return h(ProposalForm, {
    ...{ app, id: `miss-${station}`, label: `${app.t.proposals.propose}: ${app.t.custody.miss}` },
    act: (reason: Both): ProposedAct => ({ kind: 'miss-envelope', station, reason }),
    children: h('div', null),
  });
}

function StoreForm({ app, sheet, reload }: OfSheet & { reload: () => void }): VNode {
  const { t } = app;
  const act = useAct(app.api);
  const [where, setWhere] = useState('');
  const store = async (event: Event) => {
    event.preventDefault();
    if ((await act.send('/api/envelopes/store', { sheet, where: where.trim() })) !== null) reload();
  };
  return h('form', { class: 'stack', onSubmit: (event: Event) => void store(event) }, [
    h(TextField, { id: `where-${sheet}`, label: t.custody.where, value: where, onValue: setWhere, max: 200 }),
    h(Fault, { t, error: act.error }),
    h('button', { type: 'submit' }, t.custody.store),
  ]);
}
