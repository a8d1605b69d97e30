/** What waits for people, and what makes figures worth less than they look. */
import type { Entity } from '../access/tenant.ts';
import { exceptions as waiting } from '../bank/store.ts';
import { UNDECIDED } from '../disputes/dispute.ts';
import { disputes } from '../disputes/store.ts';
import type { InputName } from '../figures/figure.ts';
import { localDate, type LocalDate } from '../kernel/dates.ts';
import type { Money } from '../kernel/money.ts';
import type { Deps } from '../runtime/context.ts';
import { each } from '../runtime/table.ts';
import type { Task } from '../tasks/task.ts';
import type { FinanceReport } from './report.ts';

type Exception = FinanceReport['exceptions'][number];
/** Of now, whatever month the report is of: it says what there is to do. */
export const exceptionsOf = async (
  { id, currency, zone }: Entity,
  open: readonly Task[],
  { sums, count }: Readonly<Record<'sums' | 'count', (...inputs: readonly InputName[]) => number>>,
  { tenant }: Deps,
): Promise<Exception[]> => {
  const lines = tallied('Bank lines that no rule could place', '/v1/exceptions', currency);
  for await (const line of each(waiting(tenant)))
    if (line.entity === id) lines.add(line.bookedOn, line.amount);
  const cases = tallied('Disputes that wait for a decision', '/v1/disputes', currency);
  for await (const one of each(disputes(tenant)))
    if (one.entity === id && UNDECIDED.includes(one.state)) cases.add(one.openedOn, one.disputed);
  const things = tallied('Tasks of the whole company', '/v1/tasks', currency);
  for (const { since } of open) things.add(localDate(since, zone));
  const money = (kind: string, input: InputName, link: string): Exception => ({
    kind,
    count: count(input),
    minor: sums(input),
    link,
  });
  return [
    ...lines.told(),
    ...cases.told(),
    ...things.told(),
    money('Money of customers that settles nothing yet', 'unapplied', '/v1/worklist'),
    money('Money of nobody that is known', 'unidentified', '/v1/worklist'),
  ];
};
interface Tally {
  count: number;
  minor: number;
  oldestOn: LocalDate | undefined;
}
/** What left, and what is of another currency, is counted by itself: a row's amount is that of all that it counts. */
export const tallied = (kind: string, link: string, currency: string) => {
  const names = [kind, `${kind}: money that left`, `${kind}: of other currencies`];
  const tallies = names.map((): Tally => ({ count: 0, minor: 0, oldestOn: undefined }));
  return {
    add: (on: LocalDate, amount?: Money): void => {
      const foreign = amount !== undefined && amount.currency !== currency;
      const tally = tallies[foreign ? 2 : (amount?.minor ?? 0) < 0 ? 1 : 0]!;
      tally.count += 1;
      if (!foreign) tally.minor += amount?.minor ?? 0;
      if (tally.oldestOn === undefined || on < tally.oldestOn) tally.oldestOn = on;
    },
    told: (): Exception[] =>
      tallies.flatMap(({ count, minor, oldestOn }, at) =>
        at > 0 && count === 0
          ? []
          : [
              {
                kind: names[at]!,
                count,
                link,
                ...(minor !== 0 && { minor }),
                ...(oldestOn !== undefined && { oldestOn }),
              },
            ],
      ),
  };
};

/** What makes figures worth less than they look. */
export const qualityOf = (
  open: readonly Task[],
  count: (...inputs: readonly InputName[]) => number,
): FinanceReport['quality'] => {
  const ofKind = (wanted: Task['kind']) => open.filter(({ kind }) => kind === wanted).length;
  return [
    { check: 'Invoices of the month that were wrong', count: count('invoicesWrong') },
    { check: 'Receipts that were matched wrongly without a person', count: count('autoReversed') },
    { check: 'Customers that no mail reaches', count: ofKind('customer_unreachable') },
    { check: 'Interest that waits for a reference rate', count: ofKind('missing_rate') },
  ];
};
