import { importPart } from '../../shared/imports/importing.ts';
import { InvoiceImportGoesOn } from '../../shared/imports/import.ts';
import { drain, on } from '../../shared/runtime/drain.ts';

export const handler = drain('import-invoices', [on(InvoiceImportGoesOn, importPart)]);
