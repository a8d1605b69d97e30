import { ourMoney } from '../../shared/agencies/paying-over.ts';
import { BankLineReceived } from '../../shared/bank/statement.ts';
import { matching, matchPayout, matchRemittance } from '../../shared/cash/deciding.ts';
import { matchNamed } from '../../shared/cash/named.ts';
import { RemittanceReceived } from '../../shared/cash/remittance.ts';
import { PayoutExpected } from '../../shared/payments/payment.ts';
import { payRefund } from '../../shared/refunds/actions.ts';
import { drain, on } from '../../shared/runtime/drain.ts';

/** Debits that name a refund are the payment of it, cash and cheques come in by slips, and agencies pay over what they collected: `cash` knows none of them. */
export const handler = drain('match-cash', [
  on(BankLineReceived, matching(payRefund, ourMoney), matchNamed(ourMoney)),
  on(PayoutExpected, matchPayout),
  on(RemittanceReceived, matchRemittance),
]);
