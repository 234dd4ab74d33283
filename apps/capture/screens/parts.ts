import type { PhoneRefusal, PhoneResult } from '../phone-types.ts';
import { type App, refusalText, type WithApp } from './app.ts';
import { hashOf, type Route } from './route.ts';
import { type ComponentChildren, h, useRef, useState, type VNode } from './view.ts';

/* Small pieces that every screen uses. */

/** Signs beside every state, so that none rests on colour; read by nobody, because the words say it. */
const SIGNS = { calm: 'i', warn: '!', good: '✓' } as const;

/** A state or an advice in a frame of its own. */
export function Notice(props: {
  kind: keyof typeof SIGNS;
  title?: string;
  role?: 'alert' | 'status';
  children?: ComponentChildren;
}): VNode {
  const { kind, title, role, children } = props;
  return h(
    'div',
    { class: `notice ${kind}`, ...(role === undefined ? {} : { role }) },
    h('span', { class: 'sign', 'aria-hidden': 'true' }, SIGNS[kind]),
    h('div', null, title === undefined ? null : h('p', { class: 'title' }, title), children),
  );
}

/** What went wrong; the region stands there before, so that what comes into it is said aloud. */
export function Fault({ text }: { text: string | null }): VNode {
  return h('div', { role: 'alert' }, text === null ? null : h(Notice, { kind: 'warn', children: h('p', null, text) }));
}

/** A link that looks like a key: it leads somewhere, and the browser's own means lead there too. */
export function Go(props: WithApp & { to: Route; class?: string; id?: string; children?: ComponentChildren }): VNode {
  const { to, children } = props;
  const id = props.id === undefined ? {} : { id: props.id };
  return h('a', { ...id, class: `key ${props.class ?? ''}`, href: hashOf(to) }, children);
}

export function Key(props: {
  onPress: () => void;
  class?: string;
  id?: string;
  disabled?: boolean;
  children?: ComponentChildren;
}): VNode {
  const { onPress, children, disabled } = props;
  const id = props.id === undefined ? {} : { id: props.id };
  return h(
    'button',
    { ...id, type: 'button', class: `key ${props.class ?? ''}`, disabled: disabled === true, onClick: onPress },
    children,
  );
}

/** A key that asks once more. */
export function Sure(
  props: WithApp & { label: string; says: string; yes: string; no: string; onYes: () => void },
): VNode {
  const { label, says, yes, no, onYes } = props;
  const [asked, setAsked] = useState(false);
  if (!asked) return h(Key, { class: 'quiet', onPress: () => setAsked(true), children: label });
  return h(
    'div',
    { class: 'notice warn', role: 'group', 'aria-label': label },
    h('span', { class: 'sign', 'aria-hidden': 'true' }, SIGNS.warn),
    h(
      'div',
      { role: 'alert' },
      h('p', null, says),
      h('div', { class: 'keys' }, [
        h(Key, { class: 'danger', onPress: onYes, children: yes, key: 'yes' }),
        h(Key, { onPress: () => setAsked(false), children: no, key: 'no' }),
      ]),
    ),
  );
}

export type Act = {
  readonly busy: boolean;
  readonly fault: string | null;
  /** Does one thing at a time; gives its value, or null and leaves the fault in words. */
  readonly run: <T>(work: () => Promise<PhoneResult<T>>) => Promise<{ readonly value: T } | null>;
  readonly say: (fault: string | null) => void;
};

/** A phone that cannot write is no fault of the program: the person can make room on it. What is one is thrown on. */
export function refusalOf(cause: unknown): PhoneRefusal {
  if (!(cause instanceof DOMException)) throw cause;
  return { kind: 'storage', detail: String(cause) };
}

/** One act at a time, with what went wrong. */
export function useAct(app: App): Act {
  const [busy, setBusy] = useState(false);
  const [fault, say] = useState<string | null>(null);
  const running = useRef(false);
  const run = async <T>(work: () => Promise<PhoneResult<T>>) => {
    if (running.current) return null;
    running.current = true;
    setBusy(true);
    say(null);
    try {
      const result = await work().catch((cause) => ({ ok: false, error: refusalOf(cause) }) as const);
      if (result.ok) return { value: result.value };
      say(refusalText(app.t, result.error));
      return null;
    } finally {
      running.current = false;
      setBusy(false);
    }
  };
  return { busy, fault, run, say };
}

/** Gives the browser a file to save; whether there was one. */
export async function saveFile(name: string, file: Promise<Blob | null>): Promise<boolean> {
  const blob = await file;
  if (blob === null) return false;
  const url = URL.createObjectURL(blob);
  const link = document.createElement('a');
  [link.href, link.download] = [url, name];
  document.body.append(link);
  link.click();
  link.remove();
  // The browser reads the address after the click; a minute is enough for it.
  window.setTimeout(() => URL.revokeObjectURL(url), 60_000);
  return true;
}

/** A key that saves a file and says what became of it. */
export function SaveKey(
  props: WithApp & { label: string; name: string; none?: string; file: () => Promise<Blob | null> },
): VNode {
  const { app, label, name, none, file } = props;
  const [said, setSaid] = useState<string | null>(null);
  const press = async () => {
    setSaid(null);
    const { sent } = app.t;
    const saved = await saveFile(name, file()).catch(() => null);
    setSaid(saved === null ? sent.notSaved : saved ? sent.saved : (none ?? sent.noProof));
  };
  return h(
    'div',
    { class: 'save' },
    h(Key, { onPress: () => void press(), children: label }),
    h('p', { role: 'status', class: 'hint' }, said),
  );
}
