/** What a change of a customer's record changed, field by field: what history keeps. */
import type { Customer, CustomerVersion } from './customer.ts';

/** Told by the version itself, or the same for ever. */
const ASIDE: ReadonlySet<string> = new Set(['id', 'version', 'createdAt', 'updatedAt']);

/** Fields that differ, with both sides; the first version has every field and no before. */
export const changesOf = (before: Customer | undefined, after: Customer): CustomerVersion['changes'] => {
  const [old, now] = [before ?? {}, after] as readonly Readonly<Record<string, unknown>>[];
  return [...new Set([...Object.keys(old!), ...Object.keys(now!)])]
    .filter((field) => !ASIDE.has(field) && !same(old![field], now![field]))
    .map((field) => ({
      field,
      ...(old![field] !== undefined && { before: old![field] }),
      ...(now![field] !== undefined && { after: now![field] }),
    }));
};

/** The schema writes members in one order, so the text of two equal values is the same. */
const same = (a: unknown, b: unknown): boolean => JSON.stringify(a) === JSON.stringify(b);
