import type { CentreInfo, Me } from '../centre/api-schemas.ts';
import type { Api, ApiError, ApiResult, Ask } from './api.ts';
import type { Language, Texts } from './texts.ts';
import { useCallback, useEffect, useRef, useState } from './view.ts';

/** What every screen works with. */
export type App = {
  readonly t: Texts;
  readonly language: Language;
  readonly number: (n: number) => string;
  readonly instant: (at: number) => string;
  readonly api: Api;
  readonly me: Me;
  readonly centre: CentreInfo;
};
export type WithApp = { readonly app: App };

export type Loaded<T> = {
  readonly value: T | null;
  readonly error: ApiError | null;
  readonly reload: () => void;
};

/** How often screens that show what goes on ask again. */
export const POLL_MS = 2000;

/** What a path answers; with `every`, again and again, but not while nobody sees the page. */
export function useLoad<T>(api: Api, path: string | null, every: number | null = null): Loaded<T> {
  const [state, setState] = useState<{ path: string | null; value: T | null; error: ApiError | null }>({
    path,
    value: null,
    error: null,
  });
  const [turn, setTurn] = useState(0);
  useEffect(() => {
    if (path === null) return;
    let [timer, over, busy] = [0, false, false];
    const run = async () => {
      if (over || busy) return;
      busy = true;
      const answer = await api.ask<T>(path);
      busy = false;
      if (over) return;
      setState((old) => merged(old, path, answer));
      if (every !== null && !document.hidden) timer = window.setTimeout(run, every);
    };
    const seen = () => {
      window.clearTimeout(timer);
      if (!document.hidden) void run();
    };
    void run();
    if (every !== null) document.addEventListener('visibilitychange', seen);
    return () => {
      over = true;
      window.clearTimeout(timer);
      document.removeEventListener('visibilitychange', seen);
    };
  }, [api, path, every, turn]);
  const reload = useCallback(() => setTurn((n) => n + 1), []);
  return { ...(state.path === path ? state : { value: null, error: null }), reload };
}

type State<T> = { path: string | null; value: T | null; error: ApiError | null };

/** A failed poll leaves what was shown, and says that it failed. */
function merged<T>(old: State<T>, path: string, answer: ApiResult<T>): State<T> {
  if (answer.ok) return { path, value: answer.value, error: null };
  return { path, value: old.path === path ? old.value : null, error: answer.error };
}

export type Act = {
  readonly busy: boolean;
  readonly error: ApiError | null;
  /** Sends, unless something is being sent; what it answered, or null. */
  readonly send: <T>(path: string, body: unknown, key?: string) => Promise<{ readonly value: T } | null>;
  readonly forget: () => void;
};

/** Sends acts one at a time and keeps the last error for the screen. */
export function useAct(api: Api): Act {
  const [busy, setBusy] = useState(false);
  const [error, setError] = useState<ApiError | null>(null);
  const sending = useRef(false);
  const send = useCallback(
    async <T>(path: string, body: unknown, key?: string) => {
      if (sending.current) return null;
      sending.current = true;
      setBusy(true);
      setError(null);
      const how: Ask = { method: 'POST', body, ...(key === undefined ? {} : { key }) };
      const answer = await api.ask<T>(path, how);
      sending.current = false;
      setBusy(false);
      if (answer.ok) return { value: answer.value };
      setError(answer.error);
      return null;
    },
    [api],
  );
  const forget = useCallback(() => setError(null), []);
  return { busy, error, send, forget };
}
