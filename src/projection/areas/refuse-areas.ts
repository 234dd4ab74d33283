import type { RefusalCode } from '../projection-answer.ts';
import type { AreaMoment } from './area-moment.ts';
import type { AreaParameters } from './area-parameters.ts';
import type { AreaSnapshots } from './area-snapshots.ts';

export type AreaRefusal = { readonly code: RefusalCode; readonly facts: Readonly<Record<string, number>> };

/** Why nothing can be said of this moment, before anything is fitted; null where something can. */
export function refusalOf(
  snapshots: AreaSnapshots,
  moment: AreaMoment,
  parameters: AreaParameters,
): AreaRefusal | null {
  const options = snapshots.options.length;
  if (options < 2) return { code: 'too-few-options', facts: { options } };
  if (options > 20) return { code: 'too-many-options', facts: { options } };
  const areas = moment.chosen.areas.length;
  if (snapshots.size === 0 || (areas === 0 && moment.chosen.wholeRow < 0)) return { code: 'no-sheets', facts: {} };
  if (areas < parameters.fewestAreas) return { code: 'no-geography', facts: { areas } };
  if (moment.base === 0) return { code: 'no-sheets', facts: { expected: moment.expected } };
  const unknown = moment.unknownBase / moment.base;
  if (unknown > parameters.unknownMost) return { code: 'votes-unknown', facts: { unknown } };
  if (moment.counted === moment.expected) return null;
  if (moment.counted < parameters.fewestSheets) return { code: 'too-few-sheets', facts: { counted: moment.counted } };
  const selected = selectedKind(snapshots, moment, parameters);
  if (selected !== null) return selected;
  const silent = moment.silent / moment.expected;
  return silent > parameters.silentMost ? { code: 'roll-silent', facts: { silent } } : null;
}

/**
 * Kinds of vote are counted at times of their own, and those who vote by mail are not like those who do not. So where the
 * kinds are told apart and are not equally far on, or it is not known how far, what is in says nothing of what is out.
 */
function selectedKind(
  snapshots: AreaSnapshots,
  { series, chosen }: AreaMoment,
  parameters: AreaParameters,
): AreaRefusal | null {
  if (snapshots.kindColumns.length > 0) {
    return { code: 'selected-kind-of-vote', facts: { kinds: snapshots.kindColumns.length } };
  }
  if (chosen.byKind.length === 0) return null;
  const kinds = new Map<string, { expected: number; counted: number }>();
  const taken = new Map(series.map((s) => [s.area, s]));
  for (const area of chosen.byKind) {
    const kind = snapshots.areas[area]?.kind ?? '';
    const sums = kinds.get(kind) ?? { expected: 0, counted: 0 };
    kinds.set(kind, sums);
    const own = taken.get(area);
    sums.expected += own?.expected ?? Number.NaN;
    sums.counted += own?.counted ?? Number.NaN;
  }
  const progress = [...kinds.values()].map(({ expected, counted }) => counted / expected);
  const [least, most] = [Math.min(...progress), Math.max(...progress)];
  // One kind that nobody says the rest of, and NaN, fail this comparison too.
  if (kinds.size > 1 && most - least <= parameters.kindsApart) return null;
  const facts = Number.isNaN(least) ? { kinds: kinds.size } : { kinds: kinds.size, least, most };
  return { code: 'selected-kind-of-vote', facts };
}
