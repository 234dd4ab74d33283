import type { NightTried, PointScored } from './backtest-run.ts';
import type { ElectionTried } from './backtest-summary.ts';

/*
 * One panel an election: the 95 % interval of the lead over the share of sheets in, the truth as a line. A miss differs by its
 * shape and its word, not by its colour alone; the two colours (Okabe and Ito) stay apart for every kind of colour blindness.
 */

const WIDTH = 760;
const PANEL = 300;
const PLOT = { left: 70, right: 24, top: 44, bottom: 56 } as const;
const TICKS = 7;

type Mark = {
  readonly share: number;
  readonly point: number;
  readonly in95: readonly [number, number] | null;
  readonly isMissed: boolean;
};
/** From a share of sheets and a lead to the panel. */
type Scale = {
  readonly x: (share: number) => number;
  readonly y: (lead: number) => number;
  readonly low: number;
  readonly high: number;
};

export function backtestSvg(elections: readonly ElectionTried[]): string {
  const panels = elections.map((election, i) => panel(election, i * PANEL));
  const height = Math.max(1, elections.length) * PANEL;
  return [
    `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${WIDTH} ${height}" role="img" aria-labelledby="t d">`,
    `<title id="t">Projected lead as sheets came in, and the lead in the end</title>`,
    `<desc id="d">${escaped(elections.map(described).join(' '))}</desc>`,
    STYLE,
    `<rect class="paper" width="${WIDTH}" height="${height}"/>`,
    ...panels,
    '</svg>',
    '',
  ].join('\n');
}

const STYLE = `<style>
text{font:13px system-ui,sans-serif;fill:#1a1a1a}.small{font-size:11px}.head{font-weight:600;font-size:14px}
.paper{fill:#fff}.axis{stroke:#767676;stroke-width:1}.grid{stroke:#dedede;stroke-width:1}
.truth{stroke:#1a1a1a;stroke-width:1.5;stroke-dasharray:6 4}.raw{stroke:#767676;stroke-width:1.5;fill:none}
.bar{stroke:#0072b2;stroke-width:4}.dot{fill:#0072b2}.miss{stroke:#d55e00;stroke-width:4}.missed{fill:#fff;stroke:#d55e00;stroke-width:2.5}
@media (prefers-color-scheme:dark){text{fill:#f0f0f0}.paper{fill:#161616}.axis{stroke:#9a9a9a}.grid{stroke:#3a3a3a}
.truth{stroke:#f0f0f0}.raw{stroke:#9a9a9a}.bar{stroke:#56b4e9}.dot{fill:#56b4e9}.miss{stroke:#e69f00}.missed{fill:#161616;stroke:#e69f00}}
</style>`;

/** The night as it was; where it was not tried, the first of the others. */
function shownNight({ nights }: ElectionTried): NightTried | null {
  const some = nights.filter((night) => night.points.some((p) => p.kind === 'scored'));
  return some.find(({ order }) => order === 'real') ?? some[0] ?? null;
}

function marksOf(night: NightTried | null): readonly Mark[] {
  return scored(night).flatMap(({ share, said }) => {
    const own = said.projection;
    if (own?.kind !== 'score') return [];
    const { lead, leadSaid } = own.score;
    return [{ share, ...leadSaid, isMissed: lead.covered?.[2] === false }];
  });
}

/** In the order of the night, which is not always that of the call. */
function scored(night: NightTried | null): readonly PointScored[] {
  const points = night?.points.filter((p) => p.kind === 'scored') ?? [];
  return points.sort((a, b) => a.share - b.share);
}

function described(election: ElectionTried): string {
  const night = shownNight(election);
  const marks = marksOf(night);
  const missed = marks.filter((m) => m.isMissed).map((m) => `${percent(m.share)} %`);
  const misses = missed.length === 0 ? 'none' : `those at ${missed.join(', ')}`;
  return `${election.id}: true lead ${lead(election.lead)}; ${marks.length} intervals in the order ${night?.order ?? 'none'}, missing the truth: ${misses}.`;
}

function panel(election: ElectionTried, top: number): string {
  const night = shownNight(election);
  const marks = marksOf(night);
  const raw = scored(night).flatMap(({ share, said }) =>
    said.raw?.kind === 'score' ? [[share, said.raw.score.leadSaid.point] as const] : [],
  );
  const scale = scaleOf(election.lead, marks, top);
  const refused = scored(night).filter(({ said }) => said.projection?.kind === 'refused');
  const title = `${election.id}${election.inSample ? ' (in sample)' : ''}, order ${night?.order ?? 'none'}: lead in percentage points`;
  return [
    `<text class="head" x="${PLOT.left}" y="${top + 22}">${escaped(title)}</text>`,
    ...axes(scale, top),
    rawLine(raw, scale),
    line('truth', scale.x(0), scale.y(election.lead), scale.x(1), scale.y(election.lead)),
    `<text class="small" x="${round(scale.x(0) + 4)}" y="${round(scale.y(election.lead) - 6)}">in the end ${lead(election.lead)}</text>`,
    ...marks.flatMap((mark) => markAt(mark, scale)),
    ...refused.map(
      ({ share }) =>
        `<text class="small" x="${scale.x(share)}" y="${top + PANEL - PLOT.bottom - 6}" text-anchor="middle">no answer</text>`,
    ),
  ].join('\n');
}

function scaleOf(truth: number, marks: readonly Mark[], top: number): Scale {
  const all = [truth, ...marks.flatMap(({ point, in95 }) => [point, ...(in95 ?? [])])];
  const [least, most] = [Math.min(...all), Math.max(...all)];
  const margin = Math.max(0.005, (most - least) * 0.1);
  const [low, high] = [least - margin, most + margin];
  const height = PANEL - PLOT.top - PLOT.bottom;
  return {
    low,
    high,
    x: (share) => round(PLOT.left + share * (WIDTH - PLOT.left - PLOT.right)),
    y: (value) => round(top + PLOT.top + ((high - value) / (high - low)) * height),
  };
}

function axes({ x, y, low, high }: Scale, top: number): readonly string[] {
  const floor = top + PANEL - PLOT.bottom;
  const step = niceStep((high - low) / TICKS);
  const levels: number[] = [];
  for (let v = Math.ceil(low / step) * step; v <= high; v += step) levels.push(v);
  const digits = step < 0.01 ? 1 : 0;
  return [
    ...levels.flatMap((v) => [
      line('grid', x(0), y(v), x(1), y(v)),
      `<text class="small" x="${PLOT.left - 8}" y="${round(y(v) + 4)}" text-anchor="end">${(100 * v + 0).toFixed(digits)}</text>`,
    ]),
    line('axis', x(0), floor, x(1), floor),
    ...[0, 0.2, 0.4, 0.6, 0.8, 1].map(
      (s) => `<text class="small" x="${x(s)}" y="${floor + 18}" text-anchor="middle">${percent(s)} %</text>`,
    ),
    `<text class="small" x="${x(0.5)}" y="${floor + 38}" text-anchor="middle">sheets in · bar: 95 % interval · diamond: interval missed · grey: count as it stood</text>`,
  ];
}

/** 1, 2 or 5 times a power of ten. */
function niceStep(raw: number): number {
  const power = 10 ** Math.floor(Math.log10(raw));
  return ([1, 2, 5].find((f) => f * power >= raw) ?? 10) * power;
}

function rawLine(raw: readonly (readonly [number, number])[], { x, y, low, high }: Scale): string {
  const inside = raw.filter(([, v]) => v >= low && v <= high);
  return inside.length < 2
    ? ''
    : `<polyline class="raw" points="${inside.map(([s, v]) => `${x(s)},${y(v)}`).join(' ')}"/>`;
}

function markAt({ share, point, in95, isMissed }: Mark, { x, y }: Scale): readonly string[] {
  const at = x(share);
  const bar = in95 === null ? [] : [line(isMissed ? 'miss' : 'bar', at, y(in95[0]), at, y(in95[1]))];
  const middle = y(point);
  if (!isMissed) return [...bar, `<circle class="dot" cx="${at}" cy="${middle}" r="4.5"/>`];
  return [
    ...bar,
    `<path class="missed" d="M${at} ${round(middle - 7)}l7 7l-7 7l-7 -7z"/>`,
    `<text class="small" x="${round(at + 10)}" y="${round(middle + 4)}">miss</text>`,
  ];
}

function line(name: string, x1: number, y1: number, x2: number, y2: number): string {
  return `<line class="${name}" x1="${x1}" y1="${y1}" x2="${x2}" y2="${y2}"/>`;
}

const round = (v: number): number => Math.round(v * 10) / 10;
const percent = (share: number): string => `${Math.round(100 * share)}`;
const lead = (value: number): string => (100 * value).toFixed(2);

function escaped(text: string): string {
  return text.replace(/[&<>"]/g, (c) => `&#${c.charCodeAt(0)};`);
}
