/** What is said of a month, in which order: the figures, a sentence that a person would say, then the pictures with their numbers. */
import { amount, day } from '../documents/format.ts';
import type { Block, Section, Sheets } from './blocks.ts';
import type { FinanceReport } from './report.ts';
import { ahead } from './outlook.ts';
import { inDays, inPercent, monthName, moved, sayer, share } from './saying.ts';
import { ageing, collecting, exceptions, meanings, movers, quality, trend } from './sections.ts';

export const contentOf = (report: FinanceReport): Sheets => ({
  title: `Receivables, ${monthName(report.month)}`,
  subtitle: `${report.entity.name} (${report.entity.id}) · as of ${day(report.asOf, 'en')} · in ${report.currency} · as known at ${report.knownAt.slice(0, 16).replace('T', ' ')} UTC`,
  asOf: report.asOf,
  sections: [
    atOneGlance(report),
    ageing(report),
    trend(report),
    ahead(report),
    movers(report),
    collecting(report),
    exceptions(report),
    quality(report),
    meanings,
  ],
});

const atOneGlance = (report: FinanceReport): Section => {
  const say = sayer(report);
  const { open, overdue, cash, sales, trend: months } = report;
  const [last, before] = [months.at(-1), months.at(-2)];
  return {
    title: 'At one glance',
    blocks: [
      { block: 'lead', text: told(report) },
      {
        block: 'figures',
        figures: [
          { name: 'Open', value: say(open.minor), beside: moved(open, AT_THE_END) },
          {
            name: 'Overdue',
            value: say(overdue.minor),
            beside: `${share(overdue.minor, open.minor)} of what is open`,
          },
          { name: 'Received in the month', value: say(cash.minor), beside: moved(cash, SO_FAR) },
          { name: 'Invoiced in the month', value: say(sales.minor), beside: moved(sales, SO_FAR) },
          { name: 'DSO', value: inDays(last?.dso), beside: `before: ${inDays(before?.dso)}` },
          { name: 'CEI', value: inPercent(last?.cei), beside: `before: ${inPercent(before?.cei)}` },
        ],
      },
      ...report.others.map(({ currency, openMinor }): Block => ({
        block: 'note',
        text: `Beside it ${amount({ minor: openMinor, currency }, 'en')} is open, which is in no figure here.`,
      })),
    ],
  };
};

const AT_THE_END = 'at the end of the month before';
const SO_FAR = 'in as many days of the month before';

/** The month as a person would tell it. */
const told = (report: FinanceReport): string => {
  const { open, overdue, asOf, cash } = report;
  const say = sayer(report);
  const owed =
    open.minor === 0
      ? `On ${day(asOf, 'en')} no customer owed anything.`
      : `On ${day(asOf, 'en')} customers owed ${say(open.minor)}, ${moved(open, AT_THE_END)}; ${say(overdue.minor)} of it, ${share(overdue.minor, open.minor)}, was overdue.`;
  const came = ` ${say(cash.minor)} came in during the month.`;
  return owed + came;
};
