import type { NextWork, Work } from '../centre/api-schemas.ts';
import type { ApiError } from './api.ts';
import { type App, POLL_MS } from './app.ts';
import { Fault } from './parts.ts';
import { SheetDesk } from './sheet-desk.ts';
import { h, useCallback, useEffect, useRef, useState, type VNode } from './view.ts';

type Phase =
  | { readonly kind: 'resting' | 'asking' }
  | { readonly kind: 'none'; readonly others: number }
  | { readonly kind: 'failed'; readonly error: ApiError }
  | { readonly kind: 'work'; readonly work: Work; readonly nth: number };

/** Sheet after sheet: of a typist (`entry`) or of a verifier (`resolve`). */
export function WorkScreen({ app, kind }: { app: App; kind: 'entry' | 'resolve' }): VNode {
  const { t, api, centre } = app;
  const [phase, setPhase] = useState<Phase>({ kind: 'resting' });
  const nth = useRef(0);
  const ask = useCallback(
    async (quiet: boolean) => {
      if (!quiet) setPhase({ kind: 'asking' });
      const answer = await api.ask<NextWork>('/api/work', { method: 'POST', body: { kind } });
      if (!answer.ok) return setPhase({ kind: 'failed', error: answer.error });
      const { work, others } = answer.value;
      nth.current += 1;
      setPhase(work === null ? { kind: 'none', others } : { kind: 'work', work, nth: nth.current });
    },
    [api, kind],
  );
  usePollWhileNone(phase.kind === 'none', () => void ask(true));
  useRelease(phase.kind === 'work' ? phase.work : null);
  const title = kind === 'entry' ? t.work.typing : t.work.resolving;

  if (phase.kind === 'work') {
    const { work } = phase;
    const contest = centre.contests.find(({ id }) => id === work.contest);
    if (contest === undefined) return h('p', { class: 'fault', role: 'alert' }, t.errors.garbled);
    const pause = async () => {
      setPhase({ kind: 'resting' });
      await api.ask('/api/release', { method: 'POST', body: { sheet: work.sheet, contest: work.contest } });
    };
    return h(SheetDesk, {
      app,
      work,
      contest,
      onNext: () => void ask(false),
      onPause: () => void pause(),
      key: `${work.sheet} ${work.contest} ${phase.nth}`,
    });
  }
  const start = () => void ask(false);
  return h(
    'section',
    { class: 'narrow' },
    h('h1', null, title),
    phase.kind === 'resting'
      ? [
          h('p', null, kind === 'entry' ? t.work.typingWhat : t.work.resolvingWhat),
          h(StartButton, { text: kind === 'entry' ? t.work.startTyping : t.work.startResolving, onStart: start }),
        ]
      : null,
    h('p', { role: 'status' }, saidOf(app, phase)),
    phase.kind === 'failed' ? h(Fault, { t, error: phase.error, retry: start }) : null,
  );
}

function saidOf({ t, number }: App, phase: Phase): string {
  if (phase.kind === 'asking') return t.work.asking;
  if (phase.kind !== 'none') return '';
  return phase.others === 0 ? t.work.none : t.work.noneForYou(number(phase.others));
}

function StartButton({ text, onStart }: { text: string; onStart: () => void }): VNode {
  const button = useRef<HTMLButtonElement>(null);
  useEffect(() => button.current?.focus(), []);
  return h(
    'button',
    { type: 'button', class: 'main', ref: button, onClick: onStart },
    text,
    ' ',
    h('kbd', null, 'Enter'),
  );
}

function usePollWhileNone(none: boolean, ask: () => void): void {
  const latest = useRef(ask);
  latest.current = ask;
  useEffect(() => {
    if (!none) return;
    const timer = window.setInterval(() => {
      if (!document.hidden) latest.current();
    }, POLL_MS);
    return () => window.clearInterval(timer);
  }, [none]);
}

/** Who leaves the screen or the page lets go of the sheet, so that it waits for nobody. */
function useRelease(work: Work | null): void {
  const held = useRef(work);
  held.current = work;
  useEffect(() => {
    const release = () => {
      if (held.current === null) return;
      const body = JSON.stringify({ sheet: held.current.sheet, contest: held.current.contest });
      const headers = { 'content-type': 'application/json' };
      void fetch('/api/release', { method: 'POST', body, headers, keepalive: true }).catch(() => undefined);
    };
    window.addEventListener('pagehide', release);
    return () => {
      window.removeEventListener('pagehide', release);
      release();
    };
  }, []);
}
