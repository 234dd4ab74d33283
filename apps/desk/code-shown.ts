import type { MadeCode } from '../centre/api-schemas.ts';
import type { WithApp } from './app.ts';
import { type Whereabouts, whereText } from './place-finder.ts';
import { QrCode } from './qr-code.ts';
import { h, useEffect, useRef, type VNode } from './view.ts';

/** A code and for what. */
export type NamedCode = MadeCode & { readonly place: Whereabouts; readonly replaces: string | null };

/** A code for a phone, big enough to be scanned across a table; shown until it is put away, and never again. */
export function CodeShown({
  app,
  code,
  onDone,
}: WithApp & { readonly code: NamedCode | null; readonly onDone: () => void }): VNode {
  const { t } = app;
  const box = useRef<HTMLDivElement>(null);
  useEffect(() => {
    if (code !== null) box.current?.focus();
  }, [code]);
  return h('div', { role: 'status' }, [
    code === null
      ? null
      : h('div', { class: 'card code', tabIndex: -1, ref: box }, [
          h('h2', null, t.codes.codeTitle(whereText(app, code.place))),
          code.replaces === null ? null : h('p', null, t.codes.replaces(code.replaces)),
          h(QrCode, { rows: code.qr, label: t.codes.qr }),
          h('p', { class: 'secret mono big' }, code.code),
          h('p', null, t.codes.codeSays(app.instant(code.expiresAt))),
          h('p', { class: 'hint mono address' }, code.address),
          h('button', { type: 'button', onClick: onDone }, t.people.codeDone),
        ]),
  ]);
}
