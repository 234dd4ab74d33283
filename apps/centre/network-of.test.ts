import { describe, expect, it } from 'vitest';
import { networkOf } from './network-of.ts';

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
