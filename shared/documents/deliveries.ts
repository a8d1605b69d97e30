/** What documents say of orders and deliveries: once for all lines, or at each line where an invoice is of several deliveries. */
import type { Snapshot } from '../invoices/invoice.ts';
import type { LocalDate } from '../kernel/dates.ts';
import { day, labelled } from './format.ts';
import { WORDS } from './words.ts';

type Line = Snapshot['lines'][number];

/** BT-13 and BT-14: what the buyer and the seller call the order; undefined where it is more than one. */
export const orderSaid = ({
  deliveries = [],
  poNumber,
  sourceOrderId,
  orderId,
}: Snapshot): { readonly buyer: string; readonly seller: string } | undefined =>
  deliveries.some((one) => one.orderId !== orderId)
    ? undefined
    : {
        buyer: poNumber ?? sourceOrderId,
        seller: poNumber === undefined ? orderId : sourceOrderId,
      };

/** BG-14: from the first delivery to the last, where they are several. */
export const period = ({
  deliveries = [],
}: Pick<Snapshot, 'deliveries'>): { readonly from: LocalDate; readonly to: LocalDate } | undefined => {
  const days = deliveries.map(({ deliveredOn }) => deliveredOn).toSorted();
  return days.length === 0 ? undefined : { from: days[0]!, to: days.at(-1)! };
};

/** BT-134, BT-135: the day on which a line of several deliveries came. */
export const cameOn = ({ delivery }: Line, { deliveries = [] }: Snapshot): LocalDate | undefined =>
  delivery === undefined ? undefined : deliveries[delivery]?.deliveredOn;

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

/** The days of supply as people read them; none where nothing was supplied yet. */
export const suppliedSaid = (snapshot: Snapshot): string | undefined => {
  if (snapshot.advance) return undefined;
  const { from, to } = period(snapshot) ?? { from: snapshot.deliveredOn, to: snapshot.deliveredOn };
  const said = (on: LocalDate): string => day(on, snapshot.language);
  return from === to ? said(to) : `${said(from)} – ${said(to)}`;
};
