import { BankLineReceived } from '../../shared/bank/statement.ts';
import { matchPayout, matchReceived } from '../../shared/cash/actions.ts';
import { PayoutExpected } from '../../shared/payments/payment.ts';
import { drain, on } from '../../shared/runtime/drain.ts';

export const handler = drain('match-cash', [
  on(BankLineReceived, matchReceived),
  on(PayoutExpected, matchPayout),
]);
