import type { Board } from '../centre/api-schemas.ts';
import { POLL_MS, useAct, useLoad, type WithApp } from './app.ts';
import { contestName } from './board-screen.ts';
import { BothFields, Confirm, Done, Fault, NOTHING_SAID, TextField } from './parts.ts';
import { h, useState, type VNode } from './view.ts';

type CountBoard = Board['counts'][number];

/** State of the publication, and the acts of a publisher. */
export function PublicationScreen({ app }: WithApp): VNode {
  const { t, centre } = app;
  const { value: board, error, reload } = useLoad<Board>(app.api, '/api/board', POLL_MS);
  return h('section', null, [
    h('h1', null, t.screens.publication),
    centre.publicUrl === null
      ? null
      : h('p', null, h('a', { href: centre.publicUrl, target: '_blank', rel: 'noopener' }, t.publication.publicPages)),
    h(Fault, { t, error, retry: reload }),
    board === null ? h('p', { role: 'status' }, t.common.loading) : null,
    ...(board?.counts ?? []).map((count) => h(CountCard, { app, count, reload, key: count.count })),
    h(NoticeForm, { app }),
  ]);
}

function CountCard({ app, count, reload }: WithApp & { count: CountBoard; reload: () => void }): VNode {
  const { t } = app;
  const act = useAct(app.api);
  const state = !count.open
    ? t.publication.notOpen
    : count.closed
      ? t.publication.closed
      : count.stopped
        ? t.publication.stopped
        : t.publication.running;
  const send = async (path: string, body: unknown) => {
    if ((await act.send(path, body)) !== null) reload();
  };
  const name = t.counts[count.count];
  return h('section', { class: `card ${count.count}` }, [
    h('h2', null, name),
    h('p', null, [h('strong', null, `${t.publication.state}: `), state]),
    h(Fault, { t, error: act.error }),
    count.open
      ? null
      : h(Confirm, {
          t,
          label: t.publication.open(name),
          says: t.publication.openSays,
          busy: act.busy,
          onYes: () => void send('/api/counts/open', { count: count.count }),
        }),
    count.open && !count.closed
      ? [
          h(StopForm, { app, count, key: String(count.stopped) }),
          h(Confirm, {
            t,
            label: t.publication.close(name),
            says: t.publication.closeSays,
            busy: act.busy,
            onYes: () => void send('/api/counts/close', { count: count.count }),
          }),
        ]
      : null,
    count.open
      ? count.contests.map(({ contest, lifted }) =>
          lifted
            ? h('p', { key: contest }, t.publication.liftedOf(contestName(app, contest)))
            : h(LiftForm, { app, contest, reload, key: contest }),
        )
      : null,
  ]);
}

function StopForm({ app, count }: WithApp & { count: CountBoard }): VNode {
  const { t } = app;
  const act = useAct(app.api);
  const [office, setOffice] = useState(NOTHING_SAID);
  const [reason, setReason] = useState(NOTHING_SAID);
  const [done, setDone] = useState(false);
  const propose = async (event: Event) => {
    event.preventDefault();
    const kind = count.stopped ? 'resume-publication' : 'stop-publication';
    const answer = await act.send('/api/proposals', { kind, count: count.count, office, reason });
    if (answer === null) return;
    setOffice(NOTHING_SAID);
    setReason(NOTHING_SAID);
    setDone(true);
  };
  const title = count.stopped ? t.publication.resume : t.publication.stop;
  return h('details', null, [
    h('summary', null, title),
    h('form', { class: 'stack', onSubmit: (event: Event) => void propose(event) }, [
      h('p', null, count.stopped ? t.publication.resumeSays : t.publication.stopSays),
      h(BothFields, { t, id: `office-${count.count}`, label: t.publication.office, value: office, onValue: setOffice }),
      h(BothFields, { t, id: `stop-${count.count}`, label: t.proposals.reason, value: reason, onValue: setReason }),
      h(Fault, { t, error: act.error }),
      h(Done, { text: done ? t.proposals.proposed : null }),
      h('button', { type: 'submit' }, `${t.proposals.propose}: ${title}`),
    ]),
  ]);
}

/** Lifting cannot be undone: what follows is said first, and a word is typed. */
function LiftForm({ app, contest, reload }: WithApp & { contest: string; reload: () => void }): VNode {
  const { t } = app;
  const act = useAct(app.api);
  const [word, setWord] = useState('');
  const [wrong, setWrong] = useState(false);
  const lift = async (event: Event) => {
    event.preventDefault();
    const right = word.trim().toUpperCase() === t.publication.liftWord;
    setWrong(!right);
    if (right && (await act.send('/api/embargo/lift', { contest })) !== null) reload();
  };
  const name = contestName(app, contest);
  return h('details', null, [
    h('summary', null, t.publication.lift(name)),
    h('form', { class: 'stack', onSubmit: (event: Event) => void lift(event) }, [
      h('p', { class: 'note' }, t.publication.liftSays),
      h(TextField, {
        id: `lift-${contest}`,
        label: t.publication.liftType(t.publication.liftWord),
        value: word,
        onValue: setWord,
        mono: true,
      }),
      h(
        'div',
        { role: 'alert' },
        wrong ? h('p', { class: 'fault' }, t.publication.liftWrong(t.publication.liftWord)) : null,
      ),
      h(Fault, { t, error: act.error }),
      h('button', { type: 'submit', class: 'danger' }, t.publication.lift(name)),
    ]),
  ]);
}

function NoticeForm({ app }: WithApp): VNode {
  const { t } = app;
  const act = useAct(app.api);
  const [text, setText] = useState(NOTHING_SAID);
  const [done, setDone] = useState(false);
  const give = async (event: Event) => {
    event.preventDefault();
    if ((await act.send('/api/notices', { text })) === null) return;
    setText(NOTHING_SAID);
    setDone(true);
  };
  return h('form', { class: 'card stack', onSubmit: (event: Event) => void give(event) }, [
    h('h2', null, t.publication.notice),
    h('p', null, t.publication.noticeSays),
    h(BothFields, { t, id: 'notice', label: t.publication.noticeText, value: text, onValue: setText }),
    h(Fault, { t, error: act.error }),
    h(Done, { text: done ? t.publication.noticeDone : null }),
    h('button', { type: 'submit' }, t.publication.noticeGive),
  ]);
}
