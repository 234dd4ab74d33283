import { CHECK_DEFAULTS } from '../model/check-defaults.ts';
import type { CheckSetting } from '../model/desk-rules.ts';
import type { Contest } from '../model/election.ts';
import type { ContestId, Count, SelectionId } from '../model/ids.ts';
import type { Box } from '../model/votes.ts';
import type { CheckDesk } from './sheet-checks.ts';

/** Three options, blank and null, and all three totals. */
export const CONTEST: Contest = {
  id: 'mayor' as ContestId,
  name: { es: 'Alcaldía', en: 'Mayor' },
  rule: { kind: 'plurality' },
  selections: ['A', 'B', 'C'].map((id) => ({ id: id as SelectionId, name: id, party: '' })),
  others: ['blank', 'null'],
  controls: ['valid', 'total', 'voters'],
  electorate: null,
  seats: null,
};

/** Boxes as they are written here: `-` is empty, `?` illegible. */
export function boxesOf(text: string): Box[] {
  return text
    .trim()
    .split(/[\s|]+/)
    .map((word) => (word === '-' ? 'empty' : word === '?' ? 'illegible' : (Number(word) as Count)));
}

/** The default settings with some of them changed. */
export function deskWith(checks: Readonly<Record<string, Partial<CheckSetting>>> = {}): NonNullable<CheckDesk> {
  const changed = Object.entries(checks).map(([code, change]) => {
    const usual = CHECK_DEFAULTS[code as keyof typeof CHECK_DEFAULTS];
    return [code, { ...usual, ...change }] as const;
  });
  return { corrections: 'correction', checks: { ...CHECK_DEFAULTS, ...Object.fromEntries(changed) } };
}
