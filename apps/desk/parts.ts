import type { ApiError } from './api.ts';
import type { App } from './app.ts';
import type { Language, Texts } from './texts.ts';
import { type ComponentChildren, h, useEffect, useRef, useState, type VNode } from './view.ts';

/* Small pieces that every screen uses. */

/** What went wrong, in words. */
export function errorText(t: Texts, error: ApiError): string {
  if (error.kind !== 'problem') return t.errors[error.kind];
  const known = Object.hasOwn(t.problems, error.code) ? t.problems[error.code as keyof Texts['problems']] : null;
  const said = known ?? `${t.errors.refused} ${error.detail}`.trim();
  return error.retryAfter === null ? said : `${said} ${t.errors.again(Math.ceil(error.retryAfter))}`;
}

/** An error and, where it helps, the button that tries again. Said aloud as it comes. */
export function Fault(props: { t: Texts; error: ApiError | null; retry?: () => void }): VNode {
  const { t, error, retry } = props;
  return h(
    'div',
    { role: 'alert' },
    error === null
      ? null
      : h(
          'p',
          { class: 'fault' },
          h('strong', null, `${t.common.error}: `),
          errorText(t, error),
          retry === undefined ? null : [' ', h('button', { type: 'button', onClick: retry }, t.common.retry)],
        ),
  );
}

/** Something good that happened, said aloud. */
export function Done(props: { text: string | null }): VNode {
  return h('div', { role: 'status' }, props.text === null ? null : h('p', { class: 'done' }, props.text));
}

export type FieldProps = {
  readonly id: string;
  readonly label: string;
  readonly value: string;
  readonly onValue: (value: string) => void;
  readonly hint?: string;
  readonly type?: string;
  readonly autocomplete?: string;
  readonly lines?: number;
  readonly max?: number;
  readonly mono?: boolean;
  readonly required?: boolean;
  readonly lang?: Language;
};

/** A labelled line or area of text. */
export function TextField(props: FieldProps): VNode {
  const { id, label, value, onValue, hint, lines } = props;
  const shared = {
    id,
    value,
    autocomplete: props.autocomplete ?? 'off',
    spellcheck: lines !== undefined,
    required: props.required ?? true,
    ...(props.max === undefined ? {} : { maxLength: props.max }),
    ...(props.lang === undefined ? {} : { lang: props.lang }),
    ...(hint === undefined ? {} : { 'aria-describedby': `${id}-hint` }),
    class: props.mono === true ? 'mono' : '',
    onInput: (event: Event) => onValue((event.currentTarget as HTMLInputElement).value),
  };
  const control =
    lines === undefined
      ? h('input', { ...shared, type: props.type ?? 'text', autocapitalize: 'none' })
      : h('textarea', { ...shared, rows: lines });
  return h(
    'div',
    { class: 'field' },
    h('label', { for: id }, label),
    hint === undefined ? null : h('p', { class: 'hint', id: `${id}-hint` }, hint),
    control,
  );
}

export type Both = { readonly es: string; readonly en: string };
export const NOTHING_SAID: Both = { es: '', en: '' };
const TEXT_MAX = 500;

/** The same said in both languages of the public pages. */
export function BothFields(props: {
  t: Texts;
  id: string;
  label: string;
  value: Both;
  onValue: (v: Both) => void;
}): VNode {
  const { t, id, label, value, onValue } = props;
  const line = (language: Language) =>
    h(TextField, {
      id: `${id}-${language}`,
      label: `${label} (${t.common.inLanguage[language]})`,
      value: value[language],
      max: TEXT_MAX,
      lines: 2,
      lang: language,
      onValue: (text: string) => onValue({ ...value, [language]: text }),
    });
  return h('div', { class: 'both' }, line('es'), line('en'));
}

/** One of several, as radio buttons. */
export function Choice<T extends string>(props: {
  name: string;
  label: string;
  value: T | null;
  options: readonly (readonly [T, ComponentChildren])[];
  onValue: (v: T) => void;
}): VNode {
  const { name, label, value, options, onValue } = props;
  return h(
    'fieldset',
    null,
    h('legend', null, label),
    options.map(([option, text]) =>
      h(
        'label',
        { class: 'choice', key: option },
        h('input', { type: 'radio', name, required: true, checked: value === option, onChange: () => onValue(option) }),
        h('span', null, text),
      ),
    ),
  );
}

/** A button that says what follows before it does anything. */
export function Confirm(props: { t: Texts; label: string; says: string; busy?: boolean; onYes: () => void }): VNode {
  const { t, label, says, busy, onYes } = props;
  const [asked, setAsked] = useState(false);
  const yes = useRef<HTMLButtonElement>(null);
  useEffect(() => {
    if (asked) yes.current?.focus();
  }, [asked]);
  if (!asked) return h('button', { type: 'button', disabled: busy, onClick: () => setAsked(true) }, label);
  const sure = () => {
    setAsked(false);
    onYes();
  };
  return h(
    'div',
    { class: 'confirm', role: 'group', 'aria-label': label },
    h('p', { id: undefined }, says),
    h('button', { type: 'button', ref: yes, class: 'danger', onClick: sure }, `${t.common.yes}: ${label}`),
    ' ',
    h('button', { type: 'button', onClick: () => setAsked(false) }, t.common.no),
  );
}

/** Names of the units down to the place, and the table. */
export function placeText(t: Texts, path: readonly string[], table: number | null): string {
  return [...path, ...(table === null ? [] : [t.common.table(String(table))])].join(' · ');
}

/** A list that never ends silently: how many of how many are shown. */
export function shownOf(app: App, shown: number, total: number): string {
  return total > shown
    ? app.t.common.shownOf(app.number(shown), app.number(total))
    : app.t.common.all(app.number(total));
}

/** Where the page of a sheet's picture is, unless the server names the address itself. */
export function pictureUrl(base: string, page: number, named: string | undefined): string {
  return named?.startsWith('/') === true ? named : `${base}/${page}`;
}

/** Pictures to look at beside each other, each opening in full. */
export function Pictures(props: { t: Texts; base: string; pictures: readonly string[]; what: string }): VNode {
  const { t, base, pictures, what } = props;
  if (pictures.length === 0) return h('p', { class: 'hint' }, t.common.noPicture);
  return h(
    'div',
    { class: 'pictures' },
    pictures.map((named, page) => {
      const url = pictureUrl(base, page, named);
      const alt = t.common.pictureOf(what, String(page + 1), String(pictures.length));
      return h(
        'a',
        { key: url, href: url, target: '_blank', rel: 'noopener' },
        h('img', { src: url, alt, loading: 'lazy' }),
        h('span', null, t.common.openPicture),
      );
    }),
  );
}
