import { setTimeout as sleep } from 'node:timers/promises';
import { err, ok, type Result } from '../../src/base/result.ts';

/** What the door answered, whatever its status. */
export type DoorAnswer = { readonly status: number; readonly body: Record<string, unknown> };

const TRIES = 5;
const WAIT_MS = 60_000;
const FIRST_MS = 1000;
const LONGEST_MS = 60_000;

/**
 * Asks until there is an answer that is one: where nobody answers, or the door says to come again, it waits twice as long each
 * time, or as long as it is told.
 */
export async function askDoor(url: string, init: RequestInit, most = TRIES): Promise<Result<DoorAnswer, string>> {
  for (let tries = 1; ; tries++) {
    const asked = await askOnce(url, init);
    if (asked.ok && asked.value.status < 500 && asked.value.status !== 429) return asked;
    if (tries === most) {
      return err(asked.ok ? `${url} answered ${asked.value.status} ${codeOf(asked.value)}` : asked.error);
    }
    const told = asked.ok ? asked.value.retryAfterMs : 0;
    await sleep(Math.min(LONGEST_MS, Math.max(told, FIRST_MS * 2 ** (tries - 1))));
  }
}

export function codeOf({ body, status }: DoorAnswer): string {
  return typeof body['code'] === 'string' ? body['code'] : String(status);
}

async function askOnce(
  url: string,
  init: RequestInit,
): Promise<Result<DoorAnswer & { readonly retryAfterMs: number }, string>> {
  try {
    const answer = await fetch(url, { ...init, signal: AbortSignal.timeout(WAIT_MS) });
    const after = Number(answer.headers.get('retry-after') ?? 0);
    const text = await answer.text();
    return ok({ status: answer.status, body: objectOf(text), retryAfterMs: after > 0 ? after * 1000 : 0 });
  } catch (cause) {
    return err(`cannot reach ${url}: ${(cause as Error).message}. Is the counting centre running there?`);
  }
}

function objectOf(text: string): Record<string, unknown> {
  try {
    const value: unknown = JSON.parse(text);
    return typeof value === 'object' && value !== null ? (value as Record<string, unknown>) : {};
  } catch {
    return {};
  }
}
