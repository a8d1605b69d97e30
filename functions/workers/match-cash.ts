import { BankLineReceived } from '../../shared/bank/statement.ts';
import { matchReceived } from '../../shared/cash/actions.ts';
import { drain, on } from '../../shared/runtime/drain.ts';

export const handler = drain('match-cash', [on(BankLineReceived, matchReceived)]);
