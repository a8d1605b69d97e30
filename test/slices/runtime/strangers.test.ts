/** In which share of the networks an address is: the same for its neighbours, and never more than sixteen. */
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { shareOf } from '../../../shared/runtime/strangers.ts';

test('neighbours of a network are in one share, and all shares are sixteen', () => {
  fc.assert(
    fc.property(fc.ipV4(), fc.nat(255), (address, last) => {
      const neighbour = [...address.split('.').slice(0, 3), last].join('.');
      expect(shareOf(neighbour)).toBe(shareOf(address));
      expect(shareOf(address)).toMatch(/^(0\d|1[0-5])$/);
    }),
  );
  expect(shareOf('2001:db8:1::1')).toBe(shareOf('2001:db8:1:ffff::2'));
  const shares = new Set(Array.from({ length: 2_000 }, (_, n) => shareOf(`10.${n >> 8}.${n & 255}.1`)));
  expect(shares.size).toBe(16);
});
