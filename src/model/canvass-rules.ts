import type { CheckSetting, DeskRules, ObservationCode } from './desk-rules.ts';
import type { Election } from './election.ts';
import type { GpUnitId, LocalizedText } from './ids.ts';

/** What a board may make of one contest of a sheet; docs/spec/official-count.md section 4. */
export const RULING_EFFECTS = ['annul', 'correct', 'count', 'lost', 'recount', 'repeat', 'retype', 'stands'] as const;
export type RulingEffect = (typeof RULING_EFFECTS)[number];

/** A reason, fixed by law, for which a sheet may be objected to or ruled on. */
export type ObjectionGround = {
  readonly code: string;
  readonly name: LocalizedText;
  /** Law or regulation, with its article. */
  readonly law: LocalizedText;
  /** What a board may decide on this ground; ascending, one at least. */
  readonly effects: readonly RulingEffect[];
  /** Whether the figures are out of the total from the objection until the ruling. */
  readonly holds: boolean;
};

/** A board with its own stations, people and record. Its stations are those of its units, each of one office. */
export type CanvassOffice = {
  /** 1 to 16 of A-Z, 0-9 and the hyphen. */
  readonly id: string;
  readonly name: LocalizedText;
  readonly units: readonly GpUnitId[];
};

/** Whoever may sign a result, with the public key: the definition's hash stands in the trust file. */
export type Certifier = {
  readonly id: string;
  readonly name: string;
  readonly title: LocalizedText;
  /** Ed25519, 32 bytes in base64. */
  readonly key: string;
};

/** How the official count is run: fixed before a count opens, part of the definition. */
export type CanvassRules = {
  /** None: the whole count is at the centre. */
  readonly offices: readonly CanvassOffice[];
  /** Whether an opened sheet is scanned before anybody types it. */
  readonly scans: boolean;
  /** Members that have to vote on a ruling; it needs more votes for than against. */
  readonly quorum: number;
  readonly grounds: readonly ObjectionGround[];
  /** Beside those of the desk, and instead of them where they name the same code. */
  readonly checks: Readonly<Record<string, CheckSetting>>;
  readonly observations: Readonly<Partial<Record<ObservationCode, 'waits' | 'counts'>>>;
  readonly certifiers: readonly Certifier[];
  /** So many of them sign a result; 1 at least, where there are certifiers. */
  readonly required: number;
  /** Whether a result may be certified, marked partial, while some of it is open. */
  readonly partial: boolean;
};

/** The rules by which sheets of this count are judged: the official ones may be stricter. */
export function deskRulesOfCount<T extends Pick<DeskRules, 'checks' | 'observations'>>(
  rules: T,
  canvass: Election['canvass'],
): T {
  if (canvass === null) return rules;
  const { checks, observations } = canvass;
  return { ...rules, checks: { ...rules.checks, ...checks }, observations: { ...rules.observations, ...observations } };
}
