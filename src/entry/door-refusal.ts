import { unreachable } from '../base/assert.ts';
import type { RefusedReason } from '../record/index.ts';
import type { Refusal } from './acts.ts';

/** What goes wrong at the door before an act is decided: docs/spec/capture.md, and the limits of its queues. */
export type DoorError =
  | 'bad-code'
  | 'bad-picture'
  | 'bad-signature'
  | 'busy'
  | 'gap'
  | 'malformed'
  | 'no-pages'
  | 'not-stored'
  | 'queue-full'
  | 'sms-malformed'
  | 'sms-refused'
  | 'too-large'
  | 'too-many'
  | 'too-many-pages';

/**
 * As what a refusal at the door is counted in an `ArrivalsRefused`. Null: as nothing, because what came is in the record already,
 * goes on (`gap`), may have been stored, or is no matter of the door.
 */
export function refusedReason(kind: Refusal['kind'] | DoorError): RefusedReason | null {
  switch (kind) {
    case 'bad-code':
    case 'bad-picture':
    case 'bad-signature':
    case 'count-not-open':
    case 'malformed':
    case 'quota':
    case 'sms-malformed':
    case 'sms-refused':
    case 'too-large':
    case 'too-many':
    case 'unknown-device':
    case 'unknown-station':
      return kind;
    case 'device-out-of-scope':
      return 'out-of-scope';
    case 'busy':
    case 'queue-full':
      return 'too-many';
    case 'bad-content':
    case 'no-pages':
    case 'picture-missing':
    case 'too-many-pages':
    case 'unknown-contest':
    case 'wrong-number-of-boxes':
      return 'malformed';
    // A code whose giver may not enrol any more, or a key that is enrolled already.
    case 'device-exists':
    case 'role-missing':
    case 'unknown-unit':
      return 'bad-code';
    case 'already-received':
    case 'gap':
    case 'not-stored':
      return null;
    // Only acts of people at desks meet these.
    case 'count-already-open':
    case 'count-closed':
    case 'embargo-lifted-already':
    case 'last-administrator':
    case 'not-in-difference':
    case 'not-waiting':
    case 'polls-open':
    case 'publication-as-it-is':
    case 'role-as-it-is':
    case 'roles-conflict':
    case 'same-person':
    case 'unknown-entry':
    case 'unknown-sheet':
      return null;
    default:
      return unreachable(kind);
  }
}
