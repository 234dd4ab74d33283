import { present } from '../src/base/assert.ts';
import { type Instant, instant } from '../src/base/instant.ts';
import { COUNT_KINDS } from '../src/model/ids.ts';
import { ActColumns } from './act-columns.ts';
import type { Rehearsal } from './generate-election.ts';
import { MISHAP_RATES } from './mishaps.ts';
import type { NightAct } from './night-act.ts';
import { addLateSheets, CountDraft, type NightRates } from './night-count.ts';
import { FLAW_RATES } from './paper-flaws.ts';
import { NOTICES, RESUME_REASON, STOP_OFFICE, STOP_REASON } from './public-words.ts';
import { rehearsalPseudonyms } from './staff.ts';
import { PHONE_RATES } from './station-figures.ts';

export type Scenario = 'calm' | 'stop';

/** The whole night, its number of acts known in advance; the acts are made one by one as they are asked for. */
export type NightPlan = {
  readonly scenario: Scenario;
  readonly total: number;
  readonly firstAt: Instant;
  readonly pollsClose: Instant;
  readonly lastAt: Instant;
  /** When the publication of the preliminary count stops and resumes; null in a calm night. */
  readonly stop: { readonly from: Instant; readonly to: Instant } | null;
  /** The act at a position from 0 to total - 1. */
  act(position: number): NightAct;
  acts(): Generator<NightAct, void, undefined>;
};

const SECOND = 1000;
const MINUTE = 60 * SECOND;
const HOUR = 60 * MINUTE;

const STOP_SHARE = 0.84;

/** A night as nights are. */
export const NIGHT_RATES: NightRates = {
  lost: 0.04,
  misread: 0.02,
  slip: 0.02,
  flaws: FLAW_RATES,
  mishaps: MISHAP_RATES,
  phones: PHONE_RATES,
};

export function planNight(
  rehearsal: Rehearsal,
  ask: { readonly scenario: Scenario; readonly seed: string; readonly rates?: NightRates },
): NightPlan {
  const { contests, pollsClose: closing } = rehearsal.definition.election;
  const { stations } = rehearsal.definition;
  const pollsClose = present(closing, 'the closing of the polls of a rehearsal');
  // Before the first sheet from abroad: the zero act shows empty counts.
  const opened = instant(pollsClose - 9 * HOUR);
  const ids = contests.map((c) => c.id);
  const columns = new ActColumns({ start: opened, stations, contests: ids, actors: rehearsalPseudonyms() });
  const draft = new CountDraft(columns, rehearsal, ask.seed, ask.rates ?? NIGHT_RATES);
  for (const count of COUNT_KINDS) columns.add({ at: opened, kind: 'open-count', count });
  for (const contest of ids) columns.add({ at: pollsClose, kind: 'lift-embargo', contest });
  NOTICES.forEach((text, i) => {
    columns.add({ at: instant(pollsClose + (1 + 3 * i) * HOUR), kind: 'give-notice', text });
  });
  const preliminary = draft.draw('preliminary', pollsClose);
  // Where a board counts from the paper, that is planned beside the night (rehearsal-count.ts).
  const isTyped = rehearsal.definition.election.canvass === null;
  const official = isTyped ? draft.draw('official', instant(pollsClose + 16 * HOUR)) : null;
  const stop = ask.scenario === 'stop' ? stopOf(preliminary.agreed, stations.length) : null;
  if (stop !== null) addStop(columns, stop);
  const ended = nextHour(Math.max(preliminary.last, pollsClose, (stop?.to ?? 0) + 2 * HOUR));
  columns.add({ at: ended, kind: 'close-count', count: 'preliminary' });
  const late = addLateSheets(columns, ask.seed, rehearsal, preliminary.lost, ended);
  const lastAt = nextHour(Math.max(official?.last ?? ended, late, preliminary.lastBeside));
  if (isTyped) columns.add({ at: lastAt, kind: 'close-count', count: 'official' });
  columns.sort();
  return planOf(columns, { scenario: ask.scenario, firstAt: opened, pollsClose, lastAt, stop });
}

function planOf(
  columns: ActColumns,
  about: Pick<NightPlan, 'scenario' | 'firstAt' | 'pollsClose' | 'lastAt' | 'stop'>,
): NightPlan {
  return {
    ...about,
    total: columns.size,
    act: (position) => columns.at(position),
    *acts() {
      for (let i = 0; i < columns.size; i++) yield columns.at(i);
    },
  };
}

/** Stops at the second in which 84 % of all sheets expected are agreed. */
function stopOf(agreed: readonly number[], stations: number): { from: Instant; to: Instant } {
  const sorted = Float64Array.from(agreed).sort();
  const nth = present(sorted[Math.ceil(stations * STOP_SHARE) - 1], 'the sheet at which the publication stops');
  const from = Math.ceil((nth + 1) / SECOND) * SECOND;
  return { from: instant(from), to: instant(from + 22 * HOUR + 11 * MINUTE) };
}

function addStop(columns: ActColumns, stop: { readonly from: Instant; readonly to: Instant }): void {
  const about = { count: 'preliminary', office: STOP_OFFICE } as const;
  columns.add({ at: stop.from, kind: 'stop-publication', ...about, reason: STOP_REASON });
  columns.add({ at: stop.to, kind: 'resume-publication', ...about, reason: RESUME_REASON });
}

function nextHour(at: number): Instant {
  return instant(Math.ceil((at + 1) / HOUR) * HOUR);
}
