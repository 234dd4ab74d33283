import { parseEnrolmentCode, writeEnrolmentCode } from '../../../src/model/one-time-code.ts';
import type { WithApp } from './app.ts';
import { Fault, Key, useAct } from './parts.ts';
import { routeOf } from './route.ts';
import { Scanner } from './scanner.ts';
import { h, useState, type VNode } from './view.ts';

/** Signs of a code, the check sign among them (docs/spec/capture.md section 2). */
const CODE_SIGNS = 14;

/** The code of a scanned text: the link of the paper, or the bare code; null for anything else. */
export function codeInQr(text: string): string | null {
  const hash = text.indexOf('#enrol=');
  const route = hash < 0 ? null : routeOf(text.slice(hash));
  const code = parseEnrolmentCode(route?.at === 'enrol' ? route.code : text);
  return code.ok ? writeEnrolmentCode(code.value) : null;
}

/** As it stands on the paper, once it is whole; what is not is left as it was typed. */
function tidied(text: string): string {
  const code = parseEnrolmentCode(text);
  return code.ok ? writeEnrolmentCode(code.value) : text;
}

function signsIn(text: string): number {
  return text.replace(/[^\p{L}\p{N}]/gu, '').length;
}

/** One field for the code; the phone's name and scope come back. */
export function EnrolScreen({ app, code }: WithApp & { code: string }): VNode {
  const { t, view, phone, go, number } = app;
  const [text, setText] = useState(() => tidied(code));
  const [scanning, setScanning] = useState(false);
  const { busy, fault, run, say } = useAct(app);
  const have = signsIn(text);
  const parsed = parseEnrolmentCode(text);
  const submit = async (event: Event) => {
    event.preventDefault();
    if (!parsed.ok) {
      say(have === CODE_SIGNS ? t.enrol.wrong : t.enrol.missing(number(CODE_SIGNS)));
      document.getElementById('code')?.focus();
      return;
    }
    // The browser may ask the person, which it does only after a tap.
    void phone.askPersistence();
    if ((await run(() => phone.enrol(parsed.value))) !== null) go({ at: 'home' }, 'replace');
  };
  const scanned = (found: string) => {
    const signs = codeInQr(found);
    if (signs === null) return t.enrol.qrNotCode;
    setText(signs);
    setScanning(false);
    return null;
  };
  if (scanning) return h(Scanner, { app, onText: scanned, onEnd: () => setScanning(false) });
  return h(
    'form',
    { onSubmit: (event: Event) => void submit(event), noValidate: true },
    h('p', null, t.enrol.what),
    view.enrolment === null ? null : h('p', { class: 'hint' }, t.enrol.again),
    h(
      'div',
      { class: 'field' },
      h('label', { for: 'code' }, t.enrol.label),
      h('p', { class: 'hint', id: 'code-hint' }, t.enrol.hint),
      h('input', {
        id: 'code',
        class: 'mono wide',
        value: text,
        autocomplete: 'off',
        autocapitalize: 'characters',
        spellcheck: false,
        'aria-describedby': 'code-hint code-count',
        'aria-invalid': fault === null ? undefined : 'true',
        onInput: (event: Event) => setText((event.currentTarget as HTMLInputElement).value),
        // Only once it is left: a field that changes while somebody types in it moves the cursor.
        onBlur: () => setText(tidied(text)),
      }),
      h(
        'p',
        { class: 'hint', id: 'code-count' },
        parsed.ok ? `✓ ${t.enrol.complete(number(CODE_SIGNS))}` : t.enrol.count(number(have), number(CODE_SIGNS)),
      ),
    ),
    h(Fault, { text: fault }),
    view.online ? null : h('p', null, t.enrol.needsLine),
    h('button', { class: 'key main big', type: 'submit', disabled: busy }, busy ? t.enrol.busy : t.enrol.go),
    h(Key, { onPress: () => setScanning(true), children: t.enrol.scan }),
    view.online ? h('p', { class: 'hint' }, t.enrol.needsLine) : null,
  );
}
