import type { BoardRoom, BoardWaits, Case, ProposedAct } from '../centre/api-schemas.ts';
import { useLoad, type WithApp } from './app.ts';
import { contestName } from './board-screen.ts';
import { CaseView, useCase } from './case-view.ts';
import { LotForm } from './lot-form.ts';
import { ContestField, Folded, SLOW_MS, StationSearch, useRoom, wordOf } from './official-parts.ts';
import { type Both, BothFields, Fault, NOTHING_SAID, placeText, shownOf, TextField } from './parts.ts';
import { ProposalForm } from './proposal-form.ts';
import { RuleForm, type Target } from './rule-form.ts';
import { h, useState, type VNode } from './view.ts';
import { startVotes, VotesFields, votesSaid } from './votes-fields.ts';

/** What waits for the board, and one station of it. */
export function RulingsScreen({ app, station }: WithApp & { station: string }): VNode {
  const room = useRoom(app).value;
  return station === '' ? h(Waits, { app, room }) : h(OneCase, { app, room, station });
}

function Waits({ app, room }: WithApp & { room: BoardRoom | null }): VNode {
  const { t } = app;
  const { value, error, reload } = useLoad<BoardWaits>(app.api, '/api/board-waits?limit=100', SLOW_MS);
  const votes = app.me.roles.includes('member');
  return h('section', null, [
    h('h1', null, t.screens.rulings),
    h('p', null, t.rulings.what),
    h(SessionLine, { app, room }),
    h(Fault, { t, error, retry: reload }),
    h(
      'p',
      { role: 'status' },
      value === null
        ? t.common.loading
        : value.total === 0
          ? t.rulings.none
          : shownOf(app, value.waits.length, value.total),
    ),
    h(
      'ul',
      { class: 'desks' },
      (value?.waits ?? []).map((one) =>
        h('li', { key: `${one.station} ${one.contest}` }, [
          h(
            'a',
            { href: `#/rulings/${encodeURIComponent(one.station)}` },
            t.rulings.see(one.station, contestName(app, one.contest)),
          ),
          h('span', null, `${wordOf(t.official.why, one.why)} · ${placeText(t, one.path, one.table)}`),
        ]),
      ),
    ),
    h(StationSearch, { app, screen: 'rulings', label: t.rulings.find }),
    votes && room?.session ? h(Folded, { title: t.rulings.lot, children: h(LotForm, { app, room }) }) : null,
    votes ? h(Folded, { title: t.rulings.court, children: h(CourtForm, { app }) }) : null,
  ]);
}

function SessionLine({ app, room }: WithApp & { room: BoardRoom | null }): VNode | null {
  const { t } = app;
  if (room === null) return null;
  const { session } = room;
  if (session === null) return h('p', { class: 'note' }, t.rulings.needsSession);
  return h('p', null, t.session.running(app.number(session.session), session.place, app.instant(session.at)));
}

function OneCase({ app, room, station }: WithApp & { room: BoardRoom | null; station: string }): VNode {
  const { t } = app;
  const { value, error, reload } = useCase(app, station);
  const votes = app.me.roles.includes('member') && room !== null && room.session !== null;
  return h('section', null, [
    h('h1', null, t.screens.rulings),
    h('p', null, h('a', { href: '#/rulings' }, t.rulings.all)),
    h(SessionLine, { app, room }),
    h(Fault, { t, error, retry: reload }),
    value === null && error === null ? h('p', { role: 'status' }, t.common.loading) : null,
    value === null ? null : h(CaseView, { app, value, room }),
    value !== null && votes ? h(Decide, { app, room, value }) : null,
  ]);
}

/** A form for every contest that can be ruled on, and for a copy where there is no original. */
function Decide({ app, room, value }: WithApp & { room: BoardRoom; value: Case }): VNode {
  const { t } = app;
  const targets = targetsOf(value);
  const copy = value.copyOf !== null;
  return h('section', { class: 'card' }, [
    h('h2', null, t.rulings.rule),
    targets.length === 0 && !copy ? h('p', null, t.rulings.noCase) : null,
    ...targets.map((target) =>
      h('details', { key: target.contest }, [
        h('summary', null, `${t.rulings.rule}: ${contestName(app, target.contest)}`),
        h(RuleForm, { app, room, target }),
      ]),
    ),
    copy ? h(Folded, { title: t.rulings.copy, children: h(CopyForm, { app, room, station: value.station }) }) : null,
  ]);
}

/** Agreed and observed contests of the newest sheet; of a station that has none to count, the loss. */
export function targetsOf(value: Case): readonly Target[] {
  return value.ends.flatMap(({ contest, kind, detail }): Target[] => {
    if (kind === 'merged' || kind === 'not-installed' || kind === 'lost') return [];
    const sheet = value.sheets.findLast((one) => one.contests.some((of) => of.contest === contest)) ?? null;
    const state = sheet?.contests.find((of) => of.contest === contest)?.state;
    if (state === 'agreed' || state === 'observed') {
      const objections = value.objections.filter(
        (one) => one.contest === contest && one.sheet === sheet?.sheet && one.answer === null,
      );
      return [{ station: value.station, contest, sheet, objections }];
    }
    const none = detail === 'missing' || detail === 'nothing-found';
    return none ? [{ station: value.station, contest, sheet: null, objections: [] }] : [];
  });
}

type Voting = WithApp & { readonly room: BoardRoom };

function CopyForm({ app, room, station }: Voting & { station: string }): VNode {
  const { t } = app;
  const [holder, setHolder] = useState(NOTHING_SAID);
  const [votes, setVotes] = useState(() => startVotes(app));
  const id = `copy-${station}`;
  return h(ProposalForm, {
    ...{ app, id, label: `${t.proposals.propose}: ${t.rulings.copy}` },
    act: (reason: Both): ProposedAct => ({ kind: 'admit-copy', station, holder, reason, ...votesSaid(votes) }),
    children: h('div', null, [
      h('p', null, t.rulings.copyWhat),
      h(BothFields, { t, id: `holder-${id}`, label: t.rulings.holder, value: holder, onValue: setHolder }),
      h(VotesFields, { app, id, room, value: votes, onValue: setVotes }),
    ]),
  });
}

/** Codes with spaces between them. */
export function wordsOf(text: string): string[] {
  return text.split(/[\s,]+/u).filter((word) => word !== '');
}

function CourtForm({ app }: WithApp): VNode {
  const { t } = app;
  const [contest, setContest] = useState('');
  const [court, setCourt] = useState(NOTHING_SAID);
  const [order, setOrder] = useState('');
  return h(ProposalForm, {
    ...{ app, id: 'court', label: `${t.proposals.propose}: ${t.rulings.court}` },
    act: (reason: Both): ProposedAct => ({ kind: 'reopen', contest, court, order: order.trim(), reason }),
    children: h('div', null, [
      h('p', null, t.rulings.courtWhat),
      h(ContestField, { app, id: 'court-contest', label: t.certify.contest, value: contest, onValue: setContest }),
      h(BothFields, { t, id: 'court-name', label: t.rulings.courtName, value: court, onValue: setCourt }),
      h(TextField, { id: 'court-order', label: t.rulings.order, value: order, onValue: setOrder, max: 200 }),
    ]),
  });
}
