import type { ApiError } from './api.ts';
import { useAct, type WithApp } from './app.ts';
import { Done, Fault, TextField } from './parts.ts';
import { addPasskey, hasPasskeys } from './passkey.ts';
import { h, useState, type VNode } from './view.ts';

type Setup = { readonly totpURI: string; readonly backupCodes: readonly string[] };

/** One's own account: second factor, passkey, password. */
export function AccountScreen({ app }: WithApp): VNode {
  const { t, me } = app;
  return h('section', { class: 'narrow' }, [
    h('h1', null, t.account.title),
    h('p', null, t.account.who(me.name, me.pseudonym)),
    h('p', null, me.secondFactor ? t.account.proven : t.account.notProven),
    h(SecondFactor, { app }),
    hasPasskeys() ? h(Passkey, { app }) : null,
    h(Password, { app }),
  ]);
}

function SecondFactor({ app }: WithApp): VNode {
  const { t } = app;
  const act = useAct(app.api);
  const [password, setPassword] = useState('');
  const [setup, setSetup] = useState<Setup | null>(null);
  const [code, setCode] = useState('');
  const [done, setDone] = useState(false);
  const begin = async (event: Event) => {
    event.preventDefault();
    const answer = await act.send<Setup>('/api/auth/two-factor/enable', { password });
    setPassword('');
    if (answer !== null) setSetup(answer.value);
  };
  const prove = async (event: Event) => {
    event.preventDefault();
    const answer = await act.send('/api/auth/two-factor/verify-totp', { code: code.replace(/\D/g, '') });
    setCode('');
    if (answer === null) return;
    setSetup(null);
    setDone(true);
  };
  return h('section', null, [
    h('h2', null, t.account.secondFactor),
    h(Done, { text: done ? t.account.factorDone : null }),
    h(Fault, { t, error: act.error }),
    setup === null
      ? h('form', { class: 'stack', onSubmit: (event: Event) => void begin(event) }, [
          h('p', null, t.account.factorWhat),
          h(TextField, {
            id: 'factor-password',
            label: t.signIn.password,
            value: password,
            onValue: setPassword,
            type: 'password',
            autocomplete: 'current-password',
          }),
          h('button', { type: 'submit' }, t.account.factorBegin),
        ])
      : h('form', { class: 'stack', onSubmit: (event: Event) => void prove(event) }, [
          h('p', null, t.account.factorKey),
          h('p', { class: 'secret mono' }, secretOf(setup.totpURI)),
          h('p', null, h('a', { href: setup.totpURI }, t.account.factorOpen)),
          h('p', null, t.account.backups),
          h(
            'ul',
            { class: 'secret mono' },
            setup.backupCodes.map((backup) => h('li', { key: backup }, backup)),
          ),
          h(TextField, {
            id: 'factor-code',
            label: t.signIn.code,
            hint: t.signIn.codeHint,
            value: code,
            onValue: setCode,
            autocomplete: 'one-time-code',
            mono: true,
          }),
          h('button', { class: 'main', type: 'submit' }, t.account.factorProve),
        ]),
  ]);
}

/** The key of an otpauth address in groups of four, to be typed off. */
export function secretOf(uri: string): string {
  const secret = URL.parse(uri)?.searchParams.get('secret') ?? '';
  return (secret.match(/.{1,4}/g) ?? []).join(' ');
}

function Passkey({ app }: WithApp): VNode {
  const { t, api } = app;
  const [error, setError] = useState<ApiError | null>(null);
  const [done, setDone] = useState<string | null>(null);
  const add = async () => {
    const failed = await addPasskey(api);
    setError(failed === 'cancelled' ? null : failed);
    setDone(failed === null ? t.account.passkeyDone : failed === 'cancelled' ? t.account.passkeyCancelled : null);
  };
  return h('section', null, [
    h('h2', null, t.account.passkey),
    h('p', null, t.account.passkeyWhat),
    h(Done, { text: done }),
    h(Fault, { t, error }),
    h('button', { type: 'button', onClick: () => void add() }, t.account.passkeyAdd),
  ]);
}

function Password({ app }: WithApp): VNode {
  const { t } = app;
  const act = useAct(app.api);
  const [now, setNow] = useState('');
  const [next, setNext] = useState('');
  const [done, setDone] = useState(false);
  const change = async (event: Event) => {
    event.preventDefault();
    const answer = await act.send('/api/auth/change-password', { currentPassword: now, newPassword: next });
    setNow('');
    setNext('');
    setDone(answer !== null);
  };
  return h('form', { class: 'stack', onSubmit: (event: Event) => void change(event) }, [
    h('h2', null, t.account.password),
    h(Done, { text: done ? t.account.passwordDone : null }),
    h(Fault, { t, error: act.error }),
    h(TextField, {
      id: 'now-password',
      label: t.account.nowPassword,
      value: now,
      onValue: setNow,
      type: 'password',
      autocomplete: 'current-password',
    }),
    h(TextField, {
      id: 'next-password',
      label: t.signIn.newPassword,
      hint: t.signIn.passwordHint,
      value: next,
      onValue: setNext,
      type: 'password',
      autocomplete: 'new-password',
    }),
    h('button', { type: 'submit' }, t.account.passwordChange),
  ]);
}
