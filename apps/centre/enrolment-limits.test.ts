import { describe, expect, it } from 'vitest';
import { ENROLMENTS_A_MINUTE, EnrolmentLimits, networkOf } from './enrolment-limits.ts';

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

describe('the network of an address', () => {
  it('is that of IPv4 itself, and 64 bits of IPv6, however it is written', () => {
    const cases: readonly (readonly [string, string])[] = [
      ['192.0.2.1', '192.0.2.1'],
      ['::ffff:192.0.2.1', '192.0.2.1'],
      ['::FFFF:c000:201', '192.0.2.1'],
      ['0:0:0:0:0:ffff:192.0.2.1', '192.0.2.1'],
      ['2001:db8:1:2:3:4:5:6', '2001:db8:1:2::/64'],
      ['2001:0DB8:0001:0002::', '2001:db8:1:2::/64'],
      ['2001:db8::1', '2001:db8:0:0::/64'],
      ['64:ff9b:1::192.0.2.1', '64:ff9b:1:0::/64'],
      ['::1', '0:0:0:0::/64'],
      ['::', '0:0:0:0::/64'],
      ['fe80::1%eth0', 'fe80:0:0:0::/64'],
      ['not an address', 'not an address'],
      ['', ''],
    ];
    for (const [address, network] of cases) expect(networkOf(address), address).toBe(network);
    expect(networkOf('x'.repeat(9000))).toHaveLength(64);
  });
});
