import type { Fraction } from '../../base/fraction.ts';
import type { Contest } from '../../model/election.ts';
import { COUNT_KINDS, type CountKind } from '../../model/ids.ts';
import type { BothCounts, Figures, HistoryPoint, StateData } from '../unit-data.ts';
import { furtherCount, leadingTwo } from './figures.ts';
import { escapeText, fill, html, type Markup, NOTHING, trusted } from './html.ts';
import {
  type Gap,
  type LeadPoint,
  leadPoints,
  longest,
  overlap,
  selectPoints,
  silencesOf,
  stopsOf,
} from './lead-points.ts';
import {
  clockTime,
  dateInYear,
  dayText,
  durationText,
  fullTime,
  shortTime,
  zoneOffset,
  zoneText,
} from './local-time.ts';
import { axisText, wholeText } from './number-text.ts';
import { anchor, countTitle, countWords, type Page, selectionName } from './page.ts';
import { baseOf, thresholdIn } from './threshold-text.ts';

const HEIGHT = 280;
const TOP = 24;
const BOTTOM = 42;
/** The curve is drawn on a grid this wide and stretched to the page; the texts stay as they are. */
const GRID = 1000;
const TABLE_ROWS = 20;
/** Of the sheets expected: with fewer in, the lead swings so far that the rest of the curve would be a flat line. */
const EARLY_SHARE = 0.02;
const SILENCES_LISTED = 6;
const HOUR = 3_600_000;
const TICK_STEPS = [0.25, 0.5, 1, 2, 3, 6, 12, 24, 48, 96, 168].map((h) => h * HOUR);
const DAY = 24 * HOUR;
const TICKS = 6;
/** With a longer span, ticks are days of a year and have no hour. */
const YEAR = 365 * 24 * HOUR;
const VALUE_STEPS = [0.1, 0.2, 0.5, 1, 2, 5, 10, 20, 25, 50, 100];

type Range = { readonly from: number; readonly to: number };
type Axes = { readonly time: Range; readonly value: Range; readonly valueStep: number };
type Chart = {
  readonly page: Page;
  readonly contest: Contest;
  readonly names: { readonly a: string; readonly b: string };
  readonly curves: BothCounts<readonly LeadPoint[]>;
  readonly stops: readonly Gap[];
  /** No stop explains them: a record of one is not known. */
  readonly silences: readonly Gap[];
  readonly axes: Axes;
  /** The first points lie outside the frame. */
  readonly clipped: boolean;
};

/** The lead over time, by what the public could see: as a picture and as a table. Nothing where no times are known. */
export function leadChart(
  page: Page,
  contest: Contest,
  figures: BothCounts<Figures>,
  history: BothCounts<readonly HistoryPoint[]>,
  state: StateData,
): Markup {
  const [first, second] = leadingTwo(figures[furtherCount(figures)].votes);
  const [a, b] = [contest.selections[first], contest.selections[second]];
  if (a === undefined || b === undefined) return NOTHING;
  const curves = leadPoints(history, first, second);
  if (Math.max(curves.preliminary.length, curves.official.length) < 2) return NOTHING;
  const names = { a: selectionName(a), b: selectionName(b) };
  const early = figures.official.expected * EARLY_SHARE;
  const stops = stopsOf(curves, state);
  const silences = longest(silencesOf(curves, state, early), SILENCES_LISTED);
  const axes = axesOf(contest, curves, stops, early);
  const { from, to } = axes.value;
  const clipped = COUNT_KINDS.some((c) => curves[c].some((p) => p.points < from || p.points > to));
  const chart: Chart = { page, contest, names, curves, stops, silences, axes, clipped };
  return html`<h3>${page.texts.chart.title}</h3><figure>${picture(chart)}${legend(chart)}</figure>${chartTable(chart)}`;
}

function axesOf(contest: Contest, curves: Chart['curves'], stops: readonly Gap[], early: number): Axes {
  const points = [...curves.preliminary, ...curves.official];
  const settled = points.filter((p) => p.counted >= early);
  const times = [...points.map((p) => p.at), ...stops.flatMap((g) => [g.from, g.to])];
  const rules = thresholds(contest).map((t) => t.points);
  const values = [0, ...(settled.length > 1 ? settled : points).map((p) => p.points), ...rules];
  const [low, high] = [Math.min(...values), Math.max(...values)];
  const valueStep = VALUE_STEPS.find((s) => (high - low) / s <= 5) ?? 100;
  const top = Math.ceil(high / valueStep) * valueStep;
  // A rule's line at the very top would run into the words above the frame.
  const to = rules.some((r) => r >= top) ? top + valueStep : top;
  const value = { from: Math.floor(low / valueStep) * valueStep, to };
  return { time: { from: Math.min(...times), to: Math.max(...times) }, value, valueStep };
}

/** The leads that the rule asks for, in points. */
function thresholds(contest: Contest): readonly { readonly points: number; readonly threshold: Fraction }[] {
  if (contest.rule.kind !== 'two-round') return [];
  return contest.rule.outright.flatMap(({ leadAtLeast: f }) =>
    f === undefined ? [] : [{ points: (Number(f.num) * 100) / Number(f.den), threshold: f }],
  );
}

function picture(chart: Chart): Markup {
  const { page, contest, names, curves } = chart;
  const { texts } = page;
  const id = `chart-${anchor(contest.id)}`;
  const points = COUNT_KINDS.flatMap((c) => curves[c]).sort((x, y) => x.at - y.at);
  const [first, last] = [points[0], points.at(-1)];
  const time = (p: LeadPoint | undefined): string =>
    p === undefined ? '' : fullTime(p.at, page.election.timeZone, page.language);
  const description = fill(texts.chart.description, {
    ...names,
    first: pointsText(page, first?.points ?? 0),
    firstAt: time(first),
    last: pointsText(page, last?.points ?? 0),
    lastAt: time(last),
  });
  const paths = COUNT_KINDS.map((c) => path(chart, c)).join('');
  const geometry = `${gapShades(chart)}<svg y="${TOP}" width="100%" height="${HEIGHT - TOP - BOTTOM}" viewBox="0 0 ${GRID} ${GRID}" preserveAspectRatio="none">${paths}</svg>${valueLines(chart)}${timeTicks(chart)}${gapLabels(chart)}`;
  return html`<svg class=chart role=img width="100%" height=${HEIGHT} aria-labelledby="${id}"><desc id="${id}">${description}</desc>${trusted(geometry)}</svg>`;
}

function xPercent(chart: Chart, at: number): number {
  const { from, to } = chart.axes.time;
  return Math.round(((at - from) * 1000) / (to - from || 1)) / 10;
}

function yOf(chart: Chart, points: number): number {
  const { from, to } = chart.axes.value;
  return Math.round(TOP + ((to - points) * (HEIGHT - TOP - BOTTOM)) / (to - from || 1));
}

/** Steps: between two publications the public saw the earlier figure. Whole grid units, relative, to stay small. */
function path(chart: Chart, count: CountKind): string {
  const { time, value } = chart.axes;
  let [x, y] = [-1, 0];
  let d = '';
  for (const p of chart.curves[count]) {
    const px = Math.round(((p.at - time.from) * GRID) / (time.to - time.from || 1));
    const py = Math.round(((value.to - p.points) * GRID) / (value.to - value.from || 1));
    if (x === -1) d = `M${px} ${py}`;
    else d += `${px === x ? '' : `h${px - x}`}${py === y ? '' : `v${py - y}`}`;
    [x, y] = [px, py];
  }
  return d === '' ? '' : `<path class=${count} d="${d}"/>`;
}

function valueLines(chart: Chart): string {
  const { page, axes } = chart;
  let out = '';
  for (let i = 0; axes.value.from + i * axes.valueStep <= axes.value.to + 1e-9; i++) {
    const v = Math.round((axes.value.from + i * axes.valueStep) * 10) / 10;
    const y = yOf(chart, v);
    out += `<line class=${v === 0 ? 'zero' : 'grid'} x2="100%" y1="${y}" y2="${y}"/><text y="${y - 4}">${axisText(v, page.language)}</text>`;
  }
  for (const t of thresholds(chart.contest)) {
    const y = yOf(chart, t.points);
    const text = thresholdIn(page, page.texts.chart.threshold, t.threshold, baseOf(page, chart.contest));
    out += `<line class=rule x2="100%" y1="${y}" y2="${y}"/><text class=rule x="100%" y="${y - 4}" text-anchor=end>${text.markup}</text>`;
  }
  return out;
}

/** Hours on the clock of the election's zone; the day stands under the first tick of each. A few, whatever the span. */
function timeTicks(chart: Chart): string {
  const { page, axes } = chart;
  const { from, to } = axes.time;
  const zone = page.election.timeZone;
  const span = to - from;
  const step = TICK_STEPS.find((s) => span / s <= TICKS) ?? Math.ceil(span / TICKS / DAY) * DAY;
  const offset = zoneOffset(from, zone) * 60_000;
  let out = '';
  let dayShown = '';
  for (let at = Math.ceil((from + offset) / step) * step - offset; at <= to; at += step) {
    const x = xPercent(chart, at);
    const day = span > YEAR ? dateInYear(at, zone, page.language) : dayText(at, zone, page.language);
    // Wide labels at the very edges would leave the page.
    const anchorAt = x < 8 ? 'start' : x > 92 ? 'end' : 'middle';
    const under = day === dayShown ? '' : `<text x="${x}%" y="${HEIGHT - 6}" text-anchor=${anchorAt}>${day}</text>`;
    dayShown = day;
    out += `<line class=tick x1="${x}%" x2="${x}%" y1="${HEIGHT - BOTTOM}" y2="${HEIGHT - BOTTOM + 5}"/><text x="${x}%" y="${HEIGHT - 22}" text-anchor=${anchorAt}>${span > YEAR ? '' : clockTime(at, zone)}</text>${under}`;
  }
  return out;
}

/** Stops, and silences where no stop is known. */
function shaded({ stops, silences }: Chart): readonly Gap[] {
  return [...stops, ...silences.filter((g) => !stops.some((s) => overlap(g, s)))];
}

function gapShades(chart: Chart): string {
  return shaded(chart)
    .map((g) => {
      const x = xPercent(chart, g.from);
      const width = Math.round((xPercent(chart, g.to) - x) * 10) / 10;
      return `<rect class=gap x="${x}%" y="${TOP}" width="${width}%" height="${HEIGHT - TOP - BOTTOM}"/>`;
    })
    .join('');
}

/** Only the longest is named in the picture: stops stand on the page, silences below it. */
function gapLabels(chart: Chart): string {
  const [gap] = longest(chart.stops.length > 0 ? chart.stops : shaded(chart), 1);
  if (gap === undefined) return '';
  const middle = (xPercent(chart, gap.from) + xPercent(chart, gap.to)) / 2;
  const [x, place] =
    middle < 40
      ? [xPercent(chart, gap.from), 'start']
      : middle > 60
        ? [xPercent(chart, gap.to), 'end']
        : [middle, 'middle'];
  const words = chart.page.texts.chart;
  const text = fill(chart.stops.length > 0 ? words.stop : words.gap, { duration: durationText(gap.to - gap.from) });
  return `<text class=gap x="${x}%" y="14" text-anchor=${place}>${text.markup}</text>`;
}

function legend(chart: Chart): Markup {
  const { page, names, curves } = chart;
  const { texts, language, election } = page;
  const keys = COUNT_KINDS.filter((c) => curves[c].length > 0).map(
    (c) => html`<span class="key ${c}">${countTitle(page, c)}</span> `,
  );
  const silences = chart.silences.map((g) => {
    const parts = {
      count: countTitle(page, g.count),
      duration: durationText(g.to - g.from),
      from: shortTime(g.from, election.timeZone, language),
      to: shortTime(g.to, election.timeZone, language),
    };
    return html`<br>${fill(texts.chart.gapLong, parts)}`;
  });
  const zone = fill(texts.times, { zone: zoneText(chart.axes.time.from, election.timeZone, texts.zone) });
  return html`<figcaption>${fill(texts.chart.unit, names)}. ${keys}${zone}${silences}${chart.clipped ? html`<br>${texts.chart.clipped}` : NOTHING}</figcaption>`;
}

function chartTable(chart: Chart): Markup {
  const { page, names, curves, silences } = chart;
  const { texts, language, election } = page;
  const used = COUNT_KINDS.filter((c) => curves[c].length > 0);
  let rows = '';
  for (const count of used) {
    const own = silences.filter((g) => g.count === count);
    for (const p of selectPoints(curves[count], own, Math.floor(TABLE_ROWS / used.length))) {
      const short = escapeText(countWords(page, count).short);
      rows += `<tr><th scope=row>${shortTime(p.at, election.timeZone, language)}<td>${short}<td>${wholeText(p.counted, language)}<td>${pointsText(page, p.points)}`;
    }
  }
  const { chart: words } = texts;
  return html`<details><summary>${words.table}</summary><table><caption>${fill(words.tableCaption, names)}</caption><thead><tr><th scope=col>${words.time}<th scope=col>${words.count}<th scope=col>${words.counted}<th scope=col>${words.lead}<tbody>${trusted(rows)}</table></details>`;
}

/** Points with three decimals, for reading and not for proof: the proof is in data/history.json. */
function pointsText(page: Page, points: number): string {
  const text = Math.abs(points).toFixed(3);
  const spelt = page.language === 'es' ? text.replace('.', ',') : text;
  return points < 0 && Number(text) !== 0 ? `\u2212${spelt}` : spelt;
}
