/** Taxes of documents: each group is its lines, and what bears none because it may be kept moves none when it is. */
import type { Books } from './books.ts';
import { differing, rule, sumsOf, type Finding } from './finding.ts';

const groups = rule(
  'snapshot.groups',
  'The snapshot is frozen at issue. Restore it from a backup; where it was issued so, take it back by a credit note.',
);
const kept = rule(
  'payment.discount_tax',
  'The return is wrong by this tax: unmatch the receipt and match it again.',
);

export function* taxes(books: Books): Generator<Finding> {
  yield* grouped(books);
  yield* untaxedKept(books);
}

const of = ({ category, ratePpm }: { category: string; ratePpm: number }) => `${category} ${ratePpm}`;
/** Lines less what was taken off them; a discount that bears no tax is in the exempt group instead of its own. */
function* grouped({ tenant, snapshots }: Books): Generator<Finding> {
  for (const [id, { number, lines, totals }] of snapshots) {
    const { allowances = [], untaxed = [] } = totals;
    const rows = [
      ...lines.map(({ tax, netMinor }) => ({ key: of(tax), minor: netMinor })),
      ...allowances.map((one) => ({ key: of(one), minor: 0 - one.minor })),
      ...untaxed.flatMap((one) => [
        { key: of(one), minor: 0 - one.minor },
        { key: 'E 0', minor: one.minor },
      ]),
    ];
    for (const { key, one, other } of differing(
      sumsOf(totals.taxes, of, ({ baseMinor }) => baseMinor),
      sumsOf(
        rows,
        (row) => row.key,
        ({ minor }) => minor,
      ),
    ))
      yield groups(tenant, `tax is said on ${one} of ${key}, and its lines come to ${other}`, number, id);
  }
}

function* untaxedKept({ tenant, invoices, payments }: Books): Generator<Finding> {
  const taxed = new Set(invoices.filter(({ early }) => early?.mode === 'taxed').map(({ id }) => id));
  for (const { id, allocations } of payments)
    for (const { invoiceId, discountTaxMinor = 0 } of allocations)
      if (taxed.has(invoiceId) && discountTaxMinor !== 0)
        yield kept(tenant, `${discountTaxMinor} of tax was corrected, which was never said`, invoiceId, id);
}
