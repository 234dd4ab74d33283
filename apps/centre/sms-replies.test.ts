import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import type { StationId } from '../../src/model/ids.ts';
import { type SmsOutcome, smsReply } from './sms-replies.ts';
import { readSmsSettings } from './sms-settings.ts';

const GATEWAY = { token: 'token-of-the-gateway-01', from: 'From', text: 'Body', reply: 'json' } as const;

describe('replies', () => {
  const station = 's'.repeat(64) as StationId;
  const big = 199_999_999_800;
  const outcomes: readonly SmsOutcome[] = [
    { kind: 'taken', station, sum: big },
    { kind: 'taken', station: 's'.repeat(20) as StationId, sum: 99_999 },
    { kind: 'taken-already', station, sum: big },
    ...(['not-ours', 'too-short', 'wrong-code', 'not-a-secret'] as const).map((kind) => ({ kind })),
    { kind: 'wrong-number-of-figures', expected: 1234, found: 1234 },
    { kind: 'not-a-figure', at: 1234 },
    { kind: 'wrong-sum', sum: 99_999, said: 99_999 },
    ...(['bad-code', 'too-many-wrong', 'count-not-open', 'quota', 'refused', 'not-stored'] as const).map((kind) => ({
      kind,
    })),
  ];

  it.each(outcomes)('$kind: both languages in one SMS of the common alphabet', (outcome) => {
    const reply = smsReply(outcome);
    expect(reply.length).toBeLessThanOrEqual(160);
    expect(reply).toMatch(/^[A-Za-z0-9 .,:;/()'"+-]+$/);
    expect(reply).toContain(' / ');
  });

  it('fall back to Spanish where both are too long', () => {
    const reply = smsReply({ kind: 'wrong-sum', sum: big, said: big });
    expect(reply.length).toBeLessThanOrEqual(160);
    expect(reply).toContain('SUMA');
  });
});

describe('the settings of a gateway', () => {
  const scratch = mkdtempSync(join(tmpdir(), 'cotejo-sms-'));
  const path = join(scratch, 'sms.json');
  const read = (text: string) => {
    writeFileSync(path, text);
    return readSmsSettings(path);
  };
  afterAll(() => rmSync(scratch, { recursive: true, force: true }));

  it('are read, or say what is wrong', () => {
    expect(read(JSON.stringify(GATEWAY))).toEqual({ ok: true, value: GATEWAY });
    const wrong = (details: readonly unknown[]) => ({ ok: false, error: { kind: 'sms-settings', path, details } });
    expect(read('{')).toEqual(wrong(['it is not JSON']));
    expect(read(JSON.stringify({ ...GATEWAY, token: 'short' }))).toEqual(
      wrong(['token: 16 to 200 visible characters']),
    );
    expect(read(JSON.stringify({ ...GATEWAY, reply: 'fax' }))).toMatchObject({ ok: false });
    expect(read(JSON.stringify({ ...GATEWAY, more: 1 }))).toMatchObject({ ok: false });
    expect(readSmsSettings(join(scratch, 'none'))).toMatchObject({ ok: false, error: { kind: 'sms-settings' } });
  });
});
