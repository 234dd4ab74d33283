import { unreachable } from '../../src/base/assert.ts';
import { Z95 } from '../../src/projection/sample/sample-size.ts';
import { levelCells, widestOf } from './sample-csv.ts';
import type { Sampled, Spread } from './sampled.ts';

const points = (fraction: number): string => (100 * fraction).toFixed(2);

/** What was drawn, how, and what it is worth. */
export function sampleText({ name, frame, sample, words, level, spread }: Sampled): string[] {
  const by = level === null ? '' : ` by ${level} (${sample.sizes.length} strata, at least two each)`;
  const asked = words.margin === null ? '' : `, for a margin of ${points(words.margin)} points`;
  return [
    name,
    `Quick-count sample: ${sample.stations.length} of ${frame.size} stations, ${sample.design}${by}${asked}; seed ${words.seed}`,
    `Margin of the lead (95 %) when all of it comes in: ±${points(Z95 * spread.sd)} points`,
    ...spreadLines(spread),
    'It holds for sheets drawn by this list alone. A station that is replaced by a nearer one is not in the sample.',
  ];
}

function spreadLines({ source, effect }: Spread): string[] {
  const times =
    effect === null ? [] : [`Its variance is ${effect.toFixed(1)} times that of as many voters drawn one by one.`];
  switch (source) {
    case 'previous':
      return [
        'Measured by drawing 200 samples from the figures of the previous election. Where those are by place, tables of a place are taken as alike, and the margin is somewhat too small.',
        ...times,
      ];
    case 'official':
      return ['Measured by drawing 200 samples from the official figures of this folder.', ...times];
    case 'table':
      return [
        'Stated, not measured: this folder has no previous election. The table was measured on Bolivia 2019 (34,555 sheets); another country may be more or less alike inside.',
      ];
    default:
      return unreachable(source);
  }
}

/** The list to print, under the names of the widest areas. */
export function listText(sampled: Sampled): string[] {
  const { source, sample } = sampled;
  const lines: string[] = [];
  let heading = '';
  sample.stations.forEach((s, i) => {
    const area = widestOf(sampled, s);
    if (area !== heading) lines.push('', area || 'All stations');
    heading = area;
    const place = levelCells(sampled, s)
      .filter((name) => name !== '')
      .slice(2)
      .join(', ');
    lines.push(
      `  [ ] ${String(i + 1).padStart(4)}  ${source.stations.ids[s] ?? ''}${place === '' ? '' : `  ${place}`}`,
    );
  });
  return lines;
}
