import type { NightPlan } from '../../simulation/night.ts';
import type { NightAct } from '../../simulation/night-act.ts';
import { present } from '../../src/base/assert.ts';
import type { Instant } from '../../src/base/instant.ts';
import { expectOk } from '../../src/base/result.ts';
import { decideEntry, type EntriesState, type EntryAct } from '../../src/entry/sheet-entries.ts';
import { decideReceipt } from '../../src/intake/receive-sheet.ts';
import type { ElectionDefinition } from '../../src/model/election.ts';
import type { StationId } from '../../src/model/ids.ts';
import { boxNames } from '../../src/model/votes.ts';
import type { EventBody } from '../../src/record/index.ts';
import { SERVER_SOURCE } from './election-run.ts';
import type { Plan, Step } from './steps.ts';

type EventToRecord = { readonly body: EventBody; readonly actor?: string };

/**
 * The night of a rehearsal as steps: every act goes through the same decisions as it would in a real count, and the state
 * is published after every `length / states` acts, which is the same on every machine and at every speed.
 */
export function rehearsalPlan(definition: ElectionDefinition, night: NightPlan, states: number): Plan {
  const every = Math.max(1, Math.ceil(night.total / states));
  return {
    length: night.total,
    *steps(nextRecord) {
      const desk = new Desk(definition);
      let position = 0;
      let last: Instant = night.firstAt;
      let opened = 0;
      for (const act of night.acts()) {
        for (const event of desk.decide(act, nextRecord())) yield [position, recordStep(act, event)];
        position++;
        last = act.at;
        if (act.kind === 'open-count') opened++;
        // The zero act: both counts are open, nothing is in.
        const isZeroAct = act.kind === 'open-count' && opened === 2;
        if (isZeroAct || position % every === 0) yield [position, { kind: 'publish', at: act.at, complete: false }];
      }
      yield [position, { kind: 'publish', at: last, complete: true }];
    },
  };
}

function recordStep(act: NightAct, event: EventToRecord): Step {
  return {
    kind: 'record',
    draft: {
      body: event.body,
      at: act.at,
      clock: 'server',
      source: SERVER_SOURCE,
      ...('count' in act ? { count: act.count } : {}),
      ...('contest' in act ? { contest: act.contest } : {}),
      ...(event.actor === undefined ? {} : { actor: event.actor }),
    },
  };
}

/** The counting centre's memory of sheets on their way: what is received, and how far each typing is. */
class Desk {
  private readonly stations: ReadonlySet<StationId>;
  private readonly boxes: ReadonlyMap<string, number>;
  private readonly received = { preliminary: new Set<StationId>(), official: new Set<StationId>() };
  private readonly entries = new Map<string, EntriesState>();

  constructor(definition: ElectionDefinition) {
    this.stations = new Set(definition.stations.map((s) => s.id));
    this.boxes = new Map(definition.election.contests.map((c) => [c.id, boxNames(c).length]));
  }

  /** Our own plan is refused by no rule; a refusal would be a bug of the plan. */
  decide(act: NightAct, nextRecord: number): readonly EventToRecord[] {
    switch (act.kind) {
      case 'open-count':
        return [{ body: { kind: 'CountOpened', mode: 'entered', files: [] } }];
      case 'lift-embargo':
        return [{ body: { kind: 'EmbargoLifted' } }];
      case 'receive-sheet':
        return [{ body: this.receive(act) }];
      case 'commit-entry':
      case 'resolve-difference':
        return this.type(act, nextRecord);
      case 'stop-publication':
        return [{ body: { kind: 'PublicationStopped', office: act.office, reason: act.reason } }];
      case 'resume-publication':
        return [{ body: { kind: 'PublicationResumed', office: act.office, reason: act.reason } }];
      case 'close-count':
        return [{ body: { kind: 'CountClosed' } }];
    }
  }

  private receive(act: Extract<NightAct, { kind: 'receive-sheet' }>): EventBody {
    const received = this.received[act.count];
    const known = { exists: this.stations.has(act.station), received: received.has(act.station) };
    const body = expectOk(decideReceipt(act.count, act.station, known), 'the plan receives each sheet once');
    received.add(act.station);
    return body;
  }

  private type(act: Extract<NightAct, { kind: 'commit-entry' | 'resolve-difference' }>, nextRecord: number) {
    const key = `${act.count} ${act.contest} ${act.station}`;
    const state = this.entries.get(key) ?? { kind: 'awaiting-first' };
    const typed: EntryAct =
      act.kind === 'commit-entry'
        ? { kind: act.kind, slot: act.slot, actor: act.actor, boxes: act.tally.boxes }
        : { kind: act.kind, actor: act.actor, boxes: act.tally.boxes };
    const place = { station: act.station, boxes: present(this.boxes.get(act.contest), 'contest'), nextRecord };
    const decision = expectOk(decideEntry(state, typed, place), 'the plan types by the rules');
    this.entries.set(key, decision.state.kind === 'agreed' ? { kind: 'agreed', boxes: [] } : decision.state);
    return decision.events;
  }
}
