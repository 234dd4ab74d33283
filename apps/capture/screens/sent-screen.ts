import type { MessageView, ProofState } from '../phone-types.ts';
import { refusalText, type WithSheet } from './app.ts';
import { PageLinks } from './page-links.ts';
import { Fault, Go, Key, Notice, SaveKey } from './parts.ts';
import { isWaiting, MOODS, partOf, standingOf, standingText } from './sheet-words.ts';
import { h, useState, type VNode } from './view.ts';

type Which = 'sheet' | 'figures';

/** The volunteer's page of a sheet: what became of it, from the phone to the public page. */
export function SentScreen({ app, sheet }: WithSheet): VNode {
  const { t, time, phone, view } = app;
  const { sent } = sheet;
  if (sent === null) return h('div', null);
  const standing = standingOf(sheet);
  const waiting = sent.sheet.kind === 'waiting' || sent.figures.kind === 'waiting';
  return h(
    'div',
    null,
    h('p', null, sheet.station.place),
    h(Notice, {
      kind: MOODS[standing.kind],
      role: 'status',
      title: standingText(t, standing, time),
      children: waiting ? h('p', null, t.sent.noHurry) : null,
    }),
    h(PublicPage, { app, sheet }),
    h(Message, { app, sheet, which: 'sheet', message: sent.sheet }),
    h(Message, { app, sheet, which: 'figures', message: sent.figures }),
    waiting && view.online ? h(Key, { onPress: () => phone.sendNow(), children: t.home.sendNow }) : null,
    isWaiting(sheet)
      ? h(SaveKey, { app, label: t.sent.handIn, name: 'cotejo-handin.json', file: () => phone.exportFile() })
      : null,
    sent.figures.kind === 'waiting' ? h(BySms, { app, sheet }) : null,
    h(PageLinks, { app, sheet }),
    h('p', { class: 'hint' }, t.sheet.sentAt(time(sent.at))),
    h(Go, { app, to: { at: 'station' }, children: t.sent.next }),
  );
}

function PublicPage({ app, sheet }: WithSheet): VNode | null {
  const { t } = app;
  const kept = [sheet.sent?.sheet, sheet.sent?.figures].find((m) => m?.kind === 'kept' && m.fate !== null);
  if (kept?.kind !== 'kept' || kept.fate === null || kept.fate.page === '') return null;
  const path = kept.fate.page;
  const href = /^(https?:\/)?\//.test(path) ? path : `/${path}`;
  return h('a', { id: 'public-page', class: `key ${kept.fate.published ? 'main big' : ''}`, href }, t.sent.page);
}

function Message({ app, sheet, which, message }: WithSheet & { which: Which; message: MessageView }): VNode {
  const { t, time, number } = app;
  const title = which === 'sheet' ? t.sent.picture : t.sent.figures;
  return h(
    'section',
    { class: 'message' },
    h('h2', null, title),
    message.kind === 'none'
      ? h('p', { class: 'hint' }, which === 'sheet' ? t.sent.none.picture : t.sent.none.figures)
      : null,
    message.kind === 'waiting' ? h(Waiting, { app, message }) : null,
    message.kind === 'kept'
      ? h('p', { class: 'line good' }, t.sent.kept(number(message.record), time(message.at)))
      : null,
    message.kind === 'kept' ? h(Proof, { app, sheet, which, message }) : null,
    message.kind === 'kept' ? h(Fate, { app, message, which }) : null,
    message.kind === 'refused'
      ? h(Notice, {
          kind: 'warn',
          title: t.sent.refused,
          children: [
            h('p', null, refusalText(t, { kind: message.code, detail: message.detail })),
            h('p', null, t.sent.stays),
          ],
        })
      : null,
  );
}

function Waiting({
  app,
  message,
}: {
  app: WithSheet['app'];
  message: Extract<MessageView, { kind: 'waiting' }>;
}): VNode {
  const { t, number, time } = app;
  const part = partOf(message);
  const said = t.sent.percent(String(part));
  return h(
    'div',
    null,
    h('p', { class: 'line' }, part > 0 ? t.sent.sending(said) : app.view.online ? t.sent.sendingNow : t.sent.waiting),
    part === 0 ? null : h('progress', { max: 100, value: part, 'aria-label': t.sent.sending(said) }),
    message.trouble === null ? null : h('p', { class: 'hint' }, refusalText(t, { kind: message.trouble, detail: '' })),
    message.tries === 0 || message.nextAt === null
      ? null
      : h('p', { class: 'hint' }, t.sent.tries(number(message.tries), time(message.nextAt))),
  );
}

type KeptProps = {
  readonly app: WithSheet['app'];
  readonly which: Which;
  readonly message: Extract<MessageView, { kind: 'kept' }>;
};

const PROOF_FILES: Readonly<Record<ProofState, string>> = {
  waiting: 'promise',
  proved: 'proof',
  doubt: 'promise',
  broken: 'broken-promise',
};

function Proof({ app, sheet, which, message }: KeptProps & WithSheet): VNode {
  const { t, phone } = app;
  const { proof } = message;
  return h(
    'div',
    null,
    proof === 'broken' || proof === 'doubt'
      ? h(Notice, { kind: 'warn', role: 'alert', children: h('p', null, t.sent.proofs[proof]) })
      : h('p', { class: `line ${proof === 'proved' ? 'good' : ''}` }, t.sent.proofs[proof]),
    h('details', null, h('summary', null, t.sent.meaning), h('p', null, t.sent.meanings[proof])),
    proof === 'waiting'
      ? null
      : h(SaveKey, {
          app,
          label: proof === 'broken' ? t.sent.evidence : proof === 'doubt' ? t.sent.doubted : t.sent.proof[which],
          name: `cotejo-${PROOF_FILES[proof]}-${message.record}.json`,
          file: () => phone.proofFile(sheet.id, which),
        }),
  );
}

/** Nobody types figures: what became of them is what became of the paper. */
function Fate({ app, message, which }: KeptProps): VNode | null {
  const { t } = app;
  if (message.fate === null || which === 'figures') return null;
  const { typed, published } = message.fate;
  return h(
    'div',
    null,
    h('p', { class: `line ${typed ? 'good' : ''}` }, typed ? t.sent.typed : t.sent.notTyped),
    h('p', { class: `line ${published ? 'good' : ''}` }, published ? t.sent.published : t.sent.notPublished),
  );
}

function BySms({ app, sheet }: WithSheet): VNode {
  const { t, phone } = app;
  const [secret, setSecret] = useState('');
  const [fault, setFault] = useState<string | null>(null);
  const [text, setText] = useState<string | null>(null);
  const make = (event: Event) => {
    event.preventDefault();
    const made = phone.smsText(sheet.id, secret.trim());
    setFault(made.ok ? null : refusalText(t, made.error));
    setText(made.ok ? made.value : null);
  };
  return h(
    'details',
    { class: 'sms' },
    h('summary', null, t.sent.sms),
    h('p', null, t.sent.smsWhat),
    h(
      'form',
      { onSubmit: make, noValidate: true },
      h(
        'div',
        { class: 'field' },
        h('label', { for: 'secret' }, t.sent.smsSecret),
        h('input', {
          id: 'secret',
          class: 'mono wide',
          value: secret,
          autocomplete: 'off',
          autocapitalize: 'characters',
          spellcheck: false,
          'aria-invalid': fault === null ? undefined : 'true',
          onInput: (event: Event) => setSecret((event.currentTarget as HTMLInputElement).value),
        }),
      ),
      h(Fault, { text: fault }),
      h('button', { class: 'key', type: 'submit' }, t.sent.smsMake),
    ),
    text === null
      ? null
      : h(
          'div',
          { role: 'status' },
          h('p', null, t.sent.smsText),
          h('p', { class: 'mono sms-text' }, text),
          h('p', null, t.sent.smsTo),
          h('a', { class: 'key main', href: `sms:?body=${encodeURIComponent(text)}` }, t.sent.smsOpen),
        ),
  );
}
