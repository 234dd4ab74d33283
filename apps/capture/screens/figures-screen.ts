import type { TypedBox } from '../phone-types.ts';
import { refusalText, type WithSheet } from './app.ts';
import { boxesOf, boxLabel, fromText, type PaperBox, sumSoFar, withDigit, withoutDigit } from './figures-form.ts';
import { Fault, Go, Key, refusalOf } from './parts.ts';
import { h, useEffect, useRef, useState, type VNode } from './view.ts';

/** One box of the paper at a time, in its order, with keys of our own. */
export function FiguresScreen({ app, sheet, box }: WithSheet & { box: number | null }): VNode {
  const { t, view } = app;
  const boxes = boxesOf(view.election, sheet);
  if (boxes.length === 0) {
    return h(
      'div',
      null,
      h('p', null, t.figures.noBoxes),
      h(Go, { app, class: 'main big', to: { at: 'send', sheet: sheet.id }, children: t.figures.skip }),
    );
  }
  const first = boxes.findIndex(({ value }) => value === null);
  const at = Math.min(box ?? Math.max(0, first), boxes.length - 1);
  return h(Pad, { app, sheet, boxes, start: at, key: `${sheet.id}/${box}` });
}

type PadProps = WithSheet & { readonly boxes: readonly PaperBox[]; readonly start: number };

function Pad({ app, sheet, boxes, start }: PadProps): VNode {
  const { t, phone, go, number } = app;
  const [at, setAt] = useState(start);
  // What was typed stands here at once; the phone keeps it in its own time, key after key.
  const [typed, setTyped] = useState<readonly TypedBox[]>(() => boxes.map(({ value }) => value));
  const [fault, say] = useState<string | null>(null);
  const now = boxes.map((box, i) => ({ ...box, value: typed[i] ?? null }));
  const box = now[at];
  const field = useRef<HTMLInputElement>(null);
  useEffect(() => field.current?.focus(), [at]);
  if (box === undefined) return h('p', null, t.figures.noBoxes);
  const put = (value: TypedBox) => {
    setTyped(typed.with(at, value));
    const kept = phone.setBox(sheet.id, box.contest.id, box.at, value);
    void kept.catch((cause) => say(refusalText(t, refusalOf(cause))));
  };
  const last = at === boxes.length - 1;
  const move = (by: 1 | -1) => {
    if (by === 1 && last) go({ at: 'review', sheet: sheet.id });
    else setAt(Math.max(0, at + by));
  };
  const sum = sumSoFar(now, box.contest);
  const sumText = at === 0 && sum === 0 ? t.figures.instruction : t.figures.sum(number(sum));
  const complete = typed.every((value) => value !== null);
  return h(
    'div',
    { class: 'pad-screen' },
    h(BoxHead, { app, sheet, box, at, all: boxes.length }),
    h(FigureField, { app, box, field, put, move }),
    h(Fault, { text: fault }),
    h('p', { class: 'sum' }, sumText),
    h(PadKeys, { app, value: box.value, last, put, move }),
    h('div', { class: 'keys two' }, [
      h(Key, {
        id: 'before',
        disabled: at === 0,
        onPress: () => move(-1),
        children: `‹ ${t.figures.before}`,
        key: 'before',
      }),
      h(Go, { app, to: { at: 'review', sheet: sheet.id }, children: t.figures.last, key: 'review' }),
    ]),
    complete ? null : h(Go, { app, class: 'quiet', to: { at: 'send', sheet: sheet.id }, children: t.figures.skip }),
    h('p', { class: 'hint keyboard' }, t.figures.keyHint),
  );
}

function BoxHead({ app, box, at, all }: WithSheet & { box: PaperBox; at: number; all: number }): VNode {
  const { t, number, language } = app;
  const { name, under } = boxLabel(t, box);
  return h(
    'div',
    { class: 'box-head' },
    h('p', { class: 'hint' }, `${box.contest.name[language]} · ${t.figures.of(number(at + 1), number(all))}`),
    h('p', { class: 'box-name', id: 'box-name' }, name, under === '' ? null : h('small', null, under)),
  );
}

type FieldProps = {
  readonly app: WithSheet['app'];
  readonly box: PaperBox;
  readonly put: (value: TypedBox) => void;
  readonly move: (by: 1 | -1) => void;
};

/** A real field, so that a keyboard and a screen reader work; `inputmode` keeps the phone's own keys away. */
function FigureField(props: FieldProps & { field: { current: HTMLInputElement | null } }): VNode {
  const { app, box, field, put, move } = props;
  const { t } = app;
  const text = typeof box.value === 'number' ? String(box.value) : '';
  const keyDown = (event: KeyboardEvent) => {
    if (event.ctrlKey || event.altKey || event.metaKey) return;
    if (event.key === 'Enter') move(event.shiftKey ? -1 : 1);
    // V of "vacía" and E of "empty", whatever the language is now.
    else if (/^[veVE]$/.test(event.key)) put('empty');
    else return;
    event.preventDefault();
  };
  return h(
    'div',
    { class: `figure-field ${box.value === 'empty' ? 'empty' : ''}` },
    h('input', {
      ref: field,
      id: 'figure',
      type: 'text',
      inputMode: 'none',
      autocomplete: 'off',
      value: text,
      'aria-labelledby': 'box-name',
      'aria-describedby': 'figure-state',
      onKeyDown: keyDown,
      onInput: (event: Event) => {
        const element = event.currentTarget as HTMLInputElement;
        const value = fromText(element.value);
        put(value);
        element.value = typeof value === 'number' ? String(value) : '';
      },
    }),
    h(
      'p',
      { id: 'figure-state', role: 'status' },
      box.value === null ? t.figures.blank : box.value === 'empty' ? t.figures.empty : '',
    ),
  );
}

const DIGITS = [1, 2, 3, 4, 5, 6, 7, 8, 9];

function PadKeys(props: Omit<FieldProps, 'box'> & { value: TypedBox; last: boolean }): VNode {
  const { app, value, last, put, move } = props;
  const { t } = app;
  // The field keeps the focus: a pressed key of glass must not take it from the keyboard.
  const stay = (event: Event) => event.preventDefault();
  const digit = (n: number) =>
    h(
      'button',
      { type: 'button', class: 'digit', key: n, onMouseDown: stay, onClick: () => put(withDigit(value, n)) },
      String(n),
    );
  return h('div', { class: 'pad', role: 'group', 'aria-label': t.figures.keys }, [
    DIGITS.map(digit),
    h(
      'button',
      {
        type: 'button',
        class: 'digit',
        key: 'erase',
        'aria-label': t.figures.erase,
        onMouseDown: stay,
        onClick: () => put(withoutDigit(value)),
      },
      h('span', { 'aria-hidden': 'true' }, '⌫'),
    ),
    digit(0),
    h(
      'button',
      { type: 'button', class: 'digit next', id: 'next', key: 'next', onMouseDown: stay, onClick: () => move(1) },
      last ? t.figures.last : t.figures.next,
    ),
    h(
      'button',
      {
        type: 'button',
        class: 'digit empty-key',
        id: 'empty',
        key: 'empty',
        'aria-pressed': value === 'empty',
        onMouseDown: stay,
        onClick: () => put('empty'),
      },
      t.figures.emptyKey,
    ),
  ]);
}
