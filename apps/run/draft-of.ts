import type { Instant } from '../../src/base/instant.ts';
import type { EventDraft } from '../../src/entry/acts.ts';
import type { Draft } from '../../src/record/index.ts';
import { SERVER_SOURCE } from './election-run.ts';

/** An event that was decided, as it is recorded: with its time by the server's clock and where it came from. */
export function draftOf(event: EventDraft, at: Instant, source: string = SERVER_SOURCE): Draft {
  return { ...event, at, clock: 'server', source };
}
