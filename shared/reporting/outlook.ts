/** The cash that will come: a picture with its numbers, and how good such forecasts were. */
import { day } from '../documents/format.ts';
import type { Block, Section, Table } from './blocks.ts';
import { fan } from './chart.ts';
import type { FinanceReport } from './report.ts';
import { inPercent, sayer } from './saying.ts';
import { nothing, section } from './sections.ts';

type Ahead = NonNullable<FinanceReport['ahead']>;

export const ahead = (report: FinanceReport): Section => {
  const title = 'What will come in';
  const { ahead: told } = report;
  if (told === null)
    return section(title, nothing('No forecast had been made by then: it is made each night.'));
  const say = sayer(report);
  const { weeks, past, on } = told;
  return section(
    title,
    { block: 'lead', text: leadOf(told, say) },
    {
      block: 'chart',
      chart: fan(
        [...past, ...weeks].map(({ from }) => day(from, 'en')),
        {
          past: past.map(({ receivedMinor }) => receivedMinor),
          low: weeks.map(({ p10Minor }) => p10Minor),
          middle: weeks.map(({ p50Minor }) => p50Minor),
          high: weeks.map(({ p90Minor }) => p90Minor),
        },
        say,
        {
          past: 'what came',
          middle: 'P50, the middle',
          range: 'P10 to P90',
          ahead: `weeks from ${day(on, 'en')} on`,
        },
      ),
      table: tableOf(told, say),
    },
    ...judgedIn(told),
    { block: 'link', text: 'By what it rests on', path: `/v1/forecast?entity=${report.entity.id}&on=${on}` },
  );
};

type Say = (minor: number) => string;
const WORDS: Readonly<Record<number, string>> = { 1: 'one', 2: 'two', 4: 'four', 8: 'eight', 13: 'thirteen' };

const leadOf = ({ on, weeks }: Ahead, say: Say): string => {
  const of = (count: number): string => {
    const { p10Minor, p50Minor, p90Minor } = weeks[count - 1]!.together;
    return `${say(p50Minor)} in ${WORDS[count]} weeks (${say(p10Minor)} to ${say(p90Minor)})`;
  };
  return `Forecast of ${day(on, 'en')}: ${of(4)}, and ${of(13)}.`;
};

const tableOf = ({ past, weeks }: Ahead, say: Say): Table => ({
  title: 'Cash by week',
  columns: ['Week of', 'Came', 'P10', 'P50', 'P90'],
  rows: [
    ...past.map(({ from, receivedMinor }) => [day(from, 'en'), say(receivedMinor), '–', '–', '–']),
    ...weeks.map(({ from, p10Minor, p50Minor, p90Minor }) => [
      day(from, 'en'),
      '–',
      say(p10Minor),
      say(p50Minor),
      say(p90Minor),
    ]),
  ],
});

/** In words first, because most read no further. */
const judgedIn = ({ backTest, eachWeek, basis }: Ahead): Block[] => {
  const over = backTest.filter(({ judged }) => judged > 0);
  const stated =
    basis === 'stated'
      ? ' Too few invoices have ended to learn from: when they are paid is what we state for everybody.'
      : '';
  if (over.length === 0)
    return [
      nothing(
        `No forecast is old enough to be held against what came: how far P10 and P90 are from P50 is as computed.${stated}`,
      ),
    ];
  const told = over.find(({ weeks }) => weeks === 4) ?? over.at(-1)!;
  const { judged, inside, weeks, errorPercent } = told;
  const weeksOf = `${WORDS[weeks]} ${weeks === 1 ? 'week' : 'weeks'}`;
  const off = errorPercent === null ? '' : `; P50 was off by ${inPercent(errorPercent)} of what came`;
  return [
    nothing(
      `Of the last ${judged} ${judged === 1 ? 'forecast' : 'forecasts'} for ${weeksOf}, ${inside} ${inside === 1 ? 'was' : 'were'} inside, where eight of ten should be${off}. Of ${eachWeek.judged} weeks by themselves ${eachWeek.inside} were.${stated}`,
    ),
    {
      block: 'table',
      table: {
        title: 'Forecasts against what came',
        columns: ['Weeks together', 'Forecasts', 'Inside', 'Off by', 'Too high by'],
        rows: over.map((one) => [
          String(one.weeks),
          String(one.judged),
          String(one.inside),
          inPercent(one.errorPercent),
          inPercent(one.biasPercent),
        ]),
      },
    },
  ];
};
