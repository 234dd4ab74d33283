import { readFileSync } from 'node:fs';

/** What a program calls itself where it says which version made something. */
export const PROGRAM = `cotejo ${versionOf(readFileSync(new URL('../../package.json', import.meta.url), 'utf8'))}`;

function versionOf(text: string): string {
  const { version } = JSON.parse(text) as { readonly version?: unknown };
  return typeof version === 'string' ? version : 'unknown';
}
