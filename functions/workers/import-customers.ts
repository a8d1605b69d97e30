import { importPart } from '../../shared/customers/actions.ts';
import { CustomerImportGoesOn } from '../../shared/customers/customer-import.ts';
import { drain, on } from '../../shared/runtime/drain.ts';

export const handler = drain('import-customers', [on(CustomerImportGoesOn, importPart)]);
