import type { Board, Proposal, ProposedAct } from '../centre/api-schemas.ts';
import { type App, POLL_MS, useAct, useLoad, type WithApp } from './app.ts';
import { contestName } from './board-screen.ts';
import { BothFields, Confirm, Done, Fault, NOTHING_SAID, shownOf, TextField } from './parts.ts';
import { h, useState, type VNode } from './view.ts';

type CountBoard = Board['counts'][number];
const PUBLICATION_ACTS: ReadonlySet<string> = new Set(['stop-publication', 'resume-publication']);

/** Acts that one person proposed: another agrees, or rejects. */
export function ProposalsScreen({ app }: WithApp): VNode {
  const { t } = app;
  const { value, error, reload } = useLoad<{ proposals: readonly Proposal[] }>(app.api, '/api/proposals', POLL_MS);
  const act = useAct(app.api);
  const [done, setDone] = useState<string | null>(null);
  const answer = async (id: string, what: 'agree' | 'reject') => {
    if ((await act.send(`/api/proposals/${encodeURIComponent(id)}/${what}`, {})) === null) return;
    setDone(what === 'agree' ? t.proposals.agreed : t.proposals.rejected);
    reload();
  };
  const list = value?.proposals ?? [];
  return h('section', null, [
    h('h1', null, t.screens.proposals),
    h('p', null, t.proposals.what),
    h('p', { role: 'status' }, value === null ? t.common.loading : shownOf(app, list.length, list.length)),
    h(Fault, { t, error: act.error ?? error, retry: reload }),
    h(Done, { text: done }),
    ...list.map((one) => h(ProposalCard, { app, one, busy: act.busy, onAnswer: answer, key: one.id })),
  ]);
}

type CardProps = WithApp & {
  one: Proposal;
  busy: boolean;
  onAnswer: (id: string, what: 'agree' | 'reject') => Promise<void>;
};

function ProposalCard({ app, one, busy, onAnswer }: CardProps): VNode {
  const { t } = app;
  const own = one.by === app.me.pseudonym;
  const role = PUBLICATION_ACTS.has(one.act.kind) ? 'publisher' : 'supervisor';
  const may = app.me.roles.includes(role);
  return h('article', { class: 'card' }, [
    h('h2', null, actText(app, one.act)),
    h('p', { class: 'hint' }, t.proposals.by(one.by, app.instant(one.at))),
    'office' in one.act ? h('p', null, `${t.publication.office}: ${one.act.office.es} · ${one.act.office.en}`) : null,
    h('p', { lang: 'es' }, `${t.proposals.reason} (${t.common.inLanguage.es}): ${one.act.reason.es}`),
    h('p', { lang: 'en' }, `${t.proposals.reason} (${t.common.inLanguage.en}): ${one.act.reason.en}`),
    'sheet' in one.act
      ? h(
          'p',
          null,
          h('a', { href: `/api/pictures/${one.act.sheet}/0`, target: '_blank', rel: 'noopener' }, t.common.openPicture),
        )
      : null,
    own ? h('p', { class: 'note' }, t.proposals.own) : null,
    !may && !own ? h('p', { class: 'note' }, t.proposals.notYours) : null,
    h('div', { class: 'row' }, [
      may && !own
        ? h(Confirm, {
            t,
            label: t.proposals.agree,
            says: t.proposals.agreeSays,
            busy,
            onYes: () => void onAnswer(one.id, 'agree'),
          })
        : null,
      may
        ? h(
            'button',
            { type: 'button', disabled: busy, onClick: () => void onAnswer(one.id, 'reject') },
            own ? t.proposals.takeBack : t.proposals.reject,
          )
        : null,
    ]),
  ]);
}

/** What is proposed, in a sentence. */
function actText(app: App, act: ProposedAct): string {
  const { t, number } = app;
  switch (act.kind) {
    case 'choose-sheet':
      return t.proposals.choose(number(act.sheet), act.station, t.counts[act.count]);
    case 'withdraw-sheet':
      return t.proposals.withdraw(number(act.sheet), t.observed.withdrawals[act.code]);
    case 'rule-observed':
      return t.proposals.rule(number(act.sheet), contestName(app, act.contest), t.observed.rulings[act.ruling]);
    case 'stop-publication':
      return t.proposals.stop(t.counts[act.count]);
    case 'resume-publication':
      return t.proposals.resume(t.counts[act.count]);
  }
}

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
