/** Which addresses belong to the public internet, and which lead back inside (IANA's special-purpose registries). */
import { BlockList, isIPv4, isIPv6 } from 'node:net';

const INSIDE: readonly string[] = [
  '0.0.0.0/8',
  '10.0.0.0/8',
  '100.64.0.0/10',
  '127.0.0.0/8',
  // Link-local, and there the metadata of a cloud's machines.
  '169.254.0.0/16',
  '172.16.0.0/12',
  '192.0.0.0/24',
  '192.0.2.0/24',
  '192.31.196.0/24',
  '192.52.193.0/24',
  '192.88.99.0/24',
  '192.168.0.0/16',
  '192.175.48.0/24',
  '198.18.0.0/15',
  '198.51.100.0/24',
  '203.0.113.0/24',
  '224.0.0.0/4',
  '240.0.0.0/4',
];
/** Of IPv6 only global unicast is public; these parts of it carry or tunnel something else. */
const GLOBAL = '2000::/3';
const NOT_GLOBAL: readonly string[] = ['2001::/23', '2001:db8::/32', '2002::/16', '3fff::/20'];

const listOf = (ranges: readonly string[], family: 'ipv4' | 'ipv6'): BlockList => {
  const list = new BlockList();
  for (const range of ranges) {
    const [net, bits] = range.split('/') as [string, string];
    list.addSubnet(net, Number(bits), family);
  }
  return list;
};
const inside4 = listOf(INSIDE, 'ipv4');
const global6 = listOf([GLOBAL], 'ipv6');
const inside6 = listOf(NOT_GLOBAL, 'ipv6');

/** False for whatever is no address, too. IPv4 in an IPv6 form is outside of global unicast, and so never public. */
export const isPublic = (address: string): boolean => {
  if (isIPv4(address)) return !inside4.check(address, 'ipv4');
  return isIPv6(address) && global6.check(address, 'ipv6') && !inside6.check(address, 'ipv6');
};
