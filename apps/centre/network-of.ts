import { isIPv6 } from 'node:net';

/** What proxies say of an address may be anything. */
const ADDRESS_MOST = 64;

/** Whoever has one address of IPv6 has the 2^64 beside it (RFC 6177); one of IPv4 written as IPv6 is that of IPv4. */
export function networkOf(address: string): string {
  const [bare = ''] = address.split('%');
  if (!isIPv6(bare)) return address.slice(0, ADDRESS_MOST);
  const groups = groupsOf(bare);
  const [high = 0, low = 0] = groups.slice(6);
  const isMapped = groups[5] === 0xffff && groups.slice(0, 5).every((group) => group === 0);
  if (isMapped) return [high >> 8, high & 255, low >> 8, low & 255].join('.');
  const network = groups.slice(0, 4).map((group) => group.toString(16));
  return `${network.join(':')}::/64`;
}

/** The eight groups of an address that is one. */
function groupsOf(address: string): readonly number[] {
  const [head = '', tail] = address.split('::');
  const [first, last] = [partOf(head), partOf(tail ?? '')];
  return [...first, ...new Array<number>(8 - first.length - last.length).fill(0), ...last];
}

function partOf(text: string): readonly number[] {
  if (text === '') return [];
  return text.split(':').flatMap((group) => {
    if (!group.includes('.')) return [Number.parseInt(group, 16)];
    const [a = 0, b = 0, c = 0, d = 0] = group.split('.').map(Number);
    return [a * 256 + b, c * 256 + d];
  });
}
