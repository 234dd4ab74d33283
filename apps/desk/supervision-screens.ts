import type { Board, Disputes, Inbox, Observed, Pending, ProposedAct } from '../centre/api-schemas.ts';
import { isOverdue } from './ages.ts';
import { type App, useAct, useLoad, type WithApp } from './app.ts';
import { age, contestName } from './board-screen.ts';
import { type Both, Choice, Confirm, Fault, Pictures, placeText, shownOf, TextField } from './parts.ts';
import { ProposalForm } from './proposal-form.ts';
import { h, useState, type VNode } from './view.ts';

/** Lists are short by nature; who wants more than these works on the first ones. */
const LIST_MS = 5000;
const LIST = 'limit=50';

/** The centre's own time: a rehearsal runs by another clock than the reader's. */
function useCentreTime(app: App): number | null {
  return useLoad<Board>(app.api, '/api/board', LIST_MS).value?.at ?? null;
}

function maySupervise(app: App): boolean {
  return app.me.roles.includes('supervisor');
}

/** Since when something waits, red and in words if that is longer than promised. */
function Since({ app, since, now }: WithApp & { since: number; now: number | null }): VNode {
  const late = now !== null && isOverdue(since, now, app.centre.promiseMinutes);
  const text = now === null ? app.instant(since) : app.t.common.waiting(age(app, since, now), app.instant(since));
  return h('p', { class: late ? 'overdue' : 'hint' }, late ? `${app.t.board.late}: ${text}` : text);
}

function ListHead(props: WithApp & { title: string; what: string; shown: number | null; total: number }): VNode {
  const { app, title, what, shown, total } = props;
  return h('div', null, [
    h('h1', null, title),
    h('p', null, what),
    h('p', { role: 'status' }, shown === null ? app.t.common.loading : shownOf(app, shown, total)),
  ]);
}

/** Stations with more than one sheet: all pictures side by side; one is chosen with a reason, and a second person agrees. */
export function DisputesScreen({ app }: WithApp): VNode {
  const { t } = app;
  const { value, error, reload } = useLoad<Disputes>(app.api, `/api/disputes?${LIST}`, LIST_MS);
  const now = useCentreTime(app);
  return h('section', null, [
    h(ListHead, {
      app,
      title: t.screens.disputes,
      what: t.disputes.what,
      shown: value?.disputes.length ?? null,
      total: value?.total ?? 0,
    }),
    h(Fault, { t, error, retry: reload }),
    ...(value?.disputes ?? []).map((dispute) =>
      h('article', { class: 'card', key: `${dispute.count} ${dispute.station}` }, [
        h('h2', null, `${t.common.station(dispute.station)} · ${t.counts[dispute.count]}`),
        h('p', null, placeText(t, dispute.path, dispute.table)),
        h(Since, { app, since: dispute.since, now }),
        h(
          'div',
          { class: 'side-by-side' },
          dispute.sheets.map(({ sheet, at, device, matched, pictures }) =>
            h('section', { key: sheet }, [
              h('h3', null, t.common.sheet(app.number(sheet))),
              h(
                'p',
                { class: 'hint' },
                t.disputes.came(app.instant(at), device ?? t.disputes.noDevice, matchedText(app, matched)),
              ),
              h(Pictures, { t, base: `/api/pictures/${sheet}`, pictures, what: t.common.sheet(app.number(sheet)) }),
            ]),
          ),
        ),
        maySupervise(app) ? h(ChooseForm, { app, dispute }) : null,
      ]),
    ),
  ]);
}

function matchedText(app: App, matched: string): string {
  const { matched: texts } = app.t.disputes;
  return Object.hasOwn(texts, matched) ? texts[matched as keyof typeof texts] : matched;
}

function ChooseForm({ app, dispute }: WithApp & { dispute: Disputes['disputes'][number] }): VNode {
  const { t } = app;
  const { count, station } = dispute;
  const [sheet, setSheet] = useState<string | null>(null);
  const act =
    sheet === null
      ? null
      : (reason: Both): ProposedAct => ({ kind: 'choose-sheet', count, station, sheet: Number(sheet), reason });
  return h(ProposalForm, {
    app,
    id: `${count}-${station}`,
    act,
    children: h(Choice<string>, {
      name: `choose-${count}-${station}`,
      label: t.disputes.choose,
      value: sheet,
      options: dispute.sheets.map((one) => [String(one.sheet), t.common.sheet(app.number(one.sheet))] as const),
      onValue: setSheet,
    }),
  });
}

type CheckTexts = Readonly<Record<string, { readonly es: string; readonly en: string }>>;

/** Sheets with something that two people or a check saw in them: counted as they are, typed again, or withdrawn. */
export function ObservedScreen({ app }: WithApp): VNode {
  const { t } = app;
  const { value, error, reload } = useLoad<Observed>(app.api, `/api/observed?${LIST}`, LIST_MS);
  const checks = useLoad<CheckTexts>(app.api, '/check-texts.json').value;
  const now = useCentreTime(app);
  return h('section', null, [
    h(ListHead, {
      app,
      title: t.screens.observed,
      what: t.observed.what,
      shown: value?.observed.length ?? null,
      total: value?.total ?? 0,
    }),
    h(Fault, { t, error, retry: reload }),
    ...(value?.observed ?? []).map((one) =>
      h('article', { class: 'card', key: `${one.sheet} ${one.contest}` }, [
        h('h2', null, `${t.common.station(one.station)} · ${contestName(app, one.contest)}`),
        h('p', null, `${placeText(t, one.path, one.table)} · ${t.common.sheet(app.number(one.sheet))}`),
        h(Since, { app, since: one.since, now }),
        h('h3', null, t.observed.reasons),
        h(
          'ul',
          null,
          one.reasons.map((reason) => h('li', { key: reason }, reasonText(app, checks, reason))),
        ),
        h(Pictures, {
          t,
          base: `/api/pictures/${one.sheet}`,
          pictures: one.pictures,
          what: t.common.sheet(app.number(one.sheet)),
        }),
        maySupervise(app) ? h(RuleForm, { app, one }) : null,
      ]),
    ),
  ]);
}

function reasonText(app: App, checks: CheckTexts | null, reason: string): string {
  const { observations } = app.t;
  if (Object.hasOwn(observations, reason)) return observations[reason as keyof typeof observations];
  const text = checks?.[reason]?.[app.language];
  return text === undefined ? reason : `${text} (${reason})`;
}

const RULINGS = ['count', 'retype', 'withdraw'] as const;
const WITHDRAWALS = ['false-sheet', 'not-a-sheet', 'wrong-station', 'other'] as const;

function RuleForm({ app, one }: WithApp & { one: Observed['observed'][number] }): VNode {
  const { t } = app;
  const { sheet, contest } = one;
  const [ruling, setRuling] = useState<(typeof RULINGS)[number] | null>(null);
  const [code, setCode] = useState<(typeof WITHDRAWALS)[number] | null>(null);
  const make = (reason: Both): ProposedAct =>
    ruling === 'withdraw'
      ? { kind: 'withdraw-sheet', sheet, code: code ?? 'other', reason }
      : { kind: 'rule-observed', sheet, contest, ruling: ruling ?? 'retype', reason };
  const id = `${sheet}-${contest}`;
  return h(ProposalForm, {
    app,
    id,
    act: ruling === null || (ruling === 'withdraw' && code === null) ? null : make,
    children: h('div', null, [
      h(Choice<(typeof RULINGS)[number]>, {
        name: `rule-${id}`,
        label: t.observed.ruling,
        value: ruling,
        options: RULINGS.map((option) => [option, t.observed.rulings[option]] as const),
        onValue: setRuling,
      }),
      ruling === 'withdraw'
        ? h(Choice<(typeof WITHDRAWALS)[number]>, {
            name: `withdraw-${id}`,
            label: t.observed.withdrawal,
            value: code,
            options: WITHDRAWALS.map((option) => [option, t.observed.withdrawals[option]] as const),
            onValue: setCode,
          })
        : null,
    ]),
  });
}

/** Entries that stand alone: who and since when, never what. */
export function PendingScreen({ app }: WithApp): VNode {
  const { t } = app;
  const { value, error, reload } = useLoad<Pending>(app.api, `/api/pending?${LIST}`, LIST_MS);
  const now = useCentreTime(app);
  const act = useAct(app.api);
  const annul = async (entry: number) => {
    if ((await act.send('/api/voids', { entry })) !== null) reload();
  };
  return h('section', null, [
    h(ListHead, {
      app,
      title: t.screens.pending,
      what: t.pending.what,
      shown: value?.pending.length ?? null,
      total: value?.total ?? 0,
    }),
    h(Fault, { t, error: error ?? act.error, retry: reload }),
    ...(value?.pending ?? []).map((one) =>
      h('article', { class: 'card', key: one.entry }, [
        h('h2', null, `${t.common.station(one.station)} · ${contestName(app, one.contest)}`),
        h('p', null, placeText(t, one.path, one.table)),
        h('p', null, [`${t.pending.by} `, h('span', { class: 'mono' }, one.person)]),
        h(Since, { app, since: one.since, now }),
        maySupervise(app)
          ? h(Confirm, {
              t,
              label: t.pending.annul,
              says: t.pending.annulSays,
              busy: act.busy,
              onYes: () => void annul(one.entry),
            })
          : null,
      ]),
    ),
  ]);
}

/** Scans whose station nobody could tell: a person reads it off the picture. */
export function InboxScreen({ app }: WithApp): VNode {
  const { t } = app;
  const { value, error, reload } = useLoad<Inbox>(app.api, `/api/inbox?${LIST}`, LIST_MS);
  return h('section', null, [
    h(ListHead, {
      app,
      title: t.screens.inbox,
      what: t.inbox.what,
      shown: value?.scans.length ?? null,
      total: value?.total ?? 0,
    }),
    h(Fault, { t, error, retry: reload }),
    ...(value?.scans ?? []).map((scan) => h(ScanCard, { app, scan, reload, key: scan.id })),
  ]);
}

function ScanCard({ app, scan, reload }: WithApp & { scan: Inbox['scans'][number]; reload: () => void }): VNode {
  const { t } = app;
  const act = useAct(app.api);
  const [station, setStation] = useState('');
  const assign = async (event: Event) => {
    event.preventDefault();
    if ((await act.send(`/api/inbox/${encodeURIComponent(scan.id)}`, { station: station.trim() })) !== null) reload();
  };
  return h('article', { class: 'card' }, [
    h('h2', null, scan.name === '' ? t.inbox.noName : scan.name),
    h('p', { class: 'hint' }, app.instant(scan.at)),
    h('p', { class: 'hint' }, scan.device === null ? t.inbox.ownMachine : t.inbox.sentBy(scan.device)),
    h(Pictures, { t, base: `/api/inbox/${encodeURIComponent(scan.id)}`, pictures: scan.pictures, what: scan.name }),
    h('form', { class: 'stack', onSubmit: (event: Event) => void assign(event) }, [
      h(TextField, {
        id: `station-${scan.id}`,
        label: t.inbox.station,
        hint: t.inbox.hint,
        value: station,
        onValue: setStation,
        mono: true,
      }),
      h(Fault, { t, error: act.error }),
      h('button', { type: 'submit' }, t.inbox.assign),
    ]),
  ]);
}
