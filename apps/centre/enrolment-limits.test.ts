import { describe, expect, it } from 'vitest';
import { ENROLMENTS_A_MINUTE, EnrolmentLimits } from './enrolment-limits.ts';

const { perAddress, together } = ENROLMENTS_A_MINUTE;

describe('attempts to enrol', () => {
  it('are limited for each network', () => {
    const limits = new EnrolmentLimits();
    for (let n = 0; n < perAddress; n++) expect(limits.isOver(`2001:db8::${n.toString(16)}`, 0)).toBe(false);
    expect(limits.isOver('2001:db8::ffff', 0)).toBe(true);
    expect(limits.isOver('2001:db8:0:1::1', 0)).toBe(false);
    expect(limits.isOver('2001:db8::ffff', 60_000)).toBe(false);
  });

  it('that guess no code keep nobody else out, however many', () => {
    const limits = new EnrolmentLimits();
    for (let n = 0; n < 3 * together; n++) limits.isOver(`10.0.${n % 200}.1`, 0);
    expect(limits.isOver('192.0.2.1', 0)).toBe(false);
  });

  it('that guess wrong are limited for all together, and a crowd of networks does not push out their number', () => {
    const limits = new EnrolmentLimits();
    for (let n = 1; n < together; n++) limits.addWrong(0);
    expect(limits.isOver('192.0.2.1', 0)).toBe(false);
    limits.addWrong(0);
    for (let n = 0; n < 25_000; n++) limits.isOver(`10.${n >> 8}.${n & 255}.1`, 0);
    expect(limits.isOver('192.0.2.2', 59_999)).toBe(true);
    expect(limits.isOver('192.0.2.2', 60_000)).toBe(false);
  });
});
