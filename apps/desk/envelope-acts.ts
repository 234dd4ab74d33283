import type { Envelopes, ProposedAct } from '../centre/api-schemas.ts';
import { useAct, type WithApp } from './app.ts';
import { Folded, NO_SEAL, SealFields, sealSaid } from './official-parts.ts';
import { type Both, Choice, Fault, TextField } from './parts.ts';
import { ProposalForm } from './proposal-form.ts';
import { type Paper, ScanForm } from './scan-form.ts';
import { h, useState, type VNode } from './view.ts';

type Envelope = Envelopes['envelopes'][number];
type Found = NonNullable<Envelope['found']>;
const FOUND: readonly Found[] = ['sheet', 'nothing', 'other'];

/** What can be done with an envelope where it is. */
export function EnvelopeActs(props: WithApp & { envelope: Envelope; reload: () => void }): VNode {
  const { app, envelope, reload } = props;
  const { t } = app;
  const { state, sheet, station } = envelope;
  const miss = mayMiss(envelope) ? h(Folded, { title: t.custody.miss, children: h(MissForm, { app, station }) }) : null;
  if (sheet === null) return h('div', null, miss);
  const of = { app, sheet };
  const papers = papersToScan(envelope);
  const scan =
    papers.length === 0
      ? null
      : h(Folded, { title: t.custody.scan, children: h(ScanForm, { ...of, papers, onDone: reload }) });
  if (state === null) return h('div', null, scan);
  return h('div', null, [
    state === 'received' ? h(Folded, { title: t.custody.open, children: h(OpenForm, of) }) : null,
    scan,
    miss,
    h(Folded, { title: t.custody.move, children: h(MoveForm, of) }),
    state === 'stored' ? null : h(Folded, { title: t.custody.store, children: h(StoreForm, { ...of, reload }) }),
  ]);
}

/** What can be scanned of it now: the sheet once, and the paper of a recount where one waits for it. */
export function papersToScan(envelope: Pick<Envelope, 'state' | 'found' | 'scanned' | 'recount'>): readonly Paper[] {
  const { state, found, scanned, recount } = envelope;
  const sheet = state === null ? !scanned : state === 'opened' && found === 'sheet';
  return [...(sheet ? (['sheet'] as const) : []), ...(recount.length > 0 ? (['recount'] as const) : [])];
}

/** It is said of what did not come, and of what came, was not opened, and is not found. */
function mayMiss({ state, sheet, found, generation, until }: Envelope): boolean {
  if (sheet === null) return state === 'expected' && (until === null || until <= Date.now());
  return generation === 1 && (state === 'received' || (state === 'stored' && found === null));
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
