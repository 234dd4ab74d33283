import type { BoardRoom, Case, ProposedAct, RulingKind } from '../centre/api-schemas.ts';
import type { App, WithApp } from './app.ts';
import { GroundLaw, groundName, labelOf } from './case-view.ts';
import { instantIn } from './local-instant.ts';
import { SelectField } from './official-parts.ts';
import { type Both, Choice, TextField } from './parts.ts';
import { ProposalForm } from './proposal-form.ts';
import { h, useState, type VNode } from './view.ts';
import { startVotes, VotesFields, votesSaid } from './votes-fields.ts';

export type Target = {
  readonly station: string;
  readonly contest: string;
  /** null: there is no sheet to count. */
  readonly sheet: Case['sheets'][number] | null;
  readonly objections: readonly Case['objections'][number][];
};
type Box = NonNullable<Case['sheets'][number]['contests'][number]['boxes']>[number];

/** Effects that need no ground: what the board decides on an observation by itself, or where nothing is left. */
const GROUNDLESS: ReadonlySet<RulingKind> = new Set(['count', 'retype', 'stands', 'lost']);
const OF_SHEET: readonly RulingKind[] = ['stands', 'count', 'retype', 'correct', 'recount', 'annul', 'repeat'];
const NONE = '-';

/** A ruling of the board on one contest of a station: the effect, the votes, and an answer to every open objection. */
export function RuleForm({ app, room, target }: WithApp & { room: BoardRoom; target: Target }): VNode {
  const { t } = app;
  const { station, contest, sheet, objections } = target;
  const typed = sheet?.contests.find((one) => one.contest === contest);
  const id = `${station}-${contest}`;
  const [effect, setEffect] = useState<RulingKind | null>(sheet === null ? 'lost' : null);
  const [ground, setGround] = useState<string>('');
  const [answers, setAnswers] = useState<Readonly<Record<number, 'upheld' | 'rejected'>>>({});
  const [votes, setVotes] = useState(() => startVotes(app));
  const [day, setDay] = useState('');
  const [hour, setHour] = useState('');
  const [cells, setCells] = useState<readonly string[]>(() => cellsOf(app, contest, typed?.boxes ?? null));
  const [wrong, setWrong] = useState<string | null>(null);
  const grounds = (room.rules?.grounds ?? []).filter((one) => effect !== null && one.effects.includes(effect));
  const chooseGround = (code: string) => {
    setGround(code);
    const law = room.rules?.grounds.find((one) => one.code === code)?.law;
    if (law !== undefined) setVotes({ ...votes, law });
  };
  const until = effect === 'repeat' ? instantIn(app.centre.election.timeZone, day, hour) : null;
  const boxes = effect === 'correct' ? boxesSaid(cells) : null;
  const fault =
    effect === 'repeat' && until === null
      ? t.rulings.untilWrong
      : effect === 'correct' && boxes === null
        ? t.rulings.figuresWrong
        : null;
  const make = (reason: Both): ProposedAct => ({
    ...{ kind: 'rule', station, contest, effect: effect ?? 'stands', until, boxes, reason, ...votesSaid(votes) },
    sheet: sheet?.sheet ?? null,
    ground: ground === '' || ground === NONE ? null : ground,
    objections: objections.map(({ record }) => [record, answers[record] === 'upheld']),
  });
  return h('div', { onSubmit: () => setWrong(fault) }, [
    h(ProposalForm, {
      ...{ app, id, act: effect === null || fault !== null ? null : make, label: t.rulings.propose },
      children: h('div', null, [
        sheet === null
          ? h('p', null, t.rulings.effects.lost)
          : h(Choice<RulingKind>, {
              ...{ name: `effect-${id}`, label: t.rulings.effect, value: effect, onValue: setEffect },
              options: OF_SHEET.map((one) => [one, t.rulings.effects[one]] as const),
            }),
        effect === null || effect === 'lost'
          ? null
          : h(SelectField<string>, {
              ...{ id: `ground-${id}`, label: t.rulings.ground, value: ground, onValue: chooseGround },
              options: [
                ...(GROUNDLESS.has(effect) ? [[NONE, t.rulings.noGround] as const] : []),
                ...grounds.map(({ code, name }) => [code, name[app.language]] as const),
              ],
            }),
        h(GroundLaw, { app, room, code: ground }),
        ...objections.map((one) =>
          h(Choice<'rejected' | 'upheld'>, {
            key: one.record,
            ...{ name: `answer-${one.record}`, value: answers[one.record] ?? null },
            label: t.rulings.answer(one.party, groundName(app, room, one.ground)),
            options: [['upheld', t.rulings.upheld] as const, ['rejected', t.rulings.rejected] as const],
            onValue: (answer) => setAnswers({ ...answers, [one.record]: answer }),
          }),
        ),
        effect === 'repeat' ? h(UntilFields, { app, id, day, hour, onDay: setDay, onHour: setHour }) : null,
        effect === 'correct' ? h(FigureFields, { app, id, contest, cells, onCells: setCells }) : null,
        h(VotesFields, { app, id, room, value: votes, onValue: setVotes, typedBy: typed?.typedBy ?? [] }),
        h('div', { role: 'alert' }, wrong === null || fault === null ? null : h('p', { class: 'fault' }, wrong)),
      ]),
    }),
  ]);
}

type UntilProps = WithApp & {
  readonly id: string;
  readonly day: string;
  readonly hour: string;
  readonly onDay: (day: string) => void;
  readonly onHour: (hour: string) => void;
  readonly labels?: readonly [string, string];
};

/** A day and an hour on the clocks of the election. */
export function UntilFields({ app, id, day, hour, onDay, onHour, labels }: UntilProps): VNode {
  const [dayLabel, hourLabel] = labels ?? [app.t.rulings.untilDate, app.t.rulings.untilTime];
  return h('div', { class: 'row' }, [
    h(TextField, { id: `day-${id}`, label: dayLabel, value: day, onValue: onDay, type: 'date' }),
    h(TextField, { id: `hour-${id}`, label: hourLabel, value: hour, onValue: onHour, type: 'time' }),
  ]);
}

type FigureProps = WithApp & {
  readonly id: string;
  readonly contest: string;
  readonly cells: readonly string[];
  readonly onCells: (cells: readonly string[]) => void;
};

function FigureFields({ app, id, contest, cells, onCells }: FigureProps): VNode {
  const { t } = app;
  const info = app.centre.contests.find((one) => one.id === contest);
  return h('fieldset', null, [
    h('legend', null, t.rulings.figures),
    h('p', { class: 'hint' }, t.rulings.figuresWrong),
    ...cells.map((cell, at) =>
      h(TextField, {
        key: at,
        ...{ id: `figure-${id}-${at}`, label: labelOf(app, info?.boxes[at]), value: cell, max: 9, mono: true },
        onValue: (text: string) => onCells(cells.with(at, text)),
      }),
    ),
  ]);
}

const LETTERS = { empty: 'e', illegible: 'i' } as const;

function cellsOf(app: App, contest: string, boxes: readonly Box[] | null): readonly string[] {
  const width = app.centre.contests.find((one) => one.id === contest)?.boxes.length ?? 0;
  return Array.from({ length: width }, (_, at) => {
    const box = boxes?.[at];
    return box === undefined ? '' : typeof box === 'number' ? String(box) : LETTERS[box];
  });
}

/** null: one of them is no figure. */
export function boxesSaid(cells: readonly string[]): Box[] | null {
  const boxes: Box[] = [];
  for (const cell of cells) {
    const text = cell.trim().toLowerCase();
    if (text === 'e') boxes.push('empty');
    else if (text === 'i') boxes.push('illegible');
    else if (/^\d{1,9}$/.test(text)) boxes.push(Number(text));
    else return null;
  }
  return boxes;
}
