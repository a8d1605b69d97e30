/** A file of invoices that another system issued: how far it is, what it adds up to, and what was wrong in it. */
import * as z from 'zod';
import { EntityId } from '../access/tenant.ts';
import { CustomerId, SourceName } from '../customers/customer.ts';
import { InvoiceId } from '../invoices/invoice.ts';
import { Instant, LocalDate } from '../kernel/dates.ts';
import { event } from '../kernel/events.ts';
import { idOf } from '../kernel/ids.ts';
import { Currency, Money } from '../kernel/money.ts';
import { Text } from '../kernel/party.ts';
import { Percent } from '../pricing/price.ts';

export const InvoiceImportId = idOf('imp').meta({ id: 'InvoiceImportId' });

export const ImportFormat = z.enum(['csv', 'jsonl', 'ubl', 'cii', 'facturx']).meta({
  id: 'InvoiceImportFormat',
  description:
    'Rows of open items, or one e-invoice by EN 16931: UBL 2.1, CII D16B, or a PDF that carries one.',
});
export type ImportFormat = z.infer<typeof ImportFormat>;

const Amount = z
  .string()
  .regex(/^(0|[1-9]\d{0,10})(\.\d{1,4})?$/, 'must be an amount such as "119.00", without sign or separators');

/** An open item as a row of CSV or a line of JSON says it. */
export const OpenItem = z
  .strictObject({
    number: Text(40).meta({ description: 'Under which the other system issued it.' }),
    customer: Text(80).meta({ description: 'Its customer, by the external id in the source of the file.' }),
    issuedOn: LocalDate,
    dueOn: LocalDate,
    deliveredOn: LocalDate.optional(),
    currency: Currency,
    total: Amount.meta({ description: 'With tax, in major units.' }),
    open: Amount.optional().meta({ description: 'What of it is not paid yet; all of it where absent.' }),
    tax: Amount.optional().meta({ description: 'What of the total is tax, with its rate.' }),
    taxPercent: Percent.optional(),
    reminded: z.int().min(0).max(6).default(0).meta({ description: 'Reminders that went out already.' }),
    order: Text(60).optional(),
  })
  .meta({ id: 'OpenItem' });
export type OpenItem = z.infer<typeof OpenItem>;

const Bad = z.object({
  line: z.int().meta({ description: 'Of the file, from 1.' }),
  field: z.string().meta({ description: 'The column, or the rule of EN 16931 that is broken.' }),
  reason: z.string(),
});
export type Bad = z.infer<typeof Bad>;

/** What the file brought into the books, by currency: held against what the other system says. */
export const ControlTotal = z
  .object({
    currency: Currency,
    invoices: z.int(),
    totalMinor: z.int().meta({ description: 'Of the invoices, in minor units.' }),
    openMinor: z.int().meta({ description: 'What of them was open as they came in.' }),
  })
  .meta({ id: 'ControlTotal' });
export type ControlTotal = Readonly<z.infer<typeof ControlTotal>>;

/** Its id follows from what it is of and from its content, so the same file again is the same import. */
export const InvoiceImport = z
  .object({
    id: InvoiceImportId,
    version: z.int().min(1),
    source: SourceName,
    entity: EntityId,
    format: ImportFormat,
    state: z.enum(['RECEIVED', 'RUNNING', 'DONE']),
    counts: z.object({
      rows: z.int(),
      imported: z.int(),
      known: z.int().meta({ description: 'In the books already, with the same content.' }),
      rejected: z.int(),
    }),
    totals: z.array(ControlTotal).meta({ description: 'Imported and known together.' }),
    bad: z.array(Bad).meta({ description: 'The first 500 of them; `counts.rejected` counts rows.' }),
    notCarried: z.array(z.string()).optional().meta({
      description:
        'Elements of an e-invoice that no term of EN 16931 is made of; they are in its file alone.',
    }),
    /** Where the file is kept as it came, and how many of its rows are done. */
    file: z.string(),
    done: z.int(),
    receivedAt: Instant,
    receivedBy: z.string(),
    doneAt: Instant.optional(),
  })
  .meta({ id: 'InvoiceImportKept' });
export type InvoiceImport = Readonly<z.infer<typeof InvoiceImport>>;
export const InvoiceImportView = InvoiceImport.omit({ file: true, done: true }).meta({ id: 'InvoiceImport' });

export const InvoiceImportGoesOn = event(
  'invoice.import_goes_on',
  'A file of invoices was kept, or a part of it is done: the rows from there on follow.',
  z.object({ importId: InvoiceImportId, from: z.int() }),
);
export const InvoiceImported = event(
  'invoice.imported',
  'An invoice that another system issued is among the open ones, under its own number.',
  z.object({
    invoiceId: InvoiceId,
    customerId: CustomerId,
    number: z.string(),
    importId: InvoiceImportId,
    open: Money,
    dueOn: LocalDate,
  }),
);
