import { readFileSync } from 'node:fs';
import { z } from 'zod';
import { err, ok, type Result } from '../../src/base/result.ts';

/** How a gateway hands SMS in, and how it is told what to answer (docs/spec/capture.md section 6). */
const smsSettingsSchema = z.strictObject({
  /** Agreed with the gateway: it comes as `Authorization: Bearer`. */
  token: z.string().regex(/^[\x21-\x7e]{16,200}$/, '16 to 200 visible characters'),
  /** Names of the fields in which the gateway says who sent what. */
  from: z.string().min(1).max(100),
  text: z.string().min(1).max(100),
  /** The body of our answer: the sentence alone, `{"reply": ...}`, or TwiML. */
  reply: z.enum(['text', 'json', 'twiml']),
});

export type SmsSettings = z.infer<typeof smsSettingsSchema>;

export type SmsSettingsError = {
  readonly kind: 'sms-settings';
  readonly path: string;
  /** One sentence a line. */
  readonly details: readonly string[];
};

/** Reads the settings of a gateway. */
export function readSmsSettings(path: string): Result<SmsSettings, SmsSettingsError> {
  const failed = (...details: string[]) => err({ kind: 'sms-settings' as const, path, details });
  let raw: unknown;
  try {
    raw = JSON.parse(readFileSync(path, 'utf8'));
  } catch (cause) {
    return failed(cause instanceof SyntaxError ? 'it is not JSON' : (cause as Error).message);
  }
  const read = smsSettingsSchema.safeParse(raw);
  if (read.success) return ok(read.data);
  return failed(
    ...read.error.issues.map(
      ({ path: where, message }) => `${where.length === 0 ? 'it' : where.join('.')}: ${message}`,
    ),
  );
}
