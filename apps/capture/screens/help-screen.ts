import type { WithApp } from './app.ts';
import { SaveKey } from './parts.ts';
import { isWaiting } from './sheet-words.ts';
import { h, type VNode } from './view.ts';

/** What to do when something goes wrong, and who sees what. */
export function HelpScreen({ app }: WithApp): VNode {
  const { t, phone, view } = app;
  return h(
    'div',
    null,
    t.help.items.map(([title, text]) => h('details', { key: title }, h('summary', null, title), h('p', null, text))),
    h('h2', null, t.help.handIn),
    h('p', null, t.help.handInWhat),
    view.sheets.some(isWaiting)
      ? h(SaveKey, { app, label: t.help.handInGo, name: 'cotejo-handin.json', file: () => phone.exportFile() })
      : h('p', { class: 'hint' }, t.help.handInNothing),
    h('p', { class: 'hint' }, t.help.about),
  );
}
