import type { Contest } from '../../model/election.ts';
import type { EstimateData } from '../estimate-files.ts';
import { type EstimatePoint, isCompletePreliminary, type Three } from '../estimates.ts';
import { millionthsText } from './estimate-numbers.ts';
import { fill, html, type Markup, NOTHING, trusted } from './html.ts';
import { clockTime, dayText, fullTime, shortTime, zoneOffset, zoneText } from './local-time.ts';
import { axisText, wholeText } from './number-text.ts';
import { anchor, nameOfSelection, type Page } from './page.ts';
import { type EstimateTexts, estimateTextsOf } from './texts-estimate.ts';

const HEIGHT = 260;
const TOP = 24;
const BOTTOM = 42;
const GRID = 1000;
const TABLE_ROWS = 40;
const POINT = 10_000;
const HOUR = 3_600_000;
const TICK_STEPS = [0.25, 0.5, 1, 2, 3, 6, 12, 24, 48, 96, 168].map((h) => h * HOUR);
/** So few that they do not meet on a narrow screen. */
const TICKS = 4;
const VALUE_STEPS = [0.1, 0.2, 0.5, 1, 2, 5, 10, 20, 25, 50, 100].map((p) => p * POINT);

type Pair = { readonly of: string; readonly over: string };
/** A moment with the interval of the lead of the pair, in millionths. */
type Spoken = { readonly at: number; readonly lead: Three };
type Frame = {
  readonly page: Page;
  readonly from: number;
  readonly to: number;
  readonly low: number;
  readonly high: number;
  readonly step: number;
};

/** Every interval of the lead over time, and what came, as a picture and as a table. */
export function estimateHistory(page: Page, contest: Contest, data: EstimateData): Markup {
  const t = estimateTextsOf(page.language);
  const pair = pairOf(data);
  if (pair === null) return NOTHING;
  const spoken = data.points.flatMap((point) => {
    const lead = leadOf(point, pair);
    return lead === null ? [] : [{ at: point.stateAt, lead }];
  });
  const came = cameLead(contest, data, pair);
  const names = { a: nameOfSelection(contest, pair.of), b: nameOfSelection(contest, pair.over) };
  const chart = spoken.length < 2 ? NOTHING : figure(page, t, contest, { spoken, came, names });
  const line =
    came === null ? t.past.cameNot : fill(t.past.cameIs, { n: millionthsText(came, 3, page.language) }).markup;
  return html`<h3>${t.past.title}</h3><p>${t.past.text}</p>${chart}<p>${line}</p>${table(page, t, contest, data, pair, names, came)}`;
}

/** The pair of the newest estimate that said something. */
export function pairOf({ points }: EstimateData): Pair | null {
  return points.findLast(({ lead }) => lead !== null)?.lead ?? null;
}

/** The lead of the pair at a point, turned round where the other was ahead; null where it was of another pair. */
function leadOf({ lead }: EstimatePoint, pair: Pair): Three | null {
  if (lead === null) return null;
  if (lead.of === pair.of && lead.over === pair.over) return lead.points;
  if (lead.of !== pair.over || lead.over !== pair.of) return null;
  const [low, middle, high] = lead.points;
  return [-high, -middle, -low];
}

/** The official lead of the pair in millionths, on the base of the estimates; null while sheets are out. */
export function cameLead(contest: Contest, { came, newest }: EstimateData, pair: Pair): number | null {
  const { counted, out, valid, votes } = came.official;
  if (counted === 0 || out > 0) return null;
  const of = (id: string) => votes[contest.selections.findIndex((s) => s.id === id)] ?? 0;
  const named = votes.reduce((a, b) => a + b, 0);
  const base = newest.said.kind === 'estimate' && newest.said.base === 'total' ? valid : named;
  return base === 0 ? null : Math.round(((of(pair.of) - of(pair.over)) * 1e6) / base);
}

type Drawn = {
  readonly spoken: readonly Spoken[];
  readonly came: number | null;
  readonly names: { readonly a: string; readonly b: string };
};

function figure(page: Page, t: EstimateTexts, contest: Contest, { spoken, came, names }: Drawn): Markup {
  const frame = frameOf(page, spoken, came);
  const id = `estimates-${anchor(contest.id)}`;
  const { election, language } = page;
  const [first, last] = [spoken[0], spoken.at(-1)];
  const text = (n: number | undefined) => millionthsText(n ?? 0, 2, language);
  const description = fill(t.past.description, {
    ...names,
    first: fullTime(first?.at ?? 0, election.timeZone, language),
    low: text(first?.lead[0]),
    high: text(first?.lead[2]),
    last: fullTime(last?.at ?? 0, election.timeZone, language),
    lastLow: text(last?.lead[0]),
    lastHigh: text(last?.lead[2]),
  });
  const inner = `<svg y="${TOP}" width="100%" height="${HEIGHT - TOP - BOTTOM}" viewBox="0 0 ${GRID} ${GRID}" preserveAspectRatio="none">${band(frame, spoken)}${middle(frame, spoken)}</svg>`;
  const geometry = `${inner}${valueLines(frame)}${cameLine(frame, t, came)}${timeTicks(frame)}`;
  const zone = fill(page.texts.times, { zone: zoneText(frame.from, election.timeZone, page.texts.zone) });
  const keys = html`<span class="key est-band">${t.past.interval}</span> <span class="key est-mid">${t.past.middle}</span> `;
  return html`<figure><svg class="chart estimates" role=img width="100%" height=${HEIGHT} aria-labelledby="${id}"><desc id="${id}">${description}</desc>${trusted(geometry)}</svg><figcaption>${fill(t.past.unit, names)}. ${keys}${zone}</figcaption></figure>`;
}

function frameOf(page: Page, spoken: readonly Spoken[], came: number | null): Frame {
  const values = [...spoken.flatMap(({ lead }) => [lead[0], lead[2]]), ...(came === null ? [] : [came])];
  const [low, high] = [Math.min(...values), Math.max(...values)];
  const step = VALUE_STEPS.find((s) => (high - low) / s <= 5) ?? 100 * POINT;
  const bottom = Math.floor(low / step) * step;
  const top = Math.max(Math.ceil(high / step) * step, bottom + step);
  const times = spoken.map(({ at }) => at);
  return { page, from: Math.min(...times), to: Math.max(...times), low: bottom, high: top, step };
}

function gridX({ from, to }: Frame, at: number): number {
  return Math.round(((at - from) * GRID) / (to - from || 1));
}

function gridY({ low, high }: Frame, value: number): number {
  return Math.round(((high - value) * GRID) / (high - low || 1));
}

/** The interval in steps: it held until the next was made. */
function band(frame: Frame, spoken: readonly Spoken[]): string {
  const steps = (end: 0 | 2) => spoken.map(({ at, lead }) => [gridX(frame, at), gridY(frame, lead[end])] as const);
  const [below, above] = [steps(0), steps(2)];
  const [[x, y] = [0, 0], ...rest] = above;
  let d = `M${x} ${y}`;
  for (const [nextX, nextY] of rest) d += `H${nextX}V${nextY}`;
  d += `V${below.at(-1)?.[1] ?? 0}`;
  for (let i = below.length - 1; i > 0; i--) d += `H${below[i]?.[0] ?? 0}V${below[i - 1]?.[1] ?? 0}`;
  return `<path class=est-band d="${d}H${x}Z"/>`;
}

function middle(frame: Frame, spoken: readonly Spoken[]): string {
  const d = spoken.map(({ at, lead }, i) => {
    const [x, y] = [gridX(frame, at), gridY(frame, lead[1])];
    return i === 0 ? `M${x} ${y}` : `H${x}V${y}`;
  });
  return `<path class=est-mid d="${d.join('')}"/>`;
}

function yOf({ low, high }: Frame, value: number): number {
  return Math.round(TOP + ((high - value) * (HEIGHT - TOP - BOTTOM)) / (high - low || 1));
}

function valueLines(frame: Frame): string {
  let out = '';
  for (let v = frame.low; v <= frame.high; v += frame.step) {
    const y = yOf(frame, v);
    out += `<line class=${v === 0 ? 'zero' : 'grid'} x2="100%" y1="${y}" y2="${y}"/><text y="${y - 4}">${axisText(v / POINT, frame.page.language)}</text>`;
  }
  return out;
}

function cameLine(frame: Frame, t: EstimateTexts, came: number | null): string {
  if (came === null) return '';
  const y = yOf(frame, came);
  const text = fill(t.past.came, { n: millionthsText(came, 2, frame.page.language) });
  return `<line class=came x2="100%" y1="${y}" y2="${y}"/><text class=came x="100%" y="${y - 5}" text-anchor=end>${text.markup}</text>`;
}

function timeTicks(frame: Frame): string {
  const { page, from, to } = frame;
  const zone = page.election.timeZone;
  const span = to - from;
  const step = TICK_STEPS.find((s) => span / s <= TICKS) ?? Math.ceil(span / TICKS / (24 * HOUR)) * 24 * HOUR;
  const offset = zoneOffset(from, zone) * 60_000;
  let out = '';
  let dayShown = '';
  for (let at = Math.ceil((from + offset) / step) * step - offset; at <= to; at += step) {
    const x = Math.round(((at - from) * 1000) / (span || 1)) / 10;
    const day = dayText(at, zone, page.language);
    const place = x < 8 ? 'start' : x > 92 ? 'end' : 'middle';
    const under = day === dayShown ? '' : `<text x="${x}%" y="${HEIGHT - 6}" text-anchor=${place}>${day}</text>`;
    dayShown = day;
    out += `<line class=tick x1="${x}%" x2="${x}%" y1="${HEIGHT - BOTTOM}" y2="${HEIGHT - BOTTOM + 5}"/><text x="${x}%" y="${HEIGHT - 22}" text-anchor=${place}>${clockTime(at, zone)}</text>${under}`;
  }
  return out;
}

function insideText(t: EstimateTexts, lead: Three | null, came: number | null): string {
  if (came === null || lead === null) return '';
  return lead[0] <= came && came <= lead[2] ? t.past.yes : t.past.no;
}

function table(
  page: Page,
  t: EstimateTexts,
  contest: Contest,
  { points, made }: EstimateData,
  pair: Pair,
  names: Drawn['names'],
  came: number | null,
): Markup {
  const { language, election } = page;
  const every = Math.max(1, Math.ceil(points.length / TABLE_ROWS));
  // Counted from the end, so that the newest is always among them.
  const shown = points.filter((_, i) => (points.length - 1 - i) % every === 0);
  const text = (n: number) => millionthsText(n, 2, language);
  const rows = shown.map((point) => {
    const lead = leadOf(point, pair);
    const head = `<tr><th scope=row>${shortTime(point.stateAt, election.timeZone, language)}<td>${wholeText(point.sheetsIn, language)}`;
    const isTotal = isCompletePreliminary(point);
    const inside = isTotal ? t.past.complete : insideText(t, lead, came);
    const last = came === null ? '' : `<td>${inside}`;
    if (lead === null) return `${head}<td>${t.past.nothing}${last}`;
    if (isTotal) return `${head}<td>${text(lead[1])}${last}`;
    const range = fill(t.shares.to, { low: text(lead[0]), high: text(lead[2]) }).markup;
    return `${head}<td>${range} (${text(lead[1])})${last}`;
  });
  const held = came === null ? NOTHING : html`<th scope=col>${t.past.inside}`;
  const note =
    shown.length === made ? NOTHING : html`<p class=note>${fill(t.past.thinned, { made, shown: shown.length })}</p>`;
  return html`<details><summary>${t.past.table}</summary>${note}<div class=wide role=region tabindex=0 aria-label="${contest.name[language]}: ${t.past.table}. ${page.texts.areas.scroll}"><table class=intervals><caption>${fill(t.past.caption, names)}</caption><thead><tr><th scope=col>${t.past.state}<th scope=col>${t.past.sheets}<th scope=col>${t.past.lead}${held}<tbody>${trusted(rows.join(''))}</table></div></details>`;
}
