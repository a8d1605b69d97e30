/** What documents say of orders and deliveries: once for all lines, or at each line where an invoice is of several deliveries. */
import type { Snapshot } from '../invoices/invoice.ts';
import type { ServicePeriod } from '../pricing/price.ts';
import { day, days, labelled } from './format.ts';
import { WORDS } from './words.ts';

type Line = Snapshot['lines'][number];

/** What buyer and seller call the order (BT-13, BT-14), and its source; undefined where it is more than one, or not known. */
export const orderSaid = ({
  deliveries = [],
  poNumber,
  sourceOrderId,
  orderId,
}: Snapshot):
  | { readonly buyer: string; readonly seller?: string | undefined; readonly source?: string | undefined }
  | undefined => {
  const buyer = poNumber ?? sourceOrderId;
  if (buyer === undefined || deliveries.some((one) => one.orderId !== orderId)) return undefined;
  return { buyer, seller: poNumber === undefined ? orderId : sourceOrderId, source: sourceOrderId };
};

/** BG-26: the days that a line is for: those of its service, or the one on which it came, where the deliveries are several. */
export const lineDays = (
  { period, delivery }: Line,
  { deliveries = [] }: Pick<Snapshot, 'deliveries'>,
): ServicePeriod | undefined => {
  const came = delivery === undefined ? undefined : deliveries[delivery]?.deliveredOn;
  return period ?? (came === undefined ? undefined : { from: came, until: came });
};

/** BG-14: from the first to the last day of all lines; undefined where none is for days of its own. */
export const daysOf = (snapshot: Pick<Snapshot, 'lines' | 'deliveries'>): ServicePeriod | undefined => {
  const all = snapshot.lines.flatMap((line) => lineDays(line, snapshot) ?? []);
  const [from] = all.map((one) => one.from).toSorted();
  const until = all
    .map((one) => one.until)
    .toSorted()
    .at(-1);
  return from === undefined || until === undefined ? undefined : { from, until };
};

/** BT-127: of which order a line of several deliveries is, and when it came. */
export const lineNote = ({ delivery }: Line, { deliveries = [], language }: Snapshot): string | undefined => {
  const one = delivery === undefined ? undefined : deliveries[delivery];
  if (!one) return undefined;
  const words = WORDS[language];
  return [
    labelled(words.order, one.sourceOrderId, language),
    ...(one.poNumber === undefined ? [] : [labelled(words.poNumber, one.poNumber, language)]),
    labelled(words.deliveredOn, day(one.deliveredOn, language), language),
  ].join(' · ');
};

/** The days of supply as people read them, with their label; none where nothing was supplied yet. */
export const suppliedSaid = (snapshot: Snapshot): [string, string] | undefined => {
  const { language, deliveredOn } = snapshot;
  const words = WORDS[language];
  const over = daysOf(snapshot);
  const said =
    over === undefined || over.from === over.until
      ? day(over?.from ?? deliveredOn, language)
      : days(over, language);
  if (snapshot.lines.some((line) => line.period)) return [words.period, said];
  return snapshot.advance ? undefined : [words.deliveredOn, said];
};
