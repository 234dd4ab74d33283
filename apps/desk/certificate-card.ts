import type { BoardRoom, CertificateDraft } from '../centre/api-schemas.ts';
import { useAct, type WithApp } from './app.ts';
import { contestName } from './board-screen.ts';
import { type KeyFault, signWith } from './certifier-key.ts';
import { Folded, SelectField } from './official-parts.ts';
import { Confirm, Done, Fault, TextField } from './parts.ts';
import { h, useState, type VNode } from './view.ts';

type CardProps = WithApp & {
  readonly room: BoardRoom | null;
  readonly draft: CertificateDraft;
  readonly reload: () => void;
  readonly onDone: (text: string) => void;
};

/** One certificate that waits for its signatures: what exactly is signed, who has, and how to. */
export function DraftCard(props: CardProps): VNode {
  const { app, room, draft, reload, onDone } = props;
  const { t, number } = app;
  const act = useAct(app.api);
  const post = async (what: 'drop' | 'record') => {
    if ((await act.send(`/api/certificates/${draft.id}/${what}`, {})) === null) return;
    if (what === 'record') onDone(t.certify.handedIn);
    reload();
  };
  const nameOf = (id: string) => room?.rules?.certifiers.find((one) => one.id === id)?.name ?? id;
  const enough = draft.signed.length >= draft.required;
  const publishes = app.me.roles.includes('publisher');
  return h('article', { class: 'card' }, [
    h('h3', null, nameOfDraft(app, draft)),
    h('p', null, t.certify.made(app.instant(draft.at), number(draft.size))),
    draft.outdated ? h('p', { class: 'fault' }, t.certify.outdated) : null,
    h('p', null, [`${t.certify.fingerprint}: `, h('span', { class: 'mono address' }, spaced(draft.fingerprint))]),
    h('p', null, [`${t.certify.actFingerprint}: `, h('span', { class: 'mono' }, spaced(draft.papersFingerprint))]),
    h('p', null, [
      h(
        'a',
        { href: `/api/certificates/${draft.id}/${app.language}`, target: '_blank', rel: 'noopener' },
        t.certify.pdf,
      ),
      ' · ',
      h('a', { href: fileOf(draft), download: `certificate-${draft.contest}-${draft.area}.json` }, t.certify.download),
    ]),
    h('details', null, [
      h('summary', null, t.certify.text),
      h('pre', { tabIndex: 0, 'aria-label': t.certify.text }, draft.message),
    ]),
    h('p', { role: 'status' }, t.certify.signatures(number(draft.signed.length), number(draft.required))),
    h(
      'ul',
      null,
      draft.signed.map((one) =>
        h('li', { key: one.certifier }, t.certify.signedBy(nameOf(one.certifier), app.instant(one.at))),
      ),
    ),
    app.me.roles.includes('auditor') && !publishes && !app.me.roles.includes('member')
      ? null
      : h(Folded, { title: t.certify.sign, children: h(SignForms, { app, room, draft, reload }) }),
    h(Fault, { t, error: act.error }),
    publishes
      ? h('div', { class: 'row' }, [
          enough && !draft.outdated
            ? h(Confirm, {
                ...{ t, label: t.certify.handIn, says: t.certify.handInSays, busy: act.busy },
                onYes: () => void post('record'),
              })
            : null,
          h('button', { type: 'button', onClick: () => void post('drop') }, t.certify.drop),
        ])
      : null,
  ]);
}

/** As the table above has it: the whole has no name of its own beside the election's. */
function nameOfDraft(app: WithApp['app'], { contest, areaName }: CertificateDraft): string {
  return areaName === '' ? contestName(app, contest) : app.t.certify.draft(contestName(app, contest), areaName);
}

/** Without its first line, which says only what it is: as `cotejo certify sign` reads it. */
function fileOf({ message }: CertificateDraft): string {
  return `data:application/json;charset=utf-8,${encodeURIComponent(message.slice(message.indexOf('\n') + 1))}`;
}

type SignProps = WithApp & {
  readonly room: BoardRoom | null;
  readonly draft: CertificateDraft;
  readonly reload: () => void;
};

/** With a key file, here in the browser; or with a signature that was made elsewhere. */
function SignForms({ app, room, draft, reload }: SignProps): VNode {
  const { t } = app;
  const act = useAct(app.api);
  const [certifier, setCertifier] = useState('');
  const [file, setFile] = useState<File | null>(null);
  const [pasted, setPasted] = useState('');
  const [fault, setFault] = useState<KeyFault | null>(null);
  const [done, setDone] = useState(false);
  const certifiers = room?.rules?.certifiers ?? [];
  const send = async (by: string, signature: string) => {
    const answer = await act.send(`/api/certificates/${draft.id}/sign`, { certifier: by, signature });
    setDone(answer !== null);
    if (answer !== null) reload();
  };
  const sign = async (event: Event) => {
    event.preventDefault();
    setDone(false);
    const key = certifiers.find((one) => one.id === certifier)?.key;
    if (file === null || key === undefined) return;
    const signed = await signWith(await file.text(), key, draft.message);
    setFault(signed.ok ? null : signed.error);
    if (signed.ok) await send(certifier, signed.value);
  };
  const paste = (event: Event) => {
    event.preventDefault();
    setDone(false);
    const said = signatureSaid(pasted, certifier);
    void send(said.certifier, said.signature);
  };
  const id = draft.id;
  const choose = (event: Event) => setFile((event.currentTarget as HTMLInputElement).files?.[0] ?? null);
  return h('div', { class: 'stack' }, [
    h('p', null, t.certify.signWhat),
    h(SelectField<string>, {
      ...{ id: `certifier-${id}`, label: t.certify.certifier, value: certifier, onValue: setCertifier },
      options: certifiers.map((one) => [one.id, `${one.name}, ${one.title[app.language]}`] as const),
    }),
    h('form', { class: 'stack', onSubmit: (event: Event) => void sign(event) }, [
      h('div', { class: 'field' }, [
        h('label', { for: `key-${id}` }, t.certify.keyFile),
        h('input', { id: `key-${id}`, type: 'file', required: true, onChange: choose }),
      ]),
      h('div', { role: 'alert' }, fault === null ? null : h('p', { class: 'fault' }, t.certify[fault])),
      h('button', { type: 'submit', class: 'main' }, t.certify.signDo),
    ]),
    h('form', { class: 'stack', onSubmit: paste }, [
      h(TextField, {
        ...{ id: `paste-${id}`, label: t.certify.paste, hint: t.certify.pasteHint, value: pasted, max: 500 },
        ...{ onValue: setPasted, mono: true },
      }),
      h('button', { type: 'submit' }, t.certify.pasteDo),
    ]),
    h(Fault, { t, error: act.error }),
    h(Done, { text: done ? t.certify.signed : null }),
  ]);
}

/** What `cotejo certify sign` prints says also whose it is; a signature alone is of who was chosen. */
export function signatureSaid(
  pasted: string,
  chosen: string,
): { readonly certifier: string; readonly signature: string } {
  const text = pasted.trim();
  const [, certifier] = /"certifier":"([^"]+)"/.exec(text) ?? [];
  const [, signature] = /"signature":"([^"]+)"/.exec(text) ?? [];
  if (certifier === undefined || signature === undefined) return { certifier: chosen, signature: text };
  return { certifier, signature };
}

/** In groups, to be read aloud: as `cotejo certify` and the printed act have it. */
function spaced(hex: string): string {
  return hex.replace(/(.{4})(?=.)/g, '$1 ');
}
