// Which internet addresses are anyone's, and which lie in a machine's own surroundings.
import { BlockList, isIPv6 } from 'node:net';

/**
 * IPv4 addresses that no public host has (IANA's special-purpose registry, RFC 6890), and one that a cloud's machines
 * ask about themselves.
 */
const SPECIAL_V4: readonly (readonly [what: string, ...subnets: string[]])[] = [
  ['a loopback address', '127.0.0.0/8'],
  ['a private address', '10.0.0.0/8', '172.16.0.0/12', '192.168.0.0/16'],
  ['a link-local address', '169.254.0.0/16'],
  ["an address behind a provider's NAT", '100.64.0.0/10'],
  ['a multicast address', '224.0.0.0/4'],
  ["an address of a cloud's own services", '168.63.129.16/32'],
  [
    'a reserved address',
    ...['0.0.0.0/8', '192.0.0.0/24', '192.0.2.0/24', '192.88.99.0/24', '198.18.0.0/15'],
    ...['198.51.100.0/24', '203.0.113.0/24', '240.0.0.0/4'],
  ],
];

/** The same of IPv6; what is not in 2000::/3 and not listed is reserved too. */
const SPECIAL_V6: typeof SPECIAL_V4 = [
  ['a loopback address', '::1/128'],
  ['a private address', 'fc00::/7', 'fec0::/10'],
  ['a link-local address', 'fe80::/10'],
  ['a multicast address', 'ff00::/8'],
  ['an IPv4 address written as IPv6', '::ffff:0:0/96', '::ffff:0:0:0/96', '64:ff9b:1::/48'],
  ['a reserved address', '2001::/23', '2001:db8::/32', '2002::/16', '3fff::/20'],
];

const specialV4 = SPECIAL_V4.map(([what, ...subnets]) => ({ what, list: listOf(subnets, 'ipv4') }));
const specialV6 = SPECIAL_V6.map(([what, ...subnets]) => ({ what, list: listOf(subnets, 'ipv6') }));
const globalV6 = listOf(['2000::/3'], 'ipv6');

/** Where IPv6-only networks reach IPv4: the last 32 bits are the address that is meant (RFC 6052). */
const nat64 = listOf(['64:ff9b::/96'], 'ipv6');

/**
 * What is special about an address: "a private address"; undefined for one of a public host.
 *
 * @param address IPv4 or IPv6, as `node:dns` gives it
 */
export function describeSpecialAddress(address: string): string | undefined {
  if (!isIPv6(address)) return specialV4.find(({ list }) => list.check(address, 'ipv4'))?.what;
  if (nat64.check(address, 'ipv6')) return describeSpecialAddress(lastFourBytes(address));
  const special = specialV6.find(({ list }) => list.check(address, 'ipv6'));
  if (special !== undefined) return special.what;
  return globalV6.check(address, 'ipv6') ? undefined : 'a reserved address';
}

function listOf(subnets: readonly string[], family: 'ipv4' | 'ipv6'): BlockList {
  const list = new BlockList();
  for (const subnet of subnets) {
    const [address, bits] = subnet.split('/');
    list.addSubnet(address, Number(bits), family);
  }
  return list;
}

/** "64:ff9b::7f00:1" -> "127.0.0.1" */
function lastFourBytes(address: string): string {
  // The URL parser writes dotted quads and leading zeros in one way.
  const { hostname } = new URL(`http://[${address}]`);
  const groups = hostname.slice(1, -1).split('::')[1].split(':');
  const [high, low] = ['0', ...groups].slice(-2).map((group) => parseInt(group || '0', 16));
  return [high >> 8, high & 255, low >> 8, low & 255].join('.');
}
