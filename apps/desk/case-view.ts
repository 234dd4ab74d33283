import type { BoardRoom, Case } from '../centre/api-schemas.ts';
import { type App, useLoad, type WithApp } from './app.ts';
import { contestName } from './board-screen.ts';
import { endText, SLOW_MS, sealText, wordOf } from './official-parts.ts';
import { Pictures, placeText } from './parts.ts';
import { h, type VNode } from './view.ts';

type Sheet = Case['sheets'][number];
export type CaseContest = Sheet['contests'][number];

/** One station's paper, asked for again and again. */
export function useCase(app: App, station: string) {
  const path = station === '' ? null : `/api/cases/${encodeURIComponent(station)}`;
  return useLoad<Case>(app.api, path, SLOW_MS);
}

type CaseProps = WithApp & { readonly value: Case; readonly room: BoardRoom | null };

/** From the envelope to where each contest ends. Nothing of the preliminary count is in it. */
export function CaseView({ app, value, room }: CaseProps): VNode {
  const { t } = app;
  return h('div', null, [
    h('h2', null, t.common.station(value.station)),
    h('p', null, placeText(t, value.path, value.table)),
    ...value.envelopes.map((envelope) =>
      h(Envelope, { app, envelope, isOnly: value.envelopes.length === 1, key: envelope.generation }),
    ),
    h('h3', null, t.sheetCase.ends),
    h(
      'ul',
      null,
      value.ends.map((end) => h('li', { key: end.contest }, `${contestName(app, end.contest)}: ${endText(app, end)}`)),
    ),
    ...value.sheets.map((sheet) => h(SheetCard, { app, sheet, key: sheet.sheet })),
    h(Custody, { app, value }),
    h(Said, { app, value, room }),
  ]);
}

/** Where the envelope of one vote of the station is. */
type EnvelopeProps = WithApp & { envelope: Case['envelopes'][number]; isOnly: boolean };

function Envelope({ app, envelope, isOnly }: EnvelopeProps): VNode {
  const { t } = app;
  const { generation, state, sheet, seal, condition, everBroken, until } = envelope;
  const vote = generation === 1 ? t.sheetCase.firstVote : t.custody.repeated(app.number(generation));
  const closes = until === null ? '' : ` ${t.sheetCase.untilPolls(app.instant(until))}`;
  return h('div', null, [
    isOnly ? null : h('p', null, h('strong', null, vote)),
    h('p', null, `${t.sheetCase.state(t.official.states[state])}${closes}`),
    sheet === null || condition === null
      ? null
      : h('p', null, `${t.common.sheet(app.number(sheet))}. ${sealText(app, seal, condition)}`),
    everBroken ? h('p', { class: 'overdue' }, t.official.everBroken) : null,
  ]);
}

function SheetCard({ app, sheet }: WithApp & { sheet: Sheet }): VNode {
  const { t, number } = app;
  const what = t.common.sheet(number(sheet.sheet));
  return h('section', { class: 'card official' }, [
    h('h3', null, what),
    sheet.paper === 'copy' ? h('p', null, t.sheetCase.copy) : null,
    sheet.generation === 1 ? null : h('p', null, t.custody.repeated(app.number(sheet.generation))),
    h(Pictures, { t, base: `/api/pictures/${sheet.sheet}`, pictures: sheet.pictures, what }),
    ...sheet.contests.map((contest) => h(Figures, { app, contest, key: contest.contest })),
  ]);
}

/** What stands, box by box, and who typed it. */
function Figures({ app, contest }: WithApp & { contest: CaseContest }): VNode {
  const { t } = app;
  const { boxes } = app.centre.contests.find(({ id }) => id === contest.contest) ?? { boxes: [] };
  const { boxes: said } = contest;
  const name = contestName(app, contest.contest);
  const isStruck = contest.state === 'struck';
  return h('div', null, [
    h('h4', null, `${name}: ${stateText(app, contest.state)}`),
    contest.reasons.length === 0 ? null : h('p', null, `${t.observed.reasons}: ${contest.reasons.join(', ')}`),
    said === null
      ? h('p', { class: 'hint' }, t.sheetCase.noFigures)
      : h('table', null, [
          h('caption', null, `${isStruck ? t.sheetCase.struck : t.sheetCase.stands}: ${name}`),
          h(
            'tbody',
            null,
            said.map((box, at) =>
              h('tr', { key: at }, [
                h('th', { scope: 'row' }, labelOf(app, boxes[at])),
                h('td', null, isStruck ? h('s', null, boxText(app, box)) : boxText(app, box)),
              ]),
            ),
          ),
        ]),
  ]);
}

function boxText({ t, number }: App, box: NonNullable<CaseContest['boxes']>[number]): string {
  return typeof box === 'number' ? number(box) : t.typing[box];
}

/** The board is told that people type, and not how far they are. */
function stateText({ t }: App, state: string): string {
  return state === 'awaiting-first' ? t.official.why.typing : wordOf(t.audit.states, state);
}

type BoxInfo = App['centre']['contests'][number]['boxes'][number];

/** What is printed beside a box. */
export function labelOf({ t }: App, box: BoxInfo | undefined): string {
  if (box === undefined) return '—';
  return box.kind === 'selection' ? box.label : wordOf(t.boxes, box.id);
}

function Custody({ app, value }: WithApp & { value: Case }): VNode {
  const { t } = app;
  const words = t.official.one;
  return h('section', null, [
    h('h3', null, t.sheetCase.custody),
    value.handOvers.length === 0
      ? h('p', null, t.sheetCase.none)
      : h('div', { class: 'scroll', tabIndex: 0, role: 'group', 'aria-label': t.sheetCase.custodyTable }, [
          h('table', null, [
            h('caption', null, t.sheetCase.custodyTable),
            h(
              'thead',
              null,
              h(
                'tr',
                null,
                [words.kind, words.at, words.who, words.seal, words.place].map((text) =>
                  h('th', { scope: 'col', key: text }, text),
                ),
              ),
            ),
            h(
              'tbody',
              null,
              value.handOvers.map((one) =>
                h('tr', { key: one.record }, [
                  h('th', { scope: 'row' }, [
                    wordOf(t.sheetCase.kinds, one.kind),
                    one.generation === 1 ? '' : ` (${t.custody.repeated(app.number(one.generation))})`,
                  ]),
                  h('td', null, app.instant(one.at)),
                  h('td', { class: 'mono' }, one.people.join(', ')),
                  h('td', null, one.condition === null ? '' : sealText(app, one.seal, one.condition)),
                  h('td', null, one.place ?? ''),
                ]),
              ),
            ),
          ]),
        ]),
  ]);
}

/** Objections with their answers, and the rulings of the board. */
function Said({ app, value, room }: CaseProps): VNode {
  const { t } = app;
  const answerOf = (answer: Case['objections'][number]['answer']) =>
    answer === null ? t.sheetCase.open : answer.upheld ? t.sheetCase.upheld : t.sheetCase.rejected;
  return h('section', null, [
    h('h3', null, t.sheetCase.objections),
    value.objections.length === 0
      ? h('p', null, t.sheetCase.none)
      : h(
          'ul',
          null,
          value.objections.map((one) =>
            h('li', { key: one.record }, [
              `${contestName(app, one.contest)}. `,
              t.sheetCase.objection(one.party, groundName(app, room, one.ground), app.instant(one.at)),
              `: ${answerOf(one.answer)}`,
            ]),
          ),
        ),
    h('h3', null, t.sheetCase.rulings),
    value.rulings.length === 0
      ? h('p', null, t.sheetCase.none)
      : h(
          'ul',
          null,
          value.rulings.map((one) =>
            h('li', { key: one.record }, [
              `${contestName(app, one.contest)}. `,
              t.sheetCase.ruling(t.rulings.effects[one.effect], app.instant(one.at), app.number(one.session)),
              one.until === null ? '' : `, ${t.official.until(app.instant(one.until))}`,
            ]),
          ),
        ),
  ]);
}

/** The law behind a chosen ground, or that it is an example: who objects or decides on it reads that first. */
export function GroundLaw({ app, room, code }: WithApp & { room: BoardRoom; code: string }): VNode {
  const law = room.rules?.grounds.find((ground) => ground.code === code)?.law[app.language];
  return h('p', { class: 'hint', role: 'status' }, law === undefined ? '' : `${app.t.official.groundLaw}: ${law}`);
}

/** By the definition's own words. */
export function groundName({ language }: App, room: BoardRoom | null, code: string): string {
  return room?.rules?.grounds.find((ground) => ground.code === code)?.name[language] ?? code;
}
