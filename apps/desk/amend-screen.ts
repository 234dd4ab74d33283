import type { BoardRoom, ProposedAct } from '../centre/api-schemas.ts';
import { AmendForm } from './amend-form.ts';
import { useAct, type WithApp } from './app.ts';
import { Folded, SelectField, useRoom } from './official-parts.ts';
import { type Both, BothFields, Confirm, Done, Fault, NOTHING_SAID, TextField } from './parts.ts';
import { ProposalForm } from './proposal-form.ts';
import { h, useState, type VNode } from './view.ts';

/** Who sits on the board, and what changes by a legal act. */
export function AmendScreen({ app }: WithApp): VNode {
  const { t } = app;
  const { value: room, error, reload } = useRoom(app);
  return h('section', null, [
    h('h1', null, t.screens.amend),
    h('p', null, t.amend.what),
    h(Fault, { t, error, retry: reload }),
    room === null ? h('p', { role: 'status' }, t.common.loading) : h(Members, { app, room, reload }),
    h(SeatForm, { app, reload }),
    h(Folded, { title: t.amend.change, children: h(AmendForm, { app }) }),
    h(Folded, { title: t.amend.destroy, children: h(DestroyForm, { app }) }),
    room === null || (room.rules?.offices.length ?? 0) === 0
      ? null
      : h(Folded, { title: t.amend.office, children: h(OfficeForm, { app, room }) }),
  ]);
}

function Members({ app, room, reload }: WithApp & { room: BoardRoom; reload: () => void }): VNode {
  const { t } = app;
  const act = useAct(app.api);
  const unseat = async (member: string) => {
    if ((await act.send('/api/members/unseat', { member })) !== null) reload();
  };
  return h('section', { class: 'card' }, [
    h('h2', null, t.amend.members),
    room.members.length === 0 ? h('p', null, t.amend.nobody) : null,
    h(Fault, { t, error: act.error }),
    h(
      'ul',
      { class: 'plain' },
      room.members.map(({ member, name, title, seated }) =>
        h('li', { key: member }, [
          h('p', null, [
            h('strong', null, name),
            `, ${title[app.language]} `,
            h('span', { class: 'mono' }, member),
            seated ? '' : ` · ${t.amend.left}`,
          ]),
          seated
            ? h(Confirm, {
                ...{ t, label: `${t.amend.unseat}: ${name}`, says: t.amend.unseatSays, busy: act.busy },
                onYes: () => void unseat(member),
              })
            : null,
        ]),
      ),
    ),
  ]);
}

function SeatForm({ app, reload }: WithApp & { reload: () => void }): VNode {
  const { t } = app;
  const act = useAct(app.api);
  const [member, setMember] = useState('');
  const [name, setName] = useState('');
  const [title, setTitle] = useState(NOTHING_SAID);
  const [done, setDone] = useState(false);
  const seat = async (event: Event) => {
    event.preventDefault();
    setDone(false);
    if ((await act.send('/api/members', { member: member.trim(), name: name.trim(), title })) === null) return;
    setMember('');
    setName('');
    setTitle(NOTHING_SAID);
    setDone(true);
    reload();
  };
  return h('form', { class: 'card stack', onSubmit: (event: Event) => void seat(event) }, [
    h('h2', null, t.amend.seat),
    h(TextField, {
      ...{ id: 'seat-member', label: t.amend.memberId, hint: t.amend.memberHint, value: member, max: 64 },
      ...{ onValue: setMember, mono: true },
    }),
    h(TextField, { id: 'seat-name', label: t.amend.memberName, value: name, onValue: setName, max: 100 }),
    h(BothFields, { t, id: 'seat-title', label: t.amend.title, value: title, onValue: setTitle }),
    h(Fault, { t, error: act.error }),
    h(Done, { text: done ? t.official.recorded : null }),
    h('button', { type: 'submit', class: 'main' }, t.amend.seatDo),
  ]);
}

function DestroyForm({ app }: WithApp): VNode {
  const { t } = app;
  const [what, setWhat] = useState(NOTHING_SAID);
  const [law, setLaw] = useState(NOTHING_SAID);
  return h(ProposalForm, {
    ...{ app, id: 'destroy', label: t.amend.destroyDo },
    act: (reason: Both): ProposedAct => ({ kind: 'destroy', what, law, reason }),
    children: h('div', null, [
      h('p', null, t.amend.destroyWhat),
      h(BothFields, { t, id: 'destroy-what', label: t.amend.material, value: what, onValue: setWhat }),
      h(BothFields, { t, id: 'destroy-law', label: t.official.law, value: law, onValue: setLaw }),
    ]),
  });
}

function OfficeForm({ app, room }: WithApp & { room: BoardRoom }): VNode {
  const { t } = app;
  const [office, setOffice] = useState('');
  const [keys, setKeys] = useState({ origin: '', log: '', heartbeat: '' });
  const field = (name: keyof typeof keys) =>
    h(TextField, {
      ...{ id: `office-${name}`, label: t.amend[name], value: keys[name], mono: true, max: 500 },
      onValue: (text: string) => setKeys({ ...keys, [name]: text }),
    });
  const { origin, log, heartbeat } = keys;
  const said = { origin: origin.trim(), log: log.trim(), heartbeat: heartbeat.trim() };
  return h(ProposalForm, {
    ...{ app, id: 'office', label: t.amend.officeDo, reasoned: false },
    act: office === '' ? null : (): ProposedAct => ({ kind: 'declare-office', office, ...said }),
    children: h('div', null, [
      h('p', null, t.amend.officeWhat),
      h(SelectField<string>, {
        ...{ id: 'office-id', label: t.amend.officeId, value: office, onValue: setOffice },
        options: (room.rules?.offices ?? []).map(({ id, name }) => [id, `${name[app.language]} (${id})`] as const),
      }),
      field('origin'),
      field('log'),
      field('heartbeat'),
    ]),
  });
}
