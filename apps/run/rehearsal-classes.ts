import type { Geography } from '../../src/model/geography.ts';

/**
 * One kind of sheet of a definition: whatever of a contest, a station or their place the program could treat in another way. A
 * rehearsal takes at least one sheet of each through, so that no kind is met for the first time on the night.
 */
export type SheetClass = {
  readonly contest: string;
  /** `urban`, ...; empty where the definition does not say. */
  readonly setting: string;
  /** Unit of the widest level; empty where there are no levels. */
  readonly area: string;
  readonly registered: 'known' | 'zero' | 'unknown';
  /** `all`, or the units whose stations vote in the contest. */
  readonly electorate: string;
};

export type SampledClass = { readonly of: SheetClass; readonly contest: number; readonly station: number };

export type Sample = {
  readonly classes: readonly SampledClass[];
  /** Places of the stations whose sheets are pushed through, in the order of the definition; those of the classes among them. */
  readonly stations: readonly number[];
};

/** One station for every class, and others evenly spread over the definition, up to a limit that never cuts a class off. */
export function sampleStations(geography: Geography, limit: number): Sample {
  const classes = new Map<string, SampledClass>();
  geography.definition.election.contests.forEach((_, contest) => {
    geography.stations.forEach((_, station) => {
      if (geography.votesIn[contest]?.[station] !== true) return;
      const of = classOf(geography, contest, station);
      const key = JSON.stringify(of);
      if (!classes.has(key)) classes.set(key, { of, contest, station });
    });
  });
  const chosen = new Set([...classes.values()].map(({ station }) => station));
  const voting = geography.stations.flatMap((_, s) =>
    geography.votesIn.some((votes) => votes[s] === true) ? [s] : [],
  );
  const step = Math.max(1, voting.length / Math.max(1, limit));
  for (let i = 0; i < voting.length && chosen.size < limit; i += step) chosen.add(voting[Math.floor(i)] ?? 0);
  return { classes: [...classes.values()], stations: [...chosen].sort((a, b) => a - b) };
}

function classOf(geography: Geography, contest: number, station: number): SheetClass {
  const { definition, stations, units, placeOf, parent } = geography;
  let unit = placeOf[station] ?? 0;
  while ((parent[unit] ?? -1) > 0) unit = parent[unit] ?? 0;
  const { registered = null, setting = null } = stations[station] ?? {};
  const of = definition.election.contests[contest];
  return {
    contest: of?.id ?? '',
    setting: setting ?? '',
    area: unit === 0 ? '' : (units[unit]?.id ?? ''),
    registered: registered === null ? 'unknown' : registered === 0 ? 'zero' : 'known',
    electorate: of?.electorate?.join(' ') ?? 'all',
  };
}
