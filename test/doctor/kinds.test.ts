/** What is booked when: the ledger's README, the shape of an entry and the doctor say the same, and a wrong side is found. */
import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { examine } from '../../bin/doctor/examine.ts';
import { KINDS } from '../../bin/doctor/kinds.ts';
import { ADJUSTABLE } from '../../shared/closing/closing.ts';
import { ACCOUNTS, Entry } from '../../shared/ledger/entry.ts';

const rows: Record<string, { debit: string[]; credit: string[] }> = Object.fromEntries(
  [
    ...readFileSync('shared/ledger/README.md', 'utf8').matchAll(/^\| `(\w+)` \| ([\w, ]+) \| ([\w, ]+) \|/gm),
  ].map(([, kind, debit, credit]) => [
    kind,
    { debit: debit!.split(', ').toSorted(), credit: credit!.split(', ').toSorted() },
  ]),
);
const sorted = Object.fromEntries(
  Object.entries(KINDS).map(([kind, { debit, credit }]) => [
    kind,
    { debit: debit.toSorted(), credit: credit.toSorted() },
  ]),
);

test('every kind of entry has its row, every account is on one, and the doctor reads them as they are written', () => {
  expect(Object.keys(rows).toSorted()).toEqual(Entry.shape.kind.options.toSorted());
  expect(rows).toEqual(sorted);
  const named = new Set(Object.values(rows).flatMap(({ debit, credit }) => [...debit, ...credit]));
  expect([...named].toSorted()).toEqual(Object.keys(ACCOUNTS).toSorted());
  expect(rows['adjustment']!.debit).toEqual([...ADJUSTABLE].toSorted());
});

test.each(Object.entries(KINDS))('%s on a side that it does not move is found', (kind, sides) => {
  const found = (debit: string, credit: string) =>
    examine({
      items: [
        {
          pk: 'acme#BOOK#2026-01',
          sk: '2026-01-05#act_1',
          kind: 'act',
          id: 'act_1',
          entry: {
            kind,
            entity: 'main',
            on: '2026-01-05',
            currency: 'EUR',
            source: 'x',
            lines: [
              { account: debit, minor: 5 },
              { account: credit, minor: -5 },
            ],
          },
        },
      ],
      now: Date.parse('2026-02-01'),
      patienceMs: 0,
    })
      .filter(({ rule }) => rule === 'ledger.kind')
      .map(({ what }) => what);
  for (const debit of Object.keys(ACCOUNTS))
    expect(found(debit, sides.credit[0]!)).toEqual(
      sides.debit.includes(debit) ? [] : [`${kind} x has 5 on ${debit}`],
    );
  for (const credit of Object.keys(ACCOUNTS))
    expect(found(sides.debit[0]!, credit)).toEqual(
      sides.credit.includes(credit) ? [] : [`${kind} x has -5 on ${credit}`],
    );
});
