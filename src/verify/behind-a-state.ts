import type { ReadHeader } from './read-header.ts';

/** Kinds of the official count that leave the figures of a state as they are: what is certified or signed may stand behind them. */
const CHANGES_NOTHING: ReadonlySet<string> = new Set(['ResultCertified', 'SessionClosed']);
/** Kinds without a count that change them. What an embargo held back, no state before its end has shown. */
const WITHOUT_COUNT: ReadonlySet<string> = new Set(['DefinitionAmended', 'EmbargoLifted', 'OfficeTaken']);

/**
 * Whether a certificate or minutes of a state leave something out where this event stands behind that state: of the states of the
 * event's own record. In the national record everything of an office does (official-count.md section 8).
 */
export function changesItsStates({ kind, count }: ReadHeader): boolean {
  return (count === 'official' && !CHANGES_NOTHING.has(kind)) || WITHOUT_COUNT.has(kind);
}
