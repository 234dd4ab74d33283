import type { MadeCode } from '../centre/api-schemas.ts';
import type { WithApp } from './app.ts';
import { type Whereabouts, whereText } from './place-finder.ts';
import { QrCode } from './qr-code.ts';
import { h, useEffect, useRef, type VNode } from './view.ts';

/** A code and for what. */
export type NamedCode = MadeCode & { readonly place: Whereabouts; readonly replaces: string | null };

/** A secret that is shown until it is put away, and never again; what follows it is told as soon as it is there. */
export function OneTimeCard({
  title,
  put,
  onDone,
  lines,
}: {
  /** Null: nothing to show. */
  readonly title: string | null;
  readonly put: string;
  readonly onDone: () => void;
  readonly lines: readonly (VNode | null)[];
}): VNode {
  const box = useRef<HTMLDivElement>(null);
  useEffect(() => {
    if (title !== null) box.current?.focus();
  }, [title]);
  return h('div', { role: 'status' }, [
    title === null
      ? null
      : h('div', { class: 'card code', tabIndex: -1, ref: box }, [
          h('h2', null, title),
          ...lines,
          h('button', { type: 'button', onClick: onDone }, put),
        ]),
  ]);
}

/** A code for a phone, big enough to be scanned across a table. */
export function CodeShown({
  app,
  code,
  onDone,
}: WithApp & { readonly code: NamedCode | null; readonly onDone: () => void }): VNode {
  const { t } = app;
  if (code === null) return h(OneTimeCard, { title: null, put: t.people.codeDone, onDone, lines: [] });
  return h(OneTimeCard, {
    title: t.codes.codeTitle(whereText(app, code.place)),
    put: t.people.codeDone,
    onDone,
    lines: [
      code.replaces === null ? null : h('p', null, t.codes.replaces(code.replaces)),
      h(QrCode, { rows: code.qr, label: t.codes.qr }),
      h('p', { class: 'secret mono big' }, code.code),
      h('p', null, t.codes.codeSays(app.instant(code.expiresAt))),
      h('p', { class: 'hint mono address' }, code.address),
    ],
  });
}
