import { unreachable } from '../base/assert.ts';
import type { Json } from '../base/canonical.ts';
import { type Fraction, formatFraction, fraction, parseFraction } from '../base/fraction.ts';
import { err, ok, type Result } from '../base/result.ts';
import type { SelectionId } from './ids.ts';
import type { Quorum, Rule, ShareBase, WinCondition } from './rule.ts';

type RuleErrorKind =
  | 'not-an-object'
  | 'not-a-list'
  | 'unknown-key'
  | 'unknown-kind'
  | 'unknown-base'
  | 'not-a-fraction'
  | 'no-condition'
  | 'wrong-selection-count'
  | 'unknown-selection'
  | 'not-one-threshold'
  | 'unknown-quorum';

/** What is wrong with a rule, where in it, what stood there and what was expected. */
export type RuleError = {
  readonly kind: RuleErrorKind | 'ballot-not-supported';
  /** Inside the rule: `outright[0].shareOver`; empty for the rule itself. */
  readonly path: string;
  /** As it was found, foreign and of any size; undefined when nothing stood there. */
  readonly value: unknown;
  readonly expected: string;
  /** For a kind of ballot that no rule here counts: what was seen and why it is refused. */
  readonly text?: string;
};

type Parsed<T> = Result<T, RuleError>;
type Fields = { readonly [key: string]: unknown };

const KINDS = 'plurality, majority, two-round, runoff or referendum';

/** Ballots on which a voter marks more than one selection: no figure of a tally sheet of ours can hold them. */
const OTHER_BALLOTS =
  /^(ranked|ranked-choice|rcv|irv|instant-runoff|preferential|alternative-vote|stv|single-transferable-vote|borda|condorcet|approval|approval-voting|score|score-voting|range|star|cumulative|limited|n-of-m|block)$/;

/**
 * The rule of a contest from the JSON of an election folder. `base` is `valid` where it is not given; a two-round rule
 * without `outright` needs more than half; a referendum without `quorum` has none. An unknown key is an error: a
 * misspelt threshold must not silently drop out of an election.
 */
export function parseRule(value: unknown, selectionIds: readonly SelectionId[]): Parsed<Rule> {
  const fields = objectAt(value, '');
  if (!fields.ok) return fields;
  const { kind, ballot } = fields.value as { readonly kind?: unknown; readonly ballot?: unknown };
  if (typeof kind === 'string' && OTHER_BALLOTS.test(kind)) return ballotNotSupported('kind', kind);
  if (ballot !== undefined) return ballotNotSupported('ballot', ballot);
  switch (kind) {
    case 'plurality':
      return withKeys(fields.value, '', ['kind'], () => ok({ kind }));
    case 'runoff':
      return withKeys(fields.value, '', ['kind'], () => parseRunoff(selectionIds));
    case 'majority':
      return withKeys(fields.value, '', ['kind', 'base'], (f) => {
        const base = parseBase(f.base);
        return base.ok ? ok({ kind, base: base.value }) : base;
      });
    case 'two-round':
      return withKeys(fields.value, '', ['kind', 'base', 'outright'], parseTwoRound);
    case 'referendum':
      return withKeys(fields.value, '', ['kind', 'base', 'yes', 'approve', 'quorum'], (f) =>
        parseReferendum(f, selectionIds),
      );
    default:
      return fail('unknown-kind', 'kind', kind, KINDS);
  }
}

/** The JSON of a rule: `parseRule` of it gives the rule back. */
export function encodeRule(rule: Rule): Json {
  switch (rule.kind) {
    case 'plurality':
    case 'runoff':
      return { kind: rule.kind };
    case 'majority':
      return { kind: rule.kind, base: rule.base };
    case 'two-round':
      return { kind: rule.kind, base: rule.base, outright: rule.outright.map(encodeFractions) };
    case 'referendum': {
      const { kind, base, yes, quorum } = rule;
      const encoded = quorum && { of: quorum.of, threshold: encodeFractions(quorum.threshold) };
      return { kind, base, yes, approve: encodeFractions(rule.approve), quorum: encoded };
    }
    default:
      return unreachable(rule);
  }
}

function parseRunoff(selectionIds: readonly SelectionId[]): Parsed<Rule> {
  if (selectionIds.length === 2) return ok({ kind: 'runoff' });
  return fail('wrong-selection-count', 'kind', selectionIds.length, 'exactly two selections in a runoff');
}

function parseTwoRound(fields: { readonly base?: unknown; readonly outright?: unknown }): Parsed<Rule> {
  const base = parseBase(fields.base);
  if (!base.ok) return base;
  const list = fields.outright;
  if (list === undefined) return ok({ kind: 'two-round', base: base.value, outright: [{ shareOver: fraction(1, 2) }] });
  if (!Array.isArray(list)) return fail('not-a-list', 'outright', list, 'a list of conditions');
  if (list.length === 0) return fail('no-condition', 'outright', list, 'at least one condition');
  const outright: WinCondition[] = [];
  for (const [i, item] of list.entries()) {
    const condition = parseCondition(item, `outright[${i}]`);
    if (!condition.ok) return condition;
    outright.push(condition.value);
  }
  return ok({ kind: 'two-round', base: base.value, outright });
}

function parseCondition(value: unknown, path: string): Parsed<WinCondition> {
  const parts = parseFractions(value, path, ['shareOver', 'shareAtLeast', 'leadAtLeast']);
  if (!parts.ok) return parts;
  const empty = Object.keys(parts.value).length === 0;
  return empty ? fail('no-condition', path, value, 'shareOver, shareAtLeast or leadAtLeast') : parts;
}

function parseReferendum(
  fields: { readonly base?: unknown; readonly yes?: unknown; readonly approve?: unknown; readonly quorum?: unknown },
  selectionIds: readonly SelectionId[],
): Parsed<Rule> {
  const base = parseBase(fields.base);
  if (!base.ok) return base;
  const yes = selectionIds.find((id) => id === fields.yes);
  if (yes === undefined) {
    return fail('unknown-selection', 'yes', fields.yes, `one of the selections: ${selectionIds.join(', ')}`);
  }
  const approve = oneOf(fields.approve, 'approve', ['shareOver', 'shareAtLeast']);
  if (!approve.ok) return approve;
  const quorum = parseQuorum(fields.quorum);
  if (!quorum.ok) return quorum;
  const [name, threshold] = approve.value;
  const condition = name === 'shareOver' ? { shareOver: threshold } : { shareAtLeast: threshold };
  return ok({ kind: 'referendum', base: base.value, yes, approve: condition, quorum: quorum.value });
}

function parseQuorum(value: unknown): Parsed<Quorum | null> {
  if (value === undefined || value === null) return ok(null);
  const fields = objectAt(value, 'quorum');
  if (!fields.ok) return fields;
  return withKeys(fields.value, 'quorum', ['of', 'threshold'], (f) => {
    const of = f.of;
    if (of !== 'turnout' && of !== 'approval') {
      return fail('unknown-quorum', 'quorum.of', of, 'turnout or approval');
    }
    const one = oneOf(f.threshold, 'quorum.threshold', ['atLeast', 'over']);
    if (!one.ok) return one;
    const [name, threshold] = one.value;
    return ok({ of, threshold: name === 'over' ? { over: threshold } : { atLeast: threshold } });
  });
}

function parseBase(value: unknown): Parsed<ShareBase> {
  if (value === undefined) return ok('valid');
  return value === 'valid' || value === 'all' ? ok(value) : fail('unknown-base', 'base', value, 'valid or all');
}

/** An object with some of these keys, each a fraction. */
function parseFractions<K extends string>(
  value: unknown,
  path: string,
  keys: readonly K[],
): Parsed<{ readonly [key in K]?: Fraction }> {
  const fields = objectAt(value, path);
  if (!fields.ok) return fields;
  return withKeys(fields.value, path, keys, (f) => {
    const found: { [key in K]?: Fraction } = {};
    for (const key of keys) {
      if (f[key] === undefined) continue;
      const parsed = parseFraction(f[key]);
      if (!parsed.ok) return fail('not-a-fraction', inside(path, key), f[key], 'text like "2/5" or "0.4", from 0 to 1');
      found[key] = parsed.value;
    }
    return ok(found);
  });
}

/** An object with exactly one of two keys, a fraction. */
function oneOf<K extends string>(value: unknown, path: string, keys: readonly [K, K]): Parsed<readonly [K, Fraction]> {
  const parts = parseFractions(value, path, keys);
  if (!parts.ok) return parts;
  const [a, b] = [parts.value[keys[0]], parts.value[keys[1]]];
  if (a !== undefined && b === undefined) return ok([keys[0], a]);
  if (b !== undefined && a === undefined) return ok([keys[1], b]);
  return fail('not-one-threshold', path, value, `exactly one of ${keys[0]} and ${keys[1]}`);
}

function withKeys<T, K extends string>(
  fields: Fields,
  path: string,
  keys: readonly K[],
  then: (fields: { readonly [key in K]?: unknown }) => Parsed<T>,
): Parsed<T> {
  const known: readonly string[] = keys;
  const unknown = Object.keys(fields).find((key) => !known.includes(key));
  if (unknown === undefined) return then(fields as { readonly [key in K]?: unknown });
  return fail('unknown-key', inside(path, unknown), fields[unknown], `no key but ${keys.join(', ')}`);
}

function objectAt(value: unknown, path: string): Parsed<Fields> {
  const isObject = typeof value === 'object' && value !== null && !Array.isArray(value);
  return isObject ? ok(value as Fields) : fail('not-an-object', path, value, 'an object');
}

function inside(path: string, key: string): string {
  return path === '' ? key : `${path}.${key}`;
}

function ballotNotSupported(path: string, value: unknown): Parsed<never> {
  const text =
    `${shortText(value)} asks for a ballot on which a voter ranks, scores or marks several selections. Such ballots ` +
    'cannot be added up from the totals of tally sheets; this system counts one mark a ballot and contest.';
  return err({ kind: 'ballot-not-supported', path, value, expected: KINDS, text });
}

function fail(kind: RuleErrorKind, path: string, value: unknown, expected: string): Parsed<never> {
  return err({ kind, path, value, expected });
}

/** Short enough for a message, whatever a file holds. */
function shortText(value: unknown): string {
  const text = typeof value === 'string' ? `"${value}"` : `a ${typeof value}`;
  return text.length > 80 ? `${text.slice(0, 79)}…` : text;
}

function encodeFractions(parts: { readonly [key: string]: Fraction | undefined }): Json {
  const encoded: { [key: string]: Json } = {};
  for (const [key, value] of Object.entries(parts)) if (value !== undefined) encoded[key] = fractionText(value);
  return encoded;
}

/** "2/5"; a decimal of nine places has a denominator of ten digits, which only the decimal spelling carries. */
export function fractionText(f: Fraction): string {
  if (f.den !== 10n ** 9n) return formatFraction(f);
  return `${f.num / f.den}.${(f.num % f.den).toString().padStart(9, '0')}`;
}
