/** The parts of a report after its first: pictures and tables, or a word where there is nothing. */
import { day } from '../documents/format.ts';
import type { Block, Section, Table } from './blocks.ts';
import { columns, lines, type Series } from './chart.ts';
import type { FinanceReport } from './report.ts';
import { inDays, inPercent, monthName, sayer, share } from './saying.ts';

export const ageing = (report: FinanceReport): Section => {
  const say = sayer(report);
  const { ageing: buckets } = report;
  if (report.open.minor === 0 && buckets.every(({ minor }) => minor === 0))
    return section('How old it is', nothing('Nothing is open.'));
  return section('How old it is', {
    block: 'chart',
    chart: columns(
      buckets.map(({ bucket }) => bucket),
      [
        {
          tone: 'before',
          name: 'end of the month before',
          values: buckets.map(({ beforeMinor }) => beforeMinor),
        },
        { tone: 'now', name: day(report.asOf, 'en'), values: buckets.map(({ minor }) => minor) },
      ],
      say,
    ),
    table: {
      title: 'Open by days past due',
      columns: ['Days past due', 'End of the month before', 'Now', 'Change'],
      rows: buckets.map(({ bucket, minor, beforeMinor }) => [
        bucket,
        say(beforeMinor),
        say(minor),
        say(minor - beforeMinor),
      ]),
    },
  });
};

export const trend = ({ trend: months }: FinanceReport): Section => {
  const names = months.map(({ month }) => monthName(month));
  const of = (field: 'dso' | 'bestPossible' | 'cei') => months.map((each) => each[field]);
  if (of('dso').every((each) => each === null))
    return section('How fast it comes in', nothing('Nothing was invoiced that days could be measured by.'));
  const days: Series[] = [
    { tone: 'best', name: 'best possible DSO', values: of('bestPossible') },
    { tone: 'now', name: 'DSO', values: of('dso') },
  ];
  const table: Table = {
    title: 'By month',
    columns: ['Month', 'DSO', 'Best possible', 'CEI'],
    rows: months.map(({ month, dso, bestPossible, cei }) => [
      monthName(month),
      inDays(dso),
      inDays(bestPossible),
      inPercent(cei),
    ]),
  };
  const effect: Series[] = [{ tone: 'now', name: 'CEI', values: of('cei') }];
  return section(
    'How fast it comes in',
    { block: 'chart', chart: lines(names, days, inDays), table },
    { block: 'chart', chart: lines(names, effect, inPercent, 100) },
  );
};

export const movers = (report: FinanceReport): Section => {
  const say = sayer(report);
  const title = 'Whose overdue grew most';
  if (report.movers.length === 0) return section(title, nothing('Nobody owes more that is overdue.'));
  return section(
    title,
    {
      block: 'table',
      table: {
        title: 'Overdue by customer',
        columns: ['Customer', 'End of the month before', 'Now', 'Change'],
        rows: report.movers.map(({ name, minor, beforeMinor }) => [
          name,
          say(beforeMinor),
          say(minor),
          say(minor - beforeMinor),
        ]),
      },
    },
    {
      block: 'link',
      text: 'All customers by age',
      path: `/v1/ageing?asOf=${report.asOf}&entity=${report.entity.id}`,
    },
  );
};

export const collecting = ({ contacts, promises, notices }: FinanceReport): Section => {
  const title = 'What collecting came to';
  const tables: Table[] = [
    {
      title: 'Contacts',
      columns: ['By', 'Noted', 'Reached', 'Promised'],
      rows: contacts.map(({ channel, count, reached, promised }) => [
        channel,
        String(count),
        String(reached),
        String(promised),
      ]),
    },
    {
      title: 'Notices whose seven days are over',
      columns: ['Level, words, by', 'Sent', 'Paid', 'Kept to see', 'Paid of those'],
      rows: notices.map(({ level, template, channel, sent, paid, heldOut, heldOutPaid }) => [
        `${level}, ${template}, ${channel}`,
        String(sent),
        share(paid, sent),
        String(heldOut),
        share(heldOutPaid, heldOut),
      ]),
    },
  ];
  const said =
    promises.judged + promises.before.judged === 0
      ? 'No promise of the month, or of the one before, is judged.'
      : `${promises.judged} promises judged, ${kept(promises)}; ${promises.before.judged} of the month before, ${kept(promises.before)}.`;
  const filled = tables.filter(({ rows }) => rows.length > 0);
  return section(
    title,
    ...filled.map((table): Block => ({ block: 'table', table })),
    nothing(filled.length === 0 ? `Nobody was spoken with, and no notice can be judged yet. ${said}` : said),
  );
};

/** Those of the last days of a month are judged in the next one. */
const kept = ({ keptPercent, keptValuePercent }: FinanceReport['promises']['before']): string =>
  `${inPercent(keptPercent)} kept (${inPercent(keptValuePercent)} by amount)`;

export const exceptions = (report: FinanceReport): Section => {
  const say = sayer(report);
  const waiting = report.exceptions.filter(({ count }) => count > 0);
  if (waiting.length === 0) return section('What waits for people', nothing('Nothing waits.'));
  return section(
    'What waits for people',
    {
      block: 'table',
      table: {
        title: 'Waiting',
        columns: ['What', 'How many', 'Amount', 'Oldest'],
        rows: waiting.map(({ kind, count, minor, oldestOn }) => [
          kind,
          String(count),
          minor === undefined ? '–' : say(minor),
          oldestOn === undefined ? '–' : day(oldestOn, 'en'),
        ]),
      },
    },
    ...waiting.flatMap(({ kind, link }, at): Block[] =>
      link === undefined || waiting.findIndex((one) => one.link === link) < at
        ? []
        : [{ block: 'link', text: kind, path: link }],
    ),
  );
};

export const quality = ({ quality: checks }: FinanceReport): Section => {
  const found = checks.filter(({ count }) => count > 0);
  if (found.length === 0)
    return section(
      'How far the data can be trusted',
      nothing(`Of ${checks.length} checks none found anything.`),
    );
  return section('How far the data can be trusted', {
    block: 'table',
    table: {
      title: 'Found in the data',
      columns: ['Check', 'How many'],
      rows: found.map(({ check, count }) => [check, String(count)]),
    },
  });
};

/** In the words of rules §2. */
export const meanings: Section = {
  title: 'What the figures mean',
  blocks: [
    'DSO, days sales outstanding: open at the end ÷ invoiced in the last 90 days × 90. Best possible: the same of what is not overdue.',
    'CEI, collection effectiveness: (open at the beginning + invoiced − open at the end) ÷ (open at the beginning + invoiced − not yet due at the end).',
    'P10, P50, P90: of ten forecasts one comes to less than P10 and one to more than P90; P50 is the middle. Of customers, less what is returned and refunded.',
    'Open is with tax and without money that is not applied yet. Days past due are counted in the company’s time zone, and instalments age by themselves.',
  ].map((text) => ({ block: 'note', text })),
};

export const section = (title: string, ...blocks: readonly Block[]): Section => ({ title, blocks });
export const nothing = (text: string): Block => ({ block: 'note', text });
