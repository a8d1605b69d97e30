/** The results of one run as the page that people read. */
import type { Bill } from './bill.ts';
import type { Basket } from './orders.ts';
import type { Bundle } from './bundles.ts';
import type { Counted } from './counts.ts';
import type { Parts } from './documents.ts';
import type { Invoiced } from './invoices.ts';
import type { Load } from './load.ts';
import type { Cpu } from './system.ts';

export interface Results {
  readonly bare: readonly Load[];
  readonly flows: readonly {
    readonly name: 'books' | 'everything';
    readonly levels: readonly Load[];
    /** Milliseconds per flow at 16 clients. */
    readonly cpu: Cpu;
    readonly byFunction: Readonly<Record<string, number>>;
    readonly memoryMb: number;
  }[];
  readonly counted: Counted;
  readonly bill: Bill;
  readonly baskets: readonly Basket[];
  readonly invoiced: Invoiced;
  readonly documents: Parts;
  readonly bundles: readonly (Bundle & { readonly importMs: number })[];
  readonly shares: { readonly handler: readonly Share[]; readonly runtime: readonly Share[] } | undefined;
  readonly cores: number;
}

interface Share {
  readonly name: string;
  readonly share: number;
}

/** USD per 1,000 orders of a design that keeps one durable record per fact and sends one mail; without that mail 0.008. */
const FLOOR = { total: 0.108, withoutMail: 0.008, writeUnits: 8 };

export const report = (results: Results): string =>
  [
    HEAD,
    flowsOf(results),
    cpuPart(results),
    billPart(results),
    basketsPart(results),
    invoicedPart(results),
    documentsPart(results),
    bundlesPart(results),
    sharesPart(results),
  ]
    .filter((part) => part !== '')
    .join('\n\n')
    .concat('\n');

const HEAD = `# Speed and cost

Written by \`npm run bench\` (\`-- --seconds 5\` is shorter, \`-- --flame\` adds a flame graph). One run on one machine: take the
ratios and the counts, not the seconds. \`budget.test.ts\` keeps bundle sizes and calls per order from growing unnoticed.
What statements, matching and closes cost has commands of its own, and a page that is written by hand: [CASH.md](CASH.md).

**A flow** is an order of three lines accepted, delivered, invoiced (gapless number, snapshot, postings), its payment link clicked, the
provider's signed webhook taken, and the invoice paid in the books: four HTTP requests of ours, one of the provider's, two
queues. *Books* is that with the PDF and mail workers held back (as the bare server has none); *everything* renders and mails meanwhile, and
what is not done when a level ends is worked off before the next. The *bare* server is \`bare.ts\`: one process, one SQLite file, no
tenants, permissions, outbox, documents, mails or ledger.`;

const flowsOf = ({ bare, flows, cores }: Results): string => {
  const rows = bare.map((level, at) => {
    const cells = flows.map(({ levels }) => {
      const { perSecond, p50, p99 } = levels[at]!;
      return `${perSecond.toFixed(1)} | ${p50.toFixed(0)} / ${p99.toFixed(0)} | ${(perSecond / level.perSecond).toFixed(3)}`;
    });
    return `| ${level.clients} | ${level.perSecond.toFixed(0)} | ${cells.join(' | ')} |`;
  });
  const memory = flows.map(({ name, memoryMb }) => `${name} ${memoryMb.toFixed(0)} MB`).join(', ');
  return `## Flows per second (${cores} cores, durable local runtime, IAM enforced)

| clients | bare | books, flows/s | p50 / p99 ms | of bare | everything, flows/s | p50 / p99 ms | of bare |
|---|---|---|---|---|---|---|---|
${rows.join('\n')}

Resident at most: ${memory} (runtime with all functions, and database).`;
};

const cpuPart = ({ flows }: Results): string => {
  const names = [...new Set(flows.flatMap(({ byFunction }) => Object.keys(byFunction)))]
    .filter((name) => flows.some(({ byFunction }) => (byFunction[name] ?? 0) >= 0.05))
    .sort();
  const row = (title: string, figure: (flow: Results['flows'][number]) => number): string =>
    `| ${title} | ${flows.map((flow) => figure(flow).toFixed(1)).join(' | ')} |`;
  return `## CPU per flow at 16 clients, in milliseconds

| part | ${flows.map(({ name }) => name).join(' | ')} |
|---|---|---|
${row('runtime: gateway, wire, IAM, queues, streams, provider', ({ cpu }) => cpu.runtime)}
${row('database', ({ cpu }) => cpu.database)}
${row('functions and their threads’ garbage collection', ({ cpu }) => cpu.functions)}
${names.map((name) => row(`— ${name}`, ({ byFunction }) => byFunction[name] ?? 0)).join('\n')}
${row('**all**', ({ cpu }) => cpu.runtime + cpu.database + cpu.functions)}`;
};

const billPart = ({ bill, counted }: Results): string => {
  const per1000 = (usd: number): string => (usd * 1000).toFixed(4);
  const { units, usd } = bill;
  return `## What an order asks of AWS, and its bill

Counted in a burst of ${counted.orders} orders, from the placing to the payout on the bank statement, three mails each.

| per order | |
|---|---|
| HTTP requests at the gateway | ${counted.requests.toFixed(1)} |
| AWS calls before the answers to them | ${counted.beforeAnswers.toFixed(1)} |
| AWS calls in all | ${units.calls.toFixed(1)} |
| DynamoDB write units (a transaction counts twice, indexes included) | ${units.write.toFixed(1)} |
| DynamoDB read units | ${units.read.toFixed(1)} |
| Lambda invocations | ${units.invocations.toFixed(1)} |
| messages in queues, and requests for them | ${units.messages.toFixed(1)}, ${units.sqsRequests.toFixed(1)} |
| events on the bus | ${units.events.toFixed(1)} |
| objects put and got | ${units.puts.toFixed(1)}, ${units.gets.toFixed(1)} |

| USD per 1,000 orders | | |
|---|---|---|
${Object.entries(usd)
  .map(([name, each]) => `| ${name} | ${per1000(each)} | |`)
  .join('\n')}
| **all** | **${per1000(bill.total)}** | floor ${FLOOR.total} with one mail |
| **without the mails** | **${per1000(bill.withoutMail)}** | floor ${FLOOR.withoutMail}: ${((bill.withoutMail * 1000) / FLOOR.withoutMail).toFixed(1)} × |

Prices are in \`bill.ts\` (us-east-1, on demand, no free tier). Lambda's seconds are the CPU of the table above and AWS's usual waits per
call, also there. The floor keeps one durable record per fact, ${FLOOR.writeUnits} write units, and nothing else.`;
};

/** In times of one line, which is what a ratio of one run can say. */
const basketsPart = ({ baskets }: Results): string => {
  const [one] = baskets as [Basket];
  const row = ({ lines, quoteMs, placeMs, calls, writeUnits }: Basket): string =>
    `| ${lines} | ${quoteMs.toFixed(1)} | ${(quoteMs / one.quoteMs).toFixed(2)} | ${placeMs.toFixed(1)} | ${(placeMs / one.placeMs).toFixed(2)} | ${calls} | ${writeUnits} |`;
  return `## What a basket's length costs

One request at a time on a warm system, median of fifteen; every line priced by a list of 200. × is against one line. Calls are the orders
function's to AWS.

| lines | quote ms | × | placeOrder ms | × | calls | write units |
|---|---|---|---|---|---|---|
${baskets.map(row).join('\n')}`;
};

const invoicedPart = ({ invoiced, documents, cores }: Results): string => {
  const { invoices, seconds, cpu, byFunction, memoryMb } = invoiced;
  const row = (title: string, ms: number): string => `| ${title} | ${ms.toFixed(1)} |`;
  const of = (name: string): number => byFunction[name] ?? 0;
  return `## ${invoices.toLocaleString('en')} invoices at once

All deliveries wait, then they are issued, drawn, written as e-invoices and mailed on ${cores} cores: **${(invoices / seconds).toFixed(1)} a second**,
${seconds.toFixed(0)} s in all, ${memoryMb.toFixed(0)} MB resident at most. A PDF with its e-invoice inside is ${(documents.pdfBytes / 1e6).toFixed(3)} MB.

| milliseconds of CPU per invoice | |
|---|---|
${row('issue (IssueInvoice)', of('IssueInvoice'))}
${row('PDF, UBL and CII (RenderDocument)', of('RenderDocument'))}
${row('mail (SendMail, MailEvents)', of('SendMail') + of('MailEvents'))}
${row('announcing (Outbox)', of('Outbox'))}
${row('runtime: wire, IAM, queues, streams, mail', cpu.runtime)}
${row('database', cpu.database)}
${row('**all**', cpu.runtime + cpu.functions + cpu.database)}`;
};

const documentsPart = ({ documents: { pdf, ubl, mail, mime, pdfBytes } }: Results): string => {
  const all = pdf + ubl + mail + mime;
  return `## An invoice's documents and mail, in milliseconds of one core

| PDF | UBL | mail (text and HTML) | MIME with both attached | together | a second |
|---|---|---|---|---|---|
| ${[pdf, ubl, mail, mime, all].map((ms) => ms.toFixed(1)).join(' | ')} | ${(1000 / all).toFixed(0)} |

The PDF has two embedded fonts and ${(pdfBytes / 1000).toFixed(0)} kB.`;
};

const bundlesPart = ({ bundles }: Results): string => `## Bundles and their cold import

Each imported in a fresh process of the Node that the template names, median of five.

| bundle | kB | import ms |
|---|---|---|
${bundles.map(({ name, bytes, importMs }) => `| ${name} | ${(bytes / 1000).toFixed(0)} | ${importMs.toFixed(0)} |`).join('\n')}`;

const sharesPart = ({ shares }: Results): string =>
  shares === undefined
    ? ''
    : `## Where the time goes that is left

By the place where the time itself was spent; the pictures show the calls that led there. A function's time is the AWS SDK's: building,
signing, sending and reading two requests. [flame-handler.svg](flame-handler.svg) is the orders function alone,
[flame-runtime.svg](flame-runtime.svg) the runtime's own thread at 16 clients.

| a function | share | the runtime's thread | share |
|---|---|---|---|
${shares.handler
  .map((one, at) => {
    const other = shares.runtime[at];
    return `| ${one.name} | ${percent(one.share)} | ${other?.name ?? ''} | ${other ? percent(other.share) : ''} |`;
  })
  .join('\n')}`;

const percent = (share: number): string => `${(share * 100).toFixed(1)} %`;
