import { present } from '../base/assert.ts';
import { formatFraction } from '../base/fraction.ts';
import { err, ok, type Result } from '../base/result.ts';
import type { Contest, ContestSelection } from '../model/election.ts';
import type { ContestId, GpUnitId, LocalizedText, SelectionId } from '../model/ids.ts';
import { distancesOf } from '../model/outcome.ts';
import type { ThresholdDistance } from '../model/outcome-types.ts';
import { ruleSentence } from '../model/rule-sentence.ts';
import type { Certificate } from '../record/index.ts';
import { standingFor } from './build-unit-data.ts';
import { type NoCertificate, resultOfState, type StateAbout, stationsIn } from './certificate-of-state.ts';
import { type PapersHead, type PapersState, papersHead } from './minutes.ts';
import type { PublicView } from './public-view.ts';

/** A sheet that is not counted, or not as it came: its station, what its newest version says, and the event that says so. */
export type ActSheet = readonly [station: string, status: string, record: number | null];

/** How many counted sheets rest on what. */
export type CountedFrom = {
  readonly original: number;
  readonly copy: number;
  readonly recount: number;
  readonly repeat: number;
  /** Of all these, with figures that the board stated. */
  readonly corrected: number;
};

/** What the act of a result says: docs/spec/official-count.md section 13. */
export type ResultAct = PapersHead & {
  readonly kind: 'act';
  readonly contest: {
    readonly id: string;
    readonly name: LocalizedText;
    readonly selections: readonly ContestSelection[];
    readonly others: readonly string[];
    /** The rule as a sentence. */
    readonly rule: LocalizedText;
    readonly seats: { readonly seats: number; readonly method: string; readonly threshold: string | null } | null;
  };
  readonly areaName: string;
  /** What is to be signed, but for the hashes of these papers. */
  readonly result: Omit<Certificate, 'papers'>;
  readonly distances: readonly (Omit<ThresholdDistance, 'threshold'> & { readonly threshold: string })[];
  readonly lot: readonly string[] | null;
  readonly countedFrom: CountedFrom;
  /** In the order of the definition: annulled, lost, not installed, merged. */
  readonly void: readonly ActSheet[];
  /** What is open still: `expected` where nothing is known, `counted-objected` what counts while an objection is open. */
  readonly open: readonly ActSheet[];
  readonly certifiers: readonly { readonly id: string; readonly name: string; readonly title: LocalizedText }[];
  readonly required: number;
};

/** The act of a result in the newest published state of a view, or why there is nothing to certify. */
export function resultAct(
  view: PublicView,
  about: Omit<StateAbout, 'root' | 'size'> & { readonly state: PapersState },
  id: ContestId,
  area: string,
): Result<ResultAct, NoCertificate> {
  const { size, root } = about.state;
  const result = resultOfState(view, { ...about, size, root }, id, area);
  if (!result.ok) return err(result.error);
  const { geography } = view;
  const { election } = geography.definition;
  const c = present(geography.contestIndex.get(id), 'contest');
  const unit = present(geography.unitIndex.get(area as GpUnitId), 'area');
  const contest = present(election.contests[c], 'contest');
  const { ids, input } = standingFor(view, 'official', c, view.tabulation.sums('official', c, unit));
  const distances = distancesOf(contest.rule, ids, input);
  return ok({
    ...papersHead(view, about.state),
    kind: 'act',
    contest: contestOf(contest),
    areaName: present(geography.units[unit], 'unit').name,
    result: result.value,
    distances: distances.map((d) => ({ ...d, threshold: formatFraction(d.threshold) })),
    lot: about.lot,
    ...endsOf(view, c, unit),
    certifiers: (election.canvass?.certifiers ?? []).map(({ id, name, title }) => ({ id, name, title })),
    required: election.canvass?.required ?? 0,
  });
}

function contestOf(contest: Contest): ResultAct['contest'] {
  const { id, name, selections, others, rule, seats } = contest;
  const nameOf = (selection: SelectionId) => selections.find((s) => s.id === selection)?.name || selection;
  return {
    ...{ id, name, selections, others },
    rule: { es: ruleSentence(rule, 'es', nameOf), en: ruleSentence(rule, 'en', nameOf) },
    seats:
      seats === null
        ? null
        : { ...seats, threshold: seats.threshold === null ? null : formatFraction(seats.threshold) },
  };
}

const VOID: ReadonlySet<string> = new Set(['annulled', 'lost', 'merged', 'not_installed']);

function endsOf(view: PublicView, contest: number, unit: number): Pick<ResultAct, 'countedFrom' | 'open' | 'void'> {
  const from = { original: 0, copy: 0, recount: 0, repeat: 0, corrected: 0 };
  const ended: ActSheet[] = [];
  const open: ActSheet[] = [];
  for (const place of stationsIn(view, contest, unit)) {
    const station = present(view.geography.stations[place], 'station').id;
    const version = view.tabulation.current('official', contest, place);
    if (version === null) open.push([station, 'expected', null]);
    else if (version.status === 'counted') {
      from[version.basis ?? 'original']++;
      if (version.corrected === true) from.corrected++;
      if ((version.objections ?? 0) > 0) open.push([station, 'counted-objected', version.record]);
    } else (VOID.has(version.status) ? ended : open).push([station, version.status, version.record]);
  }
  return { countedFrom: from, void: ended, open };
}
