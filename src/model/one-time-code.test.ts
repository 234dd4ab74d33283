import { describe, expect, it } from 'vitest';
import { decodeUtf8, utf8 } from '../base/bytes.ts';
import type { StationId } from './ids.ts';
import {
  enrolmentCode,
  enrolmentCodeBytes,
  parseEnrolmentCode,
  parseSmsSecret,
  smsSecret,
  smsSecretBytes,
  writeEnrolmentCode,
} from './one-time-code.ts';
import { checkCharacter } from './sheet-code.ts';

const CODE = '0123456789ABD';
const code = CODE + checkCharacter(CODE);
const counting = Uint8Array.from({ length: 13 }, (_, i) => i);

describe('a code that enrols a phone', () => {
  it('is 13 signs and the check sign of ISO 7064 MOD 37-2, written in groups', () => {
    expect(enrolmentCode(counting.with(12, 13))).toBe(code);
    expect(writeEnrolmentCode(code)).toBe(`0123-4567-89AB-DY`);
  });

  it('is drawn again where the check sign is one that people misread', () => {
    expect(checkCharacter('0123456789ABC')).toBe('*');
    expect(enrolmentCode(counting)).toBeNull();
  });

  it('is read however people write it', () => {
    for (const typed of [
      code.toLowerCase(),
      writeEnrolmentCode(code),
      ` ${writeEnrolmentCode(code).replaceAll('-', ' ')}\n`,
      code.replaceAll('0', 'o').replace('1', 'l'),
      code.replaceAll('0', 'O').replaceAll('1', 'I'),
      code.replace('1', 'i').replace('4', '\u20134'),
    ]) {
      expect(parseEnrolmentCode(typed), typed).toEqual({ ok: true, value: code });
    }
  });

  it.each(['', code.slice(1), `${code}0`, code.replace('5', 'U'), code.replace('5', '*'), code.replace('5', 'ñ')])(
    '%j is none',
    (text) => {
      expect(parseEnrolmentCode(text)).toEqual({ ok: false, error: { kind: 'not-a-code' } });
    },
  );

  it('is not looked for in a text without end', () => {
    expect(parseEnrolmentCode(`${' '.repeat(1_000_000)}${code}`).ok).toBe(false);
  });

  it('is hashed behind a line of its own', () => {
    expect(decodeUtf8(enrolmentCodeBytes(code))).toEqual({ ok: true, value: `cotejo/code/v1\n${code}` });
    expect(smsSecretBytes('A1' as StationId, '00000000')).toEqual(utf8('cotejo/sms-secret/v1\nA1\n00000000'));
  });
});

describe('the secret of an SMS', () => {
  it('is 8 signs, read as codes are', () => {
    const secret = smsSecret(Uint8Array.from([0, 1, 10, 31, 32, 255, 128, 33]));
    expect(secret).toBe('01AZ0Z01');
    expect(parseSmsSecret('oi-az ozol')).toEqual({ ok: true, value: secret });
  });

  it.each(['', '1234567', '123456789', 'ABCDEFGU'])('%j is none', (text) => {
    expect(parseSmsSecret(text)).toEqual({ ok: false, error: { kind: 'not-a-secret' } });
  });
});
