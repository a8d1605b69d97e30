/** Plays the steps of a script over HTTP, with partners, payers, a bank and a clerk who know only what they were told. */
import { GetQueueUrlCommand, PurgeQueueCommand, SQSClient } from '@aws-sdk/client-sqs';
import { camt053, type Transfer } from '../../bin/demo/camt.ts';
import { SELLER } from '../../bin/demo/company.ts';
import { seeded } from '../../bin/demo/random.ts';
import { running } from '../../bin/doctor/sources.ts';
import type { Sqs } from '../../bin/local/services/sqs.ts';
import type { BankLine as Line } from '../../shared/bank/statement.ts';
import type { Order } from '../../shared/orders/order.ts';
import { announceAgain, Traveller } from '../faults/road.ts';
import type { World } from '../support/world.ts';
import { CUSTOMERS, type BankLine, type Step } from './script.ts';

/** A refusal is an answer here: two people want the same thing, and the second one is told so. */
const perhaps = async <T>(work: Promise<T>): Promise<T | undefined> => {
  try {
    return await work;
  } catch (error) {
    if (/→ 4\d\d /.test(String(error))) return undefined;
    throw error;
  }
};

export class Company {
  readonly world: World;
  readonly poison: string[] = [];
  private readonly customers: Traveller[] = [];
  /** Ids of the orders of each customer that may still be delivered. */
  private readonly undelivered: string[][] = [];
  private serial = 0;
  private openingMinor = 0;

  constructor(world: World) {
    this.world = world;
  }

  async opens(): Promise<void> {
    await this.world.hires([{ name: 'controller', roles: ['controller'] }]);
    for (let n = 0; n < CUSTOMERS; n++) {
      const customer = new Traveller(this.world, `Customer${n}`);
      await customer.isIntroduced();
      // The second one is often over its limit.
      const limit = { minor: n === 1 ? 60_000 : 100_000_000, currency: 'EUR' };
      await customer.put(`/v1/customers/${customer.id}/credit`, { limit });
      this.customers.push(customer);
      this.undelivered.push([]);
    }
  }

  /** Does one step; its number within the script makes the keys of its requests. */
  async play(step: Step): Promise<void> {
    const key = `s${++this.serial}`;
    if (step.do === 'order') await this.order(step, key);
    else if (step.do === 'deliver') await this.deliver(step, key);
    else if (step.do === 'decide') await this.decide(step, key);
    else if (step.do === 'card') await this.card(step);
    else if (step.do === 'webhooks') await this.world.control('/psp/control', { ...step, do: undefined });
    else if (step.do === 'bank') await this.bank(step, key);
    else if (step.do === 'clerk') await this.clerk(step, key);
    else if (step.do === 'counter') await this.counter(step, key);
    else if (step.do === 'bounce') await this.bounce(step.who);
    else if (step.do === 'job') await this.world.cloud.invoke(step.name, {});
    else if (step.do === 'poison') this.poisons(step);
    else if (step.do === 'close') await this.closes(step.ago, key);
    else await this.replays(step.share, key);
  }

  private async order({ who, nets, terms, again }: Step & { do: 'order' }, key: string): Promise<void> {
    const [customer, mine] = [this.customers[who]!, this.undelivered[who]!];
    const [order] = await Promise.all([
      customer.orders(key, nets, terms),
      ...(again ? [customer.orders(key, nets, terms)] : []),
    ]);
    mine.push(order.id);
  }
  private async deliver({ who, part, clicks }: Step & { do: 'deliver' }, key: string): Promise<void> {
    const [customer, [id]] = [this.customers[who]!, this.undelivered[who]!];
    if (id === undefined) return;
    const lines = part ? { lines: [{ line: '1', quantity: '0.5' }] } : {};
    const click = () =>
      perhaps(customer.post<Order>(`${key}-deliver`, `/v1/orders/${id}/fulfilments`, lines));
    const [order] = await Promise.all(Array.from({ length: clicks }, click));
    if (order?.state !== 'PART_FULFILLED')
      this.undelivered[who] = this.undelivered[who]!.filter((each) => each !== id);
  }
  private async decide({ who, release }: Step & { do: 'decide' }, key: string): Promise<void> {
    const customer = this.customers[who]!;
    const { data } = await customer.get<{ data: Order[] }>('/v1/orders?state=HELD&limit=100');
    const held = data.filter(({ customerId }) => customerId === customer.id).sort(oldest)[0];
    if (!held) return;
    const path = `/v1/orders/${held.id}/${release ? 'release' : 'cancel'}`;
    await perhaps(
      customer.post(`${key}-decide`, path, { reason: 'Looked at' }, release ? 'finance' : 'partner'),
    );
    if (release) this.undelivered[who]!.unshift(held.id);
  }
  private async card({ who, outcome }: Step & { do: 'card' }): Promise<void> {
    const customer = this.customers[who]!;
    const [invoice] = await customer.owes();
    // Whoever never got the mail has no link.
    if (invoice?.delivery?.state === 'DELIVERED') await customer.paysByLink(invoice.number, outcome);
  }
  private async bank(
    { lines, payout, announcedLate, again }: Step & { do: 'bank' },
    key: string,
  ): Promise<void> {
    const { world } = this;
    const transfers: Omit<Transfer, 'reference' | 'date'>[] = [];
    for (const line of lines) transfers.push(await this.transfer(line, key));
    if (payout) {
      if (announcedLate) await world.control('/psp/control', { delaySeconds: 3600 });
      const paid = await perhaps(
        world.control<{ id: string; netMinor: number }>('/psp/payouts', { currency: 'EUR' }),
      );
      if (announcedLate) await world.control('/psp/control', { delaySeconds: 0 });
      if (paid) transfers.push({ minor: paid.netMinor, text: `SANDBOXPAY ${paid.id}` });
    }
    const date = world.today();
    const dated = transfers.map((each, index) => ({ ...each, reference: `${key}-${index}`, date }));
    const { openingMinor } = this;
    const file = camt053({
      id: key,
      iban: SELLER.bank.iban,
      currency: 'EUR',
      openingMinor,
      date,
      transfers: dated,
    });
    this.openingMinor += dated.reduce((total, { minor }) => total + minor, 0);
    const [first] = this.customers;
    await first!.send(key, file);
    // The same file under another key, and its lines in another file: neither brings the money again.
    if (again) {
      await first!.send(`${key}-again`, file);
      await first!.send(`${key}-other`, file.replaceAll(`<Id>${key}</Id>`, `<Id>${key}-other</Id>`));
    }
  }
  private async transfer(
    { who, how, minor }: BankLine,
    key: string,
  ): Promise<Omit<Transfer, 'reference' | 'date'>> {
    const customer = this.customers[who]!;
    const [invoice] = await customer.owes();
    if (how === 'debit') return { minor: 0 - minor, text: 'Rent' };
    if (how === 'nobody' || !invoice) return { minor, text: `money ${key}` };
    const { open, number, reference } = invoice;
    if (how === 'reference') return { minor: open.minor, text: '', structured: reference };
    if (how === 'number') return { minor: open.minor, text: `Invoice ${number.replace('INV-', 'INV ')}` };
    const amount = { exact: open.minor, short: Math.max(1, open.minor - minor), over: open.minor + minor }[
      how
    ];
    return { minor: amount, text: number, payer: { name: customer.name } };
  }
  private async clerk({ who, what }: Step & { do: 'clerk' }, key: string): Promise<void> {
    const customer = this.customers[who]!;
    if (what === 'unmatch') return this.unmatches(customer, key);
    const { data } = await customer.get<{ data: Line[] }>('/v1/exceptions?limit=100');
    const line = data.filter(({ paymentId }) => paymentId !== undefined).sort(oldest)[0];
    const [invoice] = await customer.owes();
    if (!line) return;
    const allocations = what === 'match' && invoice ? [{ invoiceId: invoice.id }] : [];
    const body = { allocations, customerId: customer.id };
    await perhaps(customer.post(`${key}-match`, `/v1/bank-lines/${line.id}/match`, body, 'finance'));
  }
  private async unmatches(customer: Traveller, key: string): Promise<void> {
    const { data } = await customer.get<{
      data: { customerId?: string; source: { kind: string; id: string } }[];
    }>('/v1/payments?limit=100');
    const found = data.find(
      ({ customerId, source }) => customerId === customer.id && source.kind === 'bank_line',
    );
    const path = `/v1/bank-lines/${found?.source.id}/unmatch`;
    if (found) await perhaps(customer.post(`${key}-unmatch`, path, { reason: 'Wrong' }, 'finance'));
  }
  private async counter({ who, minor }: Step & { do: 'counter' }, key: string): Promise<void> {
    const customer = this.customers[who]!;
    const amount = { minor, currency: 'EUR' };
    await customer.post(`${key}-cash`, '/v1/payments', { customerId: customer.id, method: 'cash', amount });
  }
  /** The newest mail comes back; a bounce stops the address, so a person puts another one in its place. */
  private async bounce(who: number): Promise<void> {
    const customer = this.customers[who]!;
    const [mail] = await this.world.mails(customer.email);
    if (!mail) return;
    await perhaps(this.world.control(`/control/mails/${mail.id}/bounce`, {}));
    await customer.moves(`customer${who}-${++this.serial}@customer.example`);
  }
  /** What the month still waits for blocks it: then it stays shut, and somebody asks again another day. */
  private async closes(ago: number, key: string): Promise<void> {
    const [year, month] = this.world.today().split('-').map(Number) as [number, number];
    const closed = new Date(Date.UTC(year, month - 1 - ago, 1)).toISOString().slice(0, 7);
    const [somebody] = this.customers;
    for (const what of ['soft-close', 'close'])
      await perhaps(somebody!.post(`${key}-${what}`, `/v1/periods/main/${closed}/${what}`, {}, 'controller'));
  }
  private poisons({ queue, body }: Step & { do: 'poison' }): void {
    const sqs = this.world.cloud.service<Sqs>('sqs');
    const queues = sqs.depths().filter(({ deadLetter, name }) => !deadLetter && /Worker|Queue/.test(name));
    const one = queues.sort((a, b) => (a.name < b.name ? -1 : 1))[queue % queues.length]!;
    this.poison.push(body);
    sqs.accept(one.arn, body);
  }
  /** A person has looked at it: dead letters would expire by themselves after two weeks. */
  async clearsPoison(): Promise<void> {
    if (this.poison.splice(0).length === 0) return;
    const { cloud } = this.world;
    const client = new SQSClient({
      endpoint: cloud.urls.aws,
      region: 'eu-central-1',
      credentials: cloud.credentials,
    });
    for (const { name, deadLetter } of cloud.service<Sqs>('sqs').depths())
      if (deadLetter) {
        const { QueueUrl } = await client.send(new GetQueueUrlCommand({ QueueName: name }));
        await client.send(new PurgeQueueCommand({ QueueUrl }));
      }
    client.destroy();
  }
  /** A part of all facts is announced a second time, as far as no fault of the day strikes the outbox meanwhile. */
  private async replays(share: number, key: string): Promise<void> {
    const { items } = await running(this.world.cloud.urls);
    const random = seeded(Number(key.slice(1)));
    await Promise.allSettled([
      announceAgain(
        this.world,
        items.filter(() => random.chance(share)),
      ),
    ]);
  }
}

/** Ids sort by their moment. */
const oldest = (a: { id: string }, b: { id: string }): number => (a.id < b.id ? -1 : 1);
