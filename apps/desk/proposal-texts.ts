import type { BoardRoom, ProposedAct } from '../centre/api-schemas.ts';
import type { App } from './app.ts';
import { contestName } from './board-screen.ts';
import { groundName, labelOf } from './case-view.ts';
import { sealText, selectionName } from './official-parts.ts';
import { memberName } from './votes-fields.ts';

type Change = Extract<ProposedAct, { kind: 'amend' }>['change'];

/** The area of everybody. */
const WHOLE = 'u0';

/** What is proposed, in a sentence. */
export function actText(app: App, act: ProposedAct): string {
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
    case 'miss-envelope':
      return t.custody.missShort(act.station);
    case 'move-envelope':
      return t.custody.moveShort(number(act.sheet), act.to);
    case 'open-envelope':
      return t.custody.openShort(number(act.sheet), t.official.found[act.found]);
    case 'rule':
      return t.rulings.ruleShort(act.station, contestName(app, act.contest), t.rulings.effects[act.effect]);
    case 'admit-copy':
      return t.rulings.copyShort(act.station);
    case 'draw-lot':
      return t.rulings.lotShort(
        contestName(app, act.contest),
        act.order.map((id) => selectionName(app, act.contest, id)).join(', '),
      );
    case 'reopen':
      return t.rulings.courtShort(contestName(app, act.contest), act.order);
    case 'amend':
      return t.amend.amendShort(t.amend.kinds[act.change.kind]);
    case 'destroy':
      return t.amend.destroyShort;
    case 'declare-office':
      return t.amend.officeShort(act.office);
  }
}

/** What else is agreed to, line by line: nobody agrees to what she was not shown. */
export function detailsOf(app: App, room: BoardRoom | null, act: ProposedAct): readonly string[] {
  const { t } = app;
  switch (act.kind) {
    case 'stop-publication':
    case 'resume-publication':
      return [`${t.publication.office}: ${act.office.es} · ${act.office.en}`];
    case 'move-envelope':
    case 'open-envelope':
      return [sealText(app, act.seal, act.condition)];
    case 'rule':
      return [...rulingDetails(app, room, act), ...votesOf(app, room, act)];
    case 'admit-copy':
      return [`${t.rulings.holder}: ${act.holder.es} · ${act.holder.en}`, ...votesOf(app, room, act)];
    case 'draw-lot':
      return [`${t.rulings.area}: ${act.area === WHOLE ? t.certify.whole : act.area}`, ...votesOf(app, room, act)];
    case 'reopen':
      return [`${t.rulings.courtName}: ${act.court.es} · ${act.court.en}`];
    case 'amend':
      return [changeText(app, act.change), `${t.official.law}: ${act.law.es} · ${act.law.en}`];
    case 'destroy':
      return [
        `${t.amend.material}: ${act.what.es} · ${act.what.en}`,
        `${t.official.law}: ${act.law.es} · ${act.law.en}`,
      ];
    case 'declare-office':
      return [act.origin, act.log, act.heartbeat];
    case 'choose-sheet':
    case 'withdraw-sheet':
    case 'rule-observed':
    case 'miss-envelope':
      return [];
  }
}

type Ruling = Extract<ProposedAct, { kind: 'rule' }>;

function rulingDetails(app: App, room: BoardRoom | null, act: Ruling): readonly string[] {
  const { t, number } = app;
  const boxes = app.centre.contests.find(({ id }) => id === act.contest)?.boxes ?? [];
  const figures = (act.boxes ?? []).map(
    (box, at) => `${labelOf(app, boxes[at])}: ${typeof box === 'number' ? number(box) : t.typing[box]}`,
  );
  return [
    ...(act.sheet === null ? [] : [t.common.sheet(number(act.sheet))]),
    ...(act.ground === null ? [] : [`${t.rulings.ground}: ${groundName(app, room, act.ground)}`]),
    ...act.objections.map(([record, upheld]) => {
      const answer = upheld ? t.sheetCase.upheld : t.sheetCase.rejected;
      return `${t.audit.kinds.ObjectionRaised} ${t.audit.record(number(record))}: ${answer}`;
    }),
    ...(act.until === null ? [] : [t.official.until(app.instant(act.until))]),
    ...(figures.length === 0 ? [] : [`${t.rulings.figures}: ${figures.join('; ')}`]),
  ];
}

type Voted = Extract<ProposedAct, { kind: 'admit-copy' | 'draw-lot' | 'rule' }>;

function votesOf({ t }: App, room: BoardRoom | null, act: Voted): readonly string[] {
  const names = (list: readonly string[]) => list.map((one) => memberName(room, one)).join(', ') || '—';
  return [
    t.rulings.votesShort(names(act.for), names(act.against), names(act.abstained)),
    `${t.official.law}: ${act.law.es} · ${act.law.en}`,
  ];
}

function changeText(app: App, change: Change): string {
  const { t, number } = app;
  switch (change.kind) {
    case 'station-added': {
      const said = [`${t.amend.place}: ${change.place}`];
      if (change.table !== null) said.push(`${t.amend.table}: ${number(change.table)}`);
      if (change.registered !== null) said.push(`${t.amend.voters}: ${number(change.registered)}`);
      said.push(`${t.amend.setting}: ${t.amend.settings[change.setting ?? 'none']}`);
      return [t.common.station(change.station), ...said].join('. ');
    }
    case 'station-moved':
      return `${t.common.station(change.station)} → ${change.place}`;
    case 'date-moved':
      return `${t.common.station(change.station)}: ${t.official.until(app.instant(change.until))}`;
    case 'station-not-installed':
      return t.common.station(change.station);
    case 'station-merged': {
      const registered = change.registered === null ? [] : [`${t.amend.registered}: ${number(change.registered)}`];
      return [`${t.common.station(change.station)} → ${t.common.station(change.into)}`, ...registered].join('. ');
    }
    case 'candidate-withdrawn':
      return `${contestName(app, change.contest)}, ${change.selection}: ${t.amend.votesAre[change.votes]}`;
    case 'closing-extended':
      return `${change.units.join(', ')}: ${t.official.until(app.instant(change.until))}`;
  }
}
