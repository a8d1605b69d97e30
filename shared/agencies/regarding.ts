/** What follows where something of an invoice moved: each slice that goes by it, in the order of the slices. Its agency hears last, of what came of all that. */
import { regardInterest } from '../claims/charging.ts';
import { regardMoney } from '../claims/forgiving.ts';
import { regardDeducted, regardShort } from '../deductions/opening.ts';
import { regardDisputed } from '../disputes/judging.ts';
import { restorePaid } from '../dunning/restoring.ts';
import { regardServedPaid, regardService, served } from '../dunning/serving.ts';
import { regardInvoice, regardInvoices, regardPayment } from '../plans/judging.ts';
import { regardPromised } from '../promises/judging.ts';
import { inTurn } from '../runtime/drain.ts';
import { followInvoice, followInvoices, followPaid } from './following.ts';
import { prepareEscalated } from './preparing.ts';

const regardMarks = served(regardPromised);
const restoredBy = inTurn(regardServedPaid, restorePaid);

/** Worker: money came. */
export const regardPaid = inTurn(
  inTurn(inTurn(inTurn(regardPayment(regardPromised), regardShort), restoredBy), regardMoney),
  followPaid,
);
/** Worker: an invoice was credited, made void or given up, or is open again. */
export const regardMoved = inTurn(
  inTurn(inTurn(inTurn(regardInvoice(regardMarks), regardDeducted), regardDisputed), regardInterest),
  followInvoice,
);
/** Worker: what was promised is in a plan now. */
export const regardPlanned = inTurn(regardInvoices(regardMarks), followInvoices);
/** Worker: a notice went out whose level asks others to act. */
export const regardEscalated = inTurn(regardService, prepareEscalated);
