import type { Api, ApiError } from './api.ts';
import { Done, Fault, TextField } from './parts.ts';
import { hasPasskeys, signInWithPasskey } from './passkey.ts';
import type { Texts } from './texts.ts';
import { h, useEffect, useRef, useState, type VNode } from './view.ts';

type SignInProps = {
  readonly t: Texts;
  readonly api: Api;
  /** Set where a session has ended: only this person goes on. */
  readonly name?: string;
  readonly onSignedIn: () => void;
};

/** Name and password, then the second factor; or a passkey, which is both. */
export function SignIn({ t, api, name: known, onSignedIn }: SignInProps): VNode {
  const [step, setStep] = useState<'password' | 'code' | 'backup'>('password');
  const [name, setName] = useState(known ?? '');
  const [password, setPassword] = useState('');
  const [code, setCode] = useState('');
  const [error, setError] = useState<ApiError | null>(null);
  const [busy, setBusy] = useState(false);
  const prefix = known === undefined ? 'in' : 'again';

  const post = async (path: string, body: unknown) => {
    setBusy(true);
    setError(null);
    const answer = await api.ask<{ twoFactorRedirect?: boolean } | null>(path, { method: 'POST', body, signIn: false });
    setBusy(false);
    if (!answer.ok) setError(answer.error);
    return answer;
  };
  const submit = async (event: Event) => {
    event.preventDefault();
    if (busy) return;
    if (step === 'password') {
      const answer = await post('/api/auth/sign-in/username', { username: name.trim(), password });
      if (!answer.ok) return;
      setPassword('');
      if (answer.value?.twoFactorRedirect === true) setStep('code');
      else onSignedIn();
      return;
    }
    const path = step === 'code' ? '/api/auth/two-factor/verify-totp' : '/api/auth/two-factor/verify-backup-code';
    const answer = await post(path, { code: step === 'code' ? code.replace(/\D/g, '') : code.trim() });
    setCode('');
    if (answer.ok) onSignedIn();
  };
  const passkey = async () => {
    setBusy(true);
    const failed = await signInWithPasskey(api);
    setBusy(false);
    if (failed === null) onSignedIn();
    else
      setError(
        failed === 'cancelled'
          ? { kind: 'problem', status: 0, code: 'passkey-cancelled', detail: '', field: null, retryAfter: null }
          : failed,
      );
  };
  return h(
    'form',
    { class: 'stack', onSubmit: (event: Event) => void submit(event), autocomplete: 'on' },
    h(Fault, { t, error }),
    step === 'password'
      ? [
          known === undefined
            ? h(TextField, {
                id: `${prefix}-name`,
                label: t.signIn.name,
                value: name,
                onValue: setName,
                autocomplete: 'username',
              })
            : h('p', null, t.signIn.as(known)),
          h(TextField, {
            id: `${prefix}-password`,
            label: t.signIn.password,
            value: password,
            onValue: setPassword,
            type: 'password',
            autocomplete: 'current-password',
          }),
        ]
      : h(CodeField, { t, id: `${prefix}-code`, backup: step === 'backup', value: code, onValue: setCode }),
    h('div', { class: 'row' }, [
      h('button', { class: 'main', type: 'submit', 'aria-disabled': busy ? 'true' : undefined }, t.signIn.go),
      step === 'password' && hasPasskeys()
        ? h('button', { type: 'button', onClick: () => void passkey() }, t.signIn.withPasskey)
        : null,
      step === 'password'
        ? null
        : h(
            'button',
            { type: 'button', class: 'quiet', onClick: () => setStep(step === 'code' ? 'backup' : 'code') },
            step === 'code' ? t.signIn.useBackup : t.signIn.useCode,
          ),
    ]),
  );
}

function CodeField(props: {
  t: Texts;
  id: string;
  backup: boolean;
  value: string;
  onValue: (v: string) => void;
}): VNode {
  const { t, id, backup, value, onValue } = props;
  useEffect(() => document.getElementById(id)?.focus(), [id, backup]);
  return h(TextField, {
    id,
    label: backup ? t.signIn.backup : t.signIn.code,
    hint: backup ? t.signIn.backupHint : t.signIn.codeHint,
    value,
    onValue,
    autocomplete: backup ? 'off' : 'one-time-code',
    mono: true,
  });
}

/** With a code: the first administrator names and proves himself, or a person sets a new password. */
export function CodeForm({ t, api, kind }: { t: Texts; api: Api; kind: 'first' | 'reset' }): VNode {
  const [code, setCode] = useState('');
  const [name, setName] = useState('');
  const [password, setPassword] = useState('');
  const [again, setAgain] = useState('');
  const [error, setError] = useState<ApiError | null>(null);
  const [unequal, setUnequal] = useState(false);
  const [done, setDone] = useState(false);
  const submit = async (event: Event) => {
    event.preventDefault();
    setUnequal(password !== again);
    if (password !== again) return;
    const path = kind === 'first' ? '/api/first-administrator' : '/api/reset';
    const body = kind === 'first' ? { code, name: name.trim(), password } : { code, password };
    const answer = await api.ask(path, { method: 'POST', body, signIn: false });
    setError(answer.ok ? null : answer.error);
    if (!answer.ok) return;
    setPassword('');
    setAgain('');
    setDone(true);
  };
  if (done)
    return h('div', null, [h(Done, { text: t.signIn.done }), h('p', null, h('a', { href: '#/' }, t.signIn.go))]);
  return h(
    'form',
    { class: 'stack', onSubmit: (event: Event) => void submit(event) },
    h('p', null, kind === 'first' ? t.signIn.firstWhat : t.signIn.resetWhat),
    h(Fault, { t, error }),
    h(TextField, { id: 'code', label: t.signIn.oneTimeCode, value: code, onValue: setCode, mono: true }),
    kind === 'first'
      ? h(TextField, {
          id: 'name',
          label: t.signIn.name,
          hint: t.signIn.nameHint,
          value: name,
          onValue: setName,
          autocomplete: 'username',
        })
      : null,
    h(TextField, {
      id: 'new-password',
      label: t.signIn.newPassword,
      hint: t.signIn.passwordHint,
      value: password,
      onValue: setPassword,
      type: 'password',
      autocomplete: 'new-password',
    }),
    h(TextField, {
      id: 'new-password-again',
      label: t.signIn.passwordAgain,
      value: again,
      onValue: setAgain,
      type: 'password',
      autocomplete: 'new-password',
    }),
    h('div', { role: 'alert' }, unequal ? h('p', { class: 'fault' }, t.signIn.unequal) : null),
    h('button', { class: 'main', type: 'submit' }, t.common.save),
  );
}

/** Signing in again over the screen, which stays as it is beneath. */
export function SignInAgain(props: {
  t: Texts;
  api: Api;
  name: string;
  onSignedIn: () => void;
  onLeave: () => void;
}): VNode {
  const { t, onLeave } = props;
  const dialog = useRef<HTMLDialogElement>(null);
  useEffect(() => dialog.current?.showModal(), []);
  return h(
    'dialog',
    { ref: dialog, 'aria-labelledby': 'again-title', onCancel: (event: Event) => event.preventDefault() },
    h('h2', { id: 'again-title' }, t.signIn.ended),
    h('p', null, t.signIn.kept),
    h(SignIn, props),
    h('button', { type: 'button', class: 'quiet', onClick: onLeave }, t.signIn.leave),
  );
}
