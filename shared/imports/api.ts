import * as z from 'zod';
import { EntityId } from '../access/tenant.ts';
import { SourceName } from '../customers/customer.ts';
import { get, listOf, Page, post } from '../kernel/contract.ts';
import { InvoiceImportId, InvoiceImportView } from './import.ts';

export const importsApi = {
  importInvoices: post('/v1/invoice-imports', {
    scope: 'invoices:write',
    summary: 'Import invoices that another system issued: open items as CSV or JSON Lines, or an e-invoice',
    description:
      'CSV has a header line with the fields of OpenItem; JSON Lines has one in each line. UBL 2.1, CII D16B and PDFs that carry one ' +
      '(Factur-X, ZUGFeRD, XRechnung) are held against the rules of EN 16931. What is right becomes an open item under its own number, ' +
      'booked against opening balances; what is not is told with line, field and reason. The same file again is the same import.',
    media: 'application/octet-stream',
    bytes: true,
    query: z.strictObject({
      source: SourceName.default('file').meta({ description: 'Whose external ids name the customers.' }),
      entity: EntityId.optional().meta({ description: 'Whose invoices they are; the first where absent.' }),
    }),
    body: z.strictObject({ content: z.string().min(1) }),
    status: 202,
    output: InvoiceImportView,
    refusals: { 'imports.entity_unknown': 422 },
  }),
  getInvoiceImport: get('/v1/invoice-imports/{id}', {
    scope: 'invoices:read',
    summary: 'How far an import is, what it adds up to, and what was wrong in its file',
    params: z.strictObject({ id: InvoiceImportId }),
    output: InvoiceImportView,
    refusals: { 'imports.unknown': 404 },
  }),
  listInvoiceImports: get('/v1/invoice-imports', {
    scope: 'invoices:read',
    summary: 'Imports, last received first',
    query: Page,
    output: listOf(InvoiceImportView),
  }),
};
