import { type Instant, parseInstant } from '../../src/base/instant.ts';
import { err, ok, type Result } from '../../src/base/result.ts';
import { ORDERS, type OrderId } from '../../src/projection/orders.ts';

export type BacktestOptions = {
  readonly orders?: string;
  readonly points?: string;
  readonly asOf?: string;
  readonly contest?: string;
  readonly seeds?: string;
  readonly seed?: string;
  readonly draws?: string;
  readonly threads?: string;
  readonly variants?: boolean;
  readonly json?: boolean;
  readonly svg?: string;
  readonly out?: string;
  readonly force?: boolean;
};

/** How far into a count a projection is tried. */
export type PointAsked =
  | { readonly kind: 'percent'; readonly percent: number }
  | { readonly kind: 'sheets'; readonly sheets: number }
  | { readonly kind: 'as-of'; readonly instant: Instant; readonly text: string };

/** What is tried on every election: the words of the call, understood. */
export type Plan = {
  readonly orders: readonly OrderId[];
  /** Of every order. */
  readonly points: readonly PointAsked[];
  /** Of the real order alone. */
  readonly instants: readonly PointAsked[];
  readonly contest: string | null;
  readonly seeds: number;
  readonly seed: number;
  readonly draws: number;
  readonly variants: boolean;
};

const DEFAULT_POINTS = '10,20,30,40,50,60,70,80,90';
const MOST_POINTS = 100;
const MOST_SEEDS = 1000;
const DRAWS = { least: 20, most: 20_000, usual: 500 };

export function readPlan(options: BacktestOptions): Result<Plan, string> {
  const orders = readOrders(options.orders ?? 'real');
  const instants = readInstants(options.asOf);
  // Who asks for moments wants those, and further points only if they are named too.
  const points = readPoints(options.points ?? (options.asOf === undefined ? DEFAULT_POINTS : null));
  const seeds = wholeNumber('--seeds', options.seeds ?? '1', 1, MOST_SEEDS);
  const seed = wholeNumber('--seed', options.seed ?? '1', 0, 0xffffffff);
  const draws = wholeNumber('--draws', options.draws ?? `${DRAWS.usual}`, DRAWS.least, DRAWS.most);
  if (!orders.ok) return orders;
  if (!instants.ok) return instants;
  if (!points.ok) return points;
  if (!seeds.ok) return seeds;
  if (!seed.ok) return seed;
  if (!draws.ok) return draws;
  return ok({
    orders: orders.value,
    points: points.value,
    instants: instants.value,
    contest: options.contest ?? null,
    seeds: seeds.value,
    seed: seed.value,
    draws: draws.value,
    variants: options.variants === true,
  });
}

/** How many threads share the work. */
export function readThreads(options: BacktestOptions, cores: number): Result<number, string> {
  return wholeNumber('--threads', options.threads ?? `${Math.min(cores, 64)}`, 1, 64);
}

function readOrders(text: string): Result<readonly OrderId[], string> {
  if (text === 'all') return ok(ORDERS);
  const found: OrderId[] = [];
  for (const name of text.split(',')) {
    const order = ORDERS.find((o) => o === name);
    if (order === undefined) return err(`--orders is all or some of ${ORDERS.join(',')}, not ${name}`);
    if (!found.includes(order)) found.push(order);
  }
  return ok(found);
}

function readPoints(text: string | null): Result<readonly PointAsked[], string> {
  if (text === null) return ok([]);
  const cells = text.split(',');
  if (cells.length > MOST_POINTS) return err(`--points names at most ${MOST_POINTS}`);
  const points: PointAsked[] = [];
  // From the first `sheets:` on, plain whole numbers are sheets too: 30,60,90,sheets:28975,32806.
  let isSheets = false;
  for (const cell of cells) {
    isSheets ||= cell.startsWith('sheets:');
    const figure = cell.replace(/^sheets:/, '');
    const value = Number(figure);
    if (isSheets) {
      if (!/^\d{1,9}$/.test(figure) || value < 1) return err(`--points sheets: is whole numbers above 0, not ${cell}`);
      points.push({ kind: 'sheets', sheets: value });
    } else {
      if (!/^\d{1,3}(\.\d{1,4})?$/.test(figure) || value <= 0 || value > 100) {
        return err(`--points is percent above 0 and up to 100 like 10,20.5,90, or sheets:1557,2336, not ${cell}`);
      }
      points.push({ kind: 'percent', percent: value });
    }
  }
  return ok(points);
}

function readInstants(text: string | undefined): Result<readonly PointAsked[], string> {
  const instants: PointAsked[] = [];
  for (const cell of text === undefined ? [] : text.split(',')) {
    const parsed = parseInstant(cell);
    if (!parsed.ok) return err(`--as-of is instants with an offset, like 2019-10-20T19:40:57-04:00, not ${cell}`);
    instants.push({ kind: 'as-of', instant: parsed.value, text: cell });
  }
  return instants.length > MOST_POINTS ? err(`--as-of names at most ${MOST_POINTS}`) : ok(instants);
}

function wholeNumber(name: string, text: string, least: number, most: number): Result<number, string> {
  const value = Number(text);
  const isWhole = /^\d{1,10}$/.test(text) && value >= least && value <= most;
  return isWhole ? ok(value) : err(`${name} is a whole number from ${least} to ${most}, not ${text}`);
}
