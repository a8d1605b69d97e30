/** What the demo company's own past would have been under milder reminders: the simulator's answer, and its page. */
import type { Client } from './client.ts';
import { SELLER } from './company.ts';

interface Outcome {
  readonly sent: number;
  readonly customers: number;
  readonly bothered: number;
  readonly daysToPay?: number;
}
interface Simulation {
  readonly id: string;
  readonly url?: string;
  readonly result?: {
    readonly a: Outcome;
    readonly b: Outcome;
    readonly replayed: { readonly invoices: number; readonly agreeing: number };
  };
}

/** A note before the due day, and then a week more of patience each time. */
const MILDER = {
  entities: [SELLER.id],
  courtesy: { daysBefore: 4 },
  levels: [
    { after: { from: 'due', days: 10 }, tone: 1 },
    { after: { from: 'previous', days: 14 }, tone: 2 },
    { after: { from: 'previous', days: 14 }, tone: 3 },
  ],
};

/** Both side by side, and the page as it is kept. */
export const whatIf = async (desk: Client): Promise<{ told: string; page: string }> => {
  const trial = { kind: 'dunning', policy: 'milder', draft: MILDER };
  const { id } = await desk.post<Simulation>('/v1/simulations', 'what if', { trial });
  await desk.control('/control/settle', {});
  const { url, result } = await desk.get<Simulation>(`/v1/simulations/${id}`);
  const { a, b, replayed } = result!;
  const row = (name: string, of: (one: Outcome) => number | undefined): string =>
    `  ${name.padEnd(26)}${String(of(a) ?? '–').padStart(9)}${String(of(b) ?? '–').padStart(9)}`;
  const told = [
    '',
    `  reminders, if             as it was   milder`,
    row('messages', ({ sent }) => sent),
    row('customers who got one', ({ customers }) => customers),
    row('asked for what was paid', ({ bothered }) => bothered),
    row('days to pay', ({ daysToPay }) => daysToPay),
    `  as it was, run again, counts as many reminders as went out for ${replayed.agreeing} of ${replayed.invoices} invoices`,
  ].join('\n');
  return { told, page: await (await fetch(url!)).text() };
};
