import { createInterface } from 'node:readline/promises';

/** Puts a question to the person at the terminal; null: nobody answered. */
export type Ask = (question: string) => Promise<string | null>;

const WAIT_MS = 10 * 60_000;

/** null: nobody sits there, as in a script. The question goes to stderr: what is printed may be a file. */
export function terminalAsk(): Ask | null {
  if (process.stdin.isTTY !== true) return null;
  return async (question) => {
    const lines = createInterface({ input: process.stdin, output: process.stderr });
    const ended = new AbortController();
    lines.once('close', () => ended.abort());
    try {
      return await lines.question(question, { signal: AbortSignal.any([ended.signal, AbortSignal.timeout(WAIT_MS)]) });
    } catch {
      return null;
    } finally {
      lines.close();
    }
  };
}
