import { REFUSED_REASONS, type RefusedReason } from '../../../src/record/index.ts';

/*
 * The codes by which the door refuses (docs/spec/capture.md section 4), whatever met it on the way: schemas, the framework, the
 * limits, the decision. A phone acts on them, so there are few and their meaning never changes.
 */

/** The sender comes again, or goes on as the answer says. */
const PASSING = ['busy', 'not-stored', 'gap', 'unknown-upload', 'internal', 'idempotency-key-reused'] as const;
type IntakeCode = RefusedReason | (typeof PASSING)[number];

/** What is called otherwise elsewhere. */
const CODES: Readonly<Record<string, IntakeCode>> = {
  'too-many-requests': 'too-many',
  'too-many-attempts': 'too-many',
  'headers-too-large': 'too-large',
};
const OWN: ReadonlySet<string> = new Set([...REFUSED_REASONS, ...PASSING]);

/** The door's own code; what it has no word for could not be read, or was no picture. */
export function intakeCodeOf(code: string, status: number): IntakeCode {
  if (OWN.has(code)) return code as IntakeCode;
  const known = CODES[code];
  if (known !== undefined) return known;
  if (status >= 500) return 'internal';
  return status === 413 ? 'too-large' : 'malformed';
}

/** As what a refusal with this code is counted in an `ArrivalsRefused`; null: as nothing. */
export function countedAs(code: string): RefusedReason | null {
  switch (code as IntakeCode | 'device-exists') {
    case 'device-exists':
      return 'bad-code';
    case 'busy':
      return 'too-many';
    // Somebody guessed, or came back after seven days.
    case 'unknown-upload':
    case 'idempotency-key-reused':
      return 'malformed';
    // It goes on, or may have been stored after all, or is our fault.
    case 'gap':
    case 'not-stored':
    case 'internal':
      return null;
    default:
      return (REFUSED_REASONS as readonly string[]).includes(code) ? (code as RefusedReason) : null;
  }
}
