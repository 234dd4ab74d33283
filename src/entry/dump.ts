import type { Json } from '../base/canonical.ts';
import { COUNT_KINDS } from '../model/ids.ts';
import type { CentreState } from './centre-state.ts';

/**
 * All that a centre holds, in an order of its own: two that took the same events dump alike. `sealed` says whether what pending
 * entries say is in it; without, two centres whose pending entries alone differ dump alike.
 */
export function dumpCentre(state: CentreState, sealed: boolean): Json {
  const { contests } = state.geography.definition.election;
  const counts = COUNT_KINDS.map((count) => ({
    count,
    state: state.counts.state(count),
    stopped: state.counts.stoppedSince(count),
    stations: state.geography.stations.map((_, place) => state.papers.station(count, place)),
    heard: state.papers.heardFrom(count),
    late: state.papers.late(count),
    disputes: [...state.papers.disputes[count].items()],
    pending: [...state.typing.pending(count)].map(([entry, work]) => ({
      entry,
      work,
      ...(sealed ? { content: state.typing.openSealed(entry) } : {}),
    })),
    agreed: contests.map((_, contest) => state.waiting.agreed(count, contest)),
  }));
  const people = [...state.people.all()].sort().map((person) => ({
    person,
    roles: state.people.rolesOf(person),
    voids: [...state.people.voidsOf(person)].sort(),
  }));
  const typing = [...state.typing.all()].map(([work, now]) => ({
    work,
    now,
    typists: state.typing.typistsOf(work),
    recount: state.typing.isRecount(work),
  }));
  const fates = Array.from({ length: state.size }, (_, record) => state.typing.fateOf(record) ?? null);
  return {
    size: state.size,
    lifted: contests.map((_, contest) => state.counts.liftedAt(contest)),
    counts,
    people,
    devices: [...state.devices.all()],
    arrivals: state.arrivals.dump(),
    sheets: [...state.papers.all()],
    typing,
    fates,
    waiting: state.waiting.dump(),
    repeats: state.repeats.dump(),
    ended: state.ended.dump(),
    places: state.places.dump(),
    toType: [...state.waiting.toType.items()],
    toResolve: [...state.waiting.toResolve.items()],
  } as unknown as Json;
}
