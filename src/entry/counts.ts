import { present } from '../base/assert.ts';
import type { Instant } from '../base/instant.ts';
import type { Geography } from '../model/geography.ts';
import type { ContestId, CountKind } from '../model/ids.ts';
import type { CountMode, EventBody, EventHeader } from '../record/index.ts';

export type CountState =
  | { readonly kind: 'unopened' }
  | { readonly kind: 'open'; readonly mode: CountMode; readonly at: Instant }
  | { readonly kind: 'closed'; readonly mode: CountMode; readonly at: Instant; readonly closedAt: Instant };

type CountBody = Extract<
  EventBody,
  { kind: 'CountOpened' | 'CountClosed' | 'EmbargoLifted' | 'PublicationStopped' | 'PublicationResumed' }
>;

/** Which counts are open, whether their publication runs, and which contests may be shown. */
export class Counts {
  private readonly geography: Geography;
  private readonly states: Record<CountKind, CountState> = {
    preliminary: { kind: 'unopened' },
    official: { kind: 'unopened' },
  };
  private readonly stops: Record<CountKind, Instant | null> = { preliminary: null, official: null };
  private readonly lifted: (Instant | null)[];

  constructor(geography: Geography) {
    this.geography = geography;
    this.lifted = geography.definition.election.contests.map(() => null);
  }

  state(count: CountKind): CountState {
    return this.states[count];
  }

  /** Since when publication is stopped; null while it runs. */
  stoppedSince(count: CountKind): Instant | null {
    return this.stops[count];
  }

  /** When the embargo of the contest (by its place) was lifted; null while it holds. */
  liftedAt(contest: number): Instant | null {
    return this.lifted[contest] ?? null;
  }

  take(header: EventHeader, body: CountBody): void {
    const { at } = header;
    if (body.kind === 'EmbargoLifted') {
      const contest = this.geography.contestIndex.get(present(header.contest, 'contest') as ContestId);
      this.lifted[present(contest, 'contest')] ??= at;
      return;
    }
    const count = present(header.count, `count of a ${body.kind}`);
    if (body.kind === 'CountOpened') this.states[count] = { kind: 'open', mode: body.mode, at };
    else if (body.kind === 'CountClosed') this.close(count, at);
    else if (body.kind === 'PublicationStopped') this.stops[count] ??= at;
    else this.stops[count] = null;
  }

  private close(count: CountKind, closedAt: Instant): void {
    const before = this.states[count];
    if (before.kind === 'open') this.states[count] = { ...before, kind: 'closed', closedAt };
  }
}
