/** What an exported company says of itself: the last file that is written, and the first that is read. */
import * as z from 'zod';
import type { Item } from '../../shared/kernel/storage.ts';

export const FORMAT = 'quittance-company/1';
const Hash = z.string().regex(/^[0-9a-f]{64}$/);
const Kind = /^[a-z][a-z_-]{0,40}$/;

export const Manifest = z.object({
  format: z.literal(FORMAT),
  tenant: z.string().regex(/^[a-z][a-z0-9-]{1,30}$/),
  /** The moment that all of it is of, by the clock of whoever exported. */
  asOf: z.iso.datetime(),
  /** Of all lines of items that last, in whatever order (`counting`). */
  digest: z.string(),
  files: z.array(
    z.object({
      path: z
        .string()
        .regex(/^(README\.md|files\.jsonl|(items|marks|schemas)\/[a-z][a-z_-]{0,40}\.(jsonl|txt|json))$/),
      rows: z.int().optional(),
      bytes: z.int(),
      sha256: Hash,
    }),
  ),
  kinds: z.array(z.object({ kind: z.string().regex(Kind), rows: z.int() })),
  objects: z.object({ rows: z.int(), bytes: z.int() }),
  /** Sums of all entries. */
  ledger: z.array(
    z.object({ entity: z.string(), currency: z.string(), account: z.string(), minor: z.int() }),
  ),
  /** The last number that each series gave. */
  series: z.array(z.object({ name: z.string(), last: z.int() })),
  /** The last seal of the audit trail; absent where no day was sealed yet. */
  audit: z.object({ day: z.string(), chain: Hash }).optional(),
  leftOut: z.array(z.object({ what: z.string(), why: z.string(), count: z.int() })),
  makeAnew: z.array(z.string()),
});
export type Manifest = Readonly<z.infer<typeof Manifest>>;

interface Entry {
  readonly entity: string;
  readonly currency: string;
  readonly lines: readonly { readonly account: string; readonly minor: number }[];
}
/** Adds up what the manifest says of the books, item by item. */
export const booksIn = () => {
  const sums = new Map<string, number>();
  const series: { name: string; last: number }[] = [];
  let audit: { day: string; chain: string } | undefined;
  return {
    take: (item: Item): void => {
      const entry = item['entry'] as Entry | undefined;
      for (const { account, minor } of entry?.lines ?? []) {
        const key = `${entry!.entity} ${entry!.currency} ${account}`;
        sums.set(key, (sums.get(key) ?? 0) + minor);
      }
      if (item.kind === 'series')
        series.push({ name: item.pk.split('#')[2]!, last: Number(item['next']) - 1 });
      if (item.kind === 'audit-seal' && (audit === undefined || item.sk > audit.day))
        audit = { day: item.sk, chain: (item['doc'] as { chain: string }).chain };
    },
    told: (): Pick<Manifest, 'ledger' | 'series' | 'audit'> => ({
      ledger: [...sums]
        .sort(([a], [b]) => (a < b ? -1 : 1))
        .map(([key, minor]) => {
          const [entity, currency, account] = key.split(' ') as [string, string, string];
          return { entity, currency, account, minor };
        }),
      series: series.toSorted((a, b) => (a.name < b.name ? -1 : 1)),
      ...(audit && { audit }),
    }),
  };
};
