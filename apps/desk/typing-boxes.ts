import type { CentreInfo } from '../centre/api-schemas.ts';
import type { App } from './app.ts';
import type { Texts } from './texts.ts';
import {
  type Action,
  type Cell,
  type Field,
  hasNoFigures,
  OBSERVATION_CODES,
  sameField,
  sumsOf,
  type TypingForm,
} from './typing-form.ts';
import { type KeyMeaning, keyInField, keyInObservations } from './typing-keys.ts';
import { h, type VNode } from './view.ts';

export type ContestInfo = CentreInfo['contests'][number];
type BoxInfo = ContestInfo['boxes'][number];

export type FormProps = {
  readonly app: App;
  readonly contest: ContestInfo;
  readonly form: TypingForm;
  readonly act: (action: Action) => void;
  /** Does what a key means; whether the browser is to leave it alone. */
  readonly mean: (meaning: KeyMeaning) => boolean;
};

/** A box's name: of what every paper has, ours; of the rest, the paper's. */
export function boxLabel(t: Texts, box: BoxInfo): string {
  if (box.kind === 'selection' || !Object.hasOwn(t.boxes, box.id)) return box.label;
  return t.boxes[box.id as keyof Texts['boxes']];
}

export function fieldId({ part, at }: Field): string {
  return `${part}-${at}`;
}

/** What is in a box, as a word: empty, illegible and zero are three different things. */
export function wordOf(t: Texts, cell: Cell): string {
  if (cell === 'empty') return t.typing.empty;
  if (cell === 'illegible') return t.typing.illegible;
  return cell === '0' ? t.typing.zero : '';
}

/** The boxes in the order of the paper, each with its correction where it has one. */
export function Boxes(props: FormProps): VNode {
  const { app, contest, form } = props;
  if (hasNoFigures(form)) return h('p', { class: 'done' }, app.t.typing.noFigures);
  return h(
    'ol',
    { class: 'boxes' },
    contest.boxes.map((box, at) => h(BoxRow, { ...props, box, at, key: box.id })),
  );
}

function BoxRow(props: FormProps & { box: BoxInfo; at: number }): VNode {
  const { app, form, box, at } = props;
  const { t } = app;
  const cell = form.cells[at] ?? '';
  const kind =
    cell === '0' ? 'zero' : cell === 'empty' || cell === 'illegible' ? cell : cell === '' ? 'blank' : 'number';
  const open = form.plan.boxes[at] === true;
  const current = form.stage === 'typing' && form.focus.at === at;
  return h(
    'li',
    { class: `box ${kind} ${box.kind}${open ? '' : ' agreed'}${current ? ' current' : ''}` },
    h('label', { for: fieldId({ part: 'box', at }) }, boxLabel(t, box)),
    h(Input, { ...props, field: { part: 'box', at }, text: open ? wordOrDigits(t, cell) : cellText(app, cell), open }),
    h('span', { class: 'state', id: `state-${at}` }, open ? (kind === 'zero' ? t.typing.zero : '') : t.typing.agreed),
    at in form.corrections ? h(CorrectionRow, props) : null,
  );
}

/** In a box that is typed only digits and words stand: separators would be typed over. */
function wordOrDigits(t: Texts, cell: Cell): string {
  return cell === 'empty' || cell === 'illegible' ? wordOf(t, cell) : cell;
}

export function cellText(app: App, cell: Cell): string {
  if (cell === 'empty' || cell === 'illegible') return wordOf(app.t, cell);
  return cell === '' ? '' : app.number(Number(cell));
}

function CorrectionRow(props: FormProps & { box: BoxInfo; at: number }): VNode {
  const { app, form, box, at } = props;
  const { t } = app;
  const field: Field = { part: 'correction', at };
  return h(
    'div',
    { class: 'correction' },
    h('label', { for: fieldId(field) }, t.typing.correctionOf(boxLabel(t, box))),
    h(Input, { ...props, field, text: form.corrections[at] ?? '', open: form.plan.corrections }),
  );
}

function Input(props: FormProps & { field: Field; text: string; open: boolean }): VNode {
  const { app, form, act, mean, field, text, open } = props;
  const id = fieldId(field);
  const fault = form.fault !== null && sameField(form.fault.field, field) ? form.fault : null;
  const keyDown = (event: KeyboardEvent) => {
    if (mean(keyInField(event, field, form))) event.preventDefault();
  };
  const input = h('input', {
    id,
    class: 'figure',
    type: 'text',
    inputMode: 'numeric',
    autocomplete: 'off',
    spellcheck: false,
    readOnly: !open,
    value: text,
    'aria-invalid': fault === null ? undefined : 'true',
    'aria-describedby': [fault === null ? '' : `fault-${id}`, field.part === 'box' ? `state-${field.at}` : '']
      .filter((name) => name !== '')
      .join(' '),
    onKeyDown: keyDown,
    onFocus: (event: FocusEvent) => {
      act({ kind: 'focus', field });
      (event.currentTarget as HTMLInputElement).select();
    },
    // Keyboards on glass and pasted text come without keys: of those only digits are taken.
    onInput: (event: Event) => {
      const element = event.currentTarget as HTMLInputElement;
      act({ kind: 'digits', field, text: element.value });
      element.value = element.value.replace(/\D/g, '');
    },
  });
  const words = form.fault?.kind === 'correction-blank' ? app.t.typing.faultCorrection : app.t.typing.faultBlank;
  // The input stays the same element with a fault and without: a new one would lose the focus amid a number.
  return h('div', { class: 'cell' }, [
    input,
    fault === null ? null : h('p', { class: 'fault', id: `fault-${id}`, role: 'alert' }, words),
  ]);
}

/** Plain arithmetic of what was typed here, and of nothing else. */
export function SumLine({ app, contest, form }: Pick<FormProps, 'app' | 'contest' | 'form'>): VNode | null {
  const sums = sumsOf(
    form,
    contest.boxes.map(({ kind }) => kind),
  );
  if (hasNoFigures(form) || sums.selections === null || sums.withOthers === null) return null;
  return h('p', { class: 'sum' }, app.t.typing.sum(app.number(sums.selections), app.number(sums.withOthers)));
}

/** What there is to say of the sheet beside its figures. */
export function Observations(props: FormProps): VNode | null {
  const { app, form, act, mean } = props;
  const { t } = app;
  const open = form.stage === 'observations';
  const said = form.observations.map((code) => t.observations[code]).join('; ');
  if (!open) {
    return h(
      'p',
      { class: 'observed' },
      `${t.typing.observations}: ${said === '' ? t.typing.noObservation : said} `,
      form.plan.observations
        ? h(
            'button',
            { type: 'button', id: 'observe', onClick: () => act({ kind: 'observations' }) },
            t.typing.observe,
            ' ',
            h('kbd', null, 'o'),
          )
        : h('span', { class: 'state' }, t.typing.agreed),
    );
  }
  return h(
    'fieldset',
    {
      class: 'observations',
      onKeyDown: (event: KeyboardEvent) => {
        if (mean(keyInObservations(event))) event.preventDefault();
      },
    },
    h('legend', null, t.typing.observationsOpen),
    OBSERVATION_CODES.map((code, i) =>
      h(
        'label',
        { class: 'choice', key: code },
        h('input', {
          type: 'checkbox',
          id: `observation-${i}`,
          checked: form.observations.includes(code),
          onChange: () => act({ kind: 'observe', code }),
        }),
        h('span', null, h('kbd', null, String(i + 1)), ` ${t.observations[code]}`),
      ),
    ),
    h('button', { type: 'button', onClick: () => act({ kind: 'typing' }) }, t.typing.observationsDone),
  );
}
