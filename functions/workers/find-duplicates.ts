import { voidChange } from '../../shared/addresses/applying.ts';
import { findDuplicates } from '../../shared/customers/actions.ts';
import { CustomerSaved } from '../../shared/customers/customer.ts';
import { drain, inTurn, on } from '../../shared/runtime/drain.ts';

export const handler = drain('find-duplicates', [on(CustomerSaved, inTurn(voidChange, findDuplicates))]);
