/** Where a page of a listing ends, as a text for the next request. It holds sort keys only: the tenant is always ours. */
import type { AttributeValue } from '@aws-sdk/client-dynamodb';
import { marshall } from '@aws-sdk/util-dynamodb';
import type { Item, Listing } from '../kernel/storage.ts';

export class BadCursor extends Error {}

/** The keys of the last item: its own, and those of the index that was read, without the tenant that leads them. */
export const toCursor = (listing: Listing<unknown>, last: Item): string => {
  const index = listing.index === undefined ? undefined : last[`${listing.index}s`];
  return Buffer.from(
    JSON.stringify([last.pk.slice(last.pk.indexOf('#')), last.sk, ...(index === undefined ? [] : [index])]),
  ).toString('base64url');
};

/** A cursor that is not of this listing's form is refused; one of another tenant leads nowhere but into our own. */
export const fromCursor = (listing: Listing<unknown>, cursor: string): Record<string, AttributeValue> => {
  const parts = parsed(cursor);
  const [own, sk, index] = parts;
  if (
    parts.length !== (listing.index === undefined ? 2 : 3) ||
    parts.some((part) => typeof part !== 'string' || part === '') ||
    !own!.startsWith('#')
  )
    throw new BadCursor();
  const tenant = listing.partition.slice(0, listing.partition.indexOf('#'));
  return marshall({
    pk: listing.index === undefined ? listing.partition : tenant + own,
    sk,
    ...(listing.index !== undefined && {
      [`${listing.index}p`]: listing.partition,
      [`${listing.index}s`]: index,
    }),
  });
};

const parsed = (cursor: string): string[] => {
  try {
    const parts: unknown = JSON.parse(Buffer.from(cursor, 'base64url').toString());
    return Array.isArray(parts) ? (parts as string[]) : [];
  } catch {
    return [];
  }
};
