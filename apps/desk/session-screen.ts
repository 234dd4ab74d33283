import type { BoardRoom, Case } from '../centre/api-schemas.ts';
import { type Act, useAct, type WithApp } from './app.ts';
import { CaseView, GroundLaw, useCase } from './case-view.ts';
import { BothOrOne, ContestField, SelectField, StationSearch, useRoom } from './official-parts.ts';
import { Confirm, Done, Fault, NOTHING_SAID, TextField } from './parts.ts';
import { RequestKeys } from './request-keys.ts';
import { targetsOf } from './rulings-screen.ts';
import { h, useState, type VNode } from './view.ts';
import { memberName } from './votes-fields.ts';

type Session = NonNullable<BoardRoom['session']>;
type Delegate = readonly [party: string, name: string];

/** The secretary's desk: sessions, and the objections that are raised in them. */
export function SessionScreen({ app, station }: WithApp & { station: string }): VNode {
  const { t } = app;
  const { value: room, error, reload } = useRoom(app);
  return h('section', null, [
    h('h1', null, t.screens.session),
    h('p', null, t.session.what),
    h(Fault, { t, error, retry: reload }),
    room === null ? h('p', { role: 'status' }, t.common.loading) : null,
    room === null
      ? null
      : room.session === null
        ? h(OpenForm, { app, room, reload })
        : h(Running, { app, room, session: room.session, reload }),
    room !== null && room.session !== null ? h(Objecting, { app, room, station }) : null,
    room === null ? null : h(Past, { app, room }),
  ]);
}

type RoomProps = WithApp & { readonly room: BoardRoom; readonly reload: () => void };

function OpenForm({ app, room, reload }: RoomProps): VNode {
  const { t } = app;
  const act = useAct(app.api);
  const [place, setPlace] = useState('');
  const [members, setMembers] = useState<readonly string[]>([]);
  const [delegates, setDelegates] = useState<readonly Delegate[]>([]);
  const seated = room.members.filter((one) => one.seated);
  const open = async (event: Event) => {
    event.preventDefault();
    const said = { place: place.trim(), members: members.toSorted(), delegates };
    if ((await act.send('/api/sessions/open', said)) !== null) reload();
  };
  const toggle = (member: string) =>
    setMembers(members.includes(member) ? members.filter((one) => one !== member) : [...members, member]);
  return h('div', { class: 'card' }, [
    h('h2', null, t.session.openTitle),
    h('p', null, t.session.none),
    h(DelegateFields, { app, delegates, onDelegates: setDelegates }),
    h('form', { class: 'stack', onSubmit: (event: Event) => void open(event) }, [
      h(TextField, { id: 'session-place', label: t.session.place, value: place, onValue: setPlace, max: 200 }),
      h('fieldset', null, [
        h('legend', null, t.session.members),
        seated.length === 0 ? h('p', null, t.session.noMembers) : null,
        ...seated.map(({ member, name, title }) =>
          h('label', { class: 'choice', key: member }, [
            h('input', { type: 'checkbox', checked: members.includes(member), onChange: () => toggle(member) }),
            h('span', null, `${name}, ${title[app.language]}`),
          ]),
        ),
      ]),
      h('p', { class: 'hint' }, t.session.openSays),
      h(Fault, { t, error: act.error }),
      h('button', { type: 'submit', class: 'main' }, t.session.open),
    ]),
  ]);
}

type DelegateProps = WithApp & { delegates: readonly Delegate[]; onDelegates: (all: readonly Delegate[]) => void };

function DelegateFields({ app, delegates, onDelegates }: DelegateProps): VNode {
  const { t } = app;
  const [party, setParty] = useState('');
  const [name, setName] = useState('');
  const add = (event: Event) => {
    event.preventDefault();
    onDelegates([...delegates, [party.trim(), name.trim()]]);
    setParty('');
    setName('');
  };
  return h('form', { class: 'stack', onSubmit: add }, [
    h('h3', null, t.session.delegates),
    h(
      'ul',
      null,
      delegates.map((one, at) =>
        h('li', { key: `${one[0]} ${one[1]}` }, [
          `${one[1]} (${one[0]}) `,
          h(
            'button',
            { type: 'button', class: 'quiet', onClick: () => onDelegates(delegates.filter((_, n) => n !== at)) },
            t.session.removeDelegate(one[1]),
          ),
        ]),
      ),
    ),
    h('div', { class: 'row' }, [
      h(TextField, { id: 'delegate-party', label: t.session.party, value: party, onValue: setParty, max: 100 }),
      h(TextField, { id: 'delegate-name', label: t.session.delegate, value: name, onValue: setName, max: 100 }),
      h('button', { type: 'submit' }, t.session.addDelegate),
    ]),
  ]);
}

function Running({ app, room, session, reload }: RoomProps & { session: Session }): VNode {
  const { t, number } = app;
  const act = useAct(app.api);
  const [done, setDone] = useState(false);
  const close = async () => {
    if ((await act.send('/api/sessions/close', {})) === null) return;
    setDone(true);
    reload();
  };
  return h('div', { class: 'card' }, [
    h('h2', null, t.session.running(number(session.session), session.place, app.instant(session.at))),
    h('p', null, t.session.counted(number(session.counted))),
    h('p', null, `${t.session.members}: ${session.members.map((one) => memberName(room, one)).join(', ')}`),
    session.delegates.length === 0
      ? null
      : h(
          'p',
          null,
          `${t.session.delegates}: ${session.delegates.map(([party, name]) => `${name} (${party})`).join(', ')}`,
        ),
    h(Fault, { t, error: act.error }),
    h(Done, { text: done ? t.session.closed : null }),
    h(Confirm, {
      ...{ t, label: t.session.close, says: t.session.closeSays, busy: act.busy },
      onYes: () => void close(),
    }),
  ]);
}

function Objecting({ app, room, station }: WithApp & { room: BoardRoom; station: string }): VNode {
  const { t } = app;
  const { value, error, reload } = useCase(app, station);
  return h('section', null, [
    h(StationSearch, { app, screen: 'session', label: t.session.object }),
    station === '' ? h('p', { class: 'hint' }, t.session.objectWhat) : null,
    h(Fault, { t, error, retry: reload }),
    value === null ? null : h(ObjectForm, { app, room, value, reload }),
    value === null ? null : h(CaseView, { app, value, room }),
  ]);
}

type ObjectProps = RoomProps & { readonly value: Case };

function ObjectForm({ app, room, value, reload }: ObjectProps): VNode {
  const { t, language } = app;
  const act = useAct(app.api);
  const [contest, setContest] = useState('');
  const [ground, setGround] = useState('');
  const [who, setWho] = useState<Delegate>(['', '']);
  const [text, setText] = useState(NOTHING_SAID);
  const [done, setDone] = useState(false);
  const [keys] = useState(() => new RequestKeys());
  const targets = targetsOf(value).filter(({ sheet }) => sheet !== null);
  if (targets.length === 0) return h('p', { class: 'note' }, t.session.notYet);
  const raise = async (event: Event) => {
    event.preventDefault();
    setDone(false);
    const sheet = targets.find((one) => one.contest === contest)?.sheet?.sheet;
    const [party, delegate] = who.map((one) => one.trim());
    if (sheet === undefined) return;
    const said = { sheet, contest, party, delegate, ground, text };
    if ((await act.send('/api/objections', said, keys.of(said))) === null) return;
    keys.done();
    setText(NOTHING_SAID);
    setDone(true);
    reload();
  };
  const grounds = (room.rules?.grounds ?? []).map((one) => {
    const holds = one.holds ? ` (${t.session.holds})` : '';
    return [one.code, `${one.name[language]}${holds}`] as const;
  });
  return h('form', { class: 'card stack', onSubmit: (event: Event) => void raise(event) }, [
    h('h3', null, `${t.session.object}: ${t.common.station(value.station)}`),
    h(ContestField, {
      ...{ app, id: 'object-contest', label: t.session.contest, value: contest, onValue: setContest },
      among: targets.map((one) => one.contest),
    }),
    h(WhoFields, { app, room, who, onWho: setWho }),
    h(SelectField<string>, {
      ...{ id: 'object-ground', label: t.session.ground, value: ground, onValue: setGround, options: grounds },
    }),
    h(GroundLaw, { app, room, code: ground }),
    h(BothOrOne, { app, id: 'object-text', label: t.session.text, value: text, onValue: setText }),
    h(Fault, { t, error: act.error }),
    h(Done, { text: done ? t.official.recorded : null }),
    h('button', { type: 'submit', class: 'main', 'aria-disabled': busyOf(act) }, t.session.objectDo),
  ]);
}

function busyOf(act: Act): 'true' | undefined {
  return act.busy ? 'true' : undefined;
}

/** Delegates who are present are offered; another one may come in during the session. */
function WhoFields(props: WithApp & { room: BoardRoom; who: Delegate; onWho: (who: Delegate) => void }): VNode {
  const { app, room, who, onWho } = props;
  const { t } = app;
  const known = room.session?.delegates ?? [];
  return h('div', null, [
    known.length === 0
      ? null
      : h('div', { class: 'row', role: 'group', 'aria-label': t.session.delegates }, [
          ...known.map(([party, name]) =>
            h(
              'button',
              { type: 'button', key: `${party} ${name}`, onClick: () => onWho([party, name]) },
              `${name} (${party})`,
            ),
          ),
        ]),
    h(TextField, {
      ...{ id: 'object-party', label: t.session.party, value: who[0], max: 100 },
      onValue: (party: string) => onWho([party, who[1]]),
    }),
    h(TextField, {
      ...{ id: 'object-delegate', label: t.session.delegate, value: who[1], max: 100 },
      onValue: (name: string) => onWho([who[0], name]),
    }),
  ]);
}

function Past({ app, room }: WithApp & { room: BoardRoom }): VNode {
  const { t, number } = app;
  return h('section', null, [
    h('h2', null, t.session.past),
    room.sessions.length === 0 ? h('p', null, t.sheetCase.none) : null,
    h(
      'ul',
      null,
      room.sessions.map((one) =>
        h('li', { key: one.record }, [
          t.session.pastOne(number(one.session), app.instant(one.at), one.place),
          `: ${one.closed === null ? t.session.stillOpen : t.session.closedAt(number(one.closed))}`,
        ]),
      ),
    ),
  ]);
}
