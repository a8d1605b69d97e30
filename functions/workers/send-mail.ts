import { EntityChanging } from '../../shared/access/tenant.ts';
import { sendAgency } from '../../shared/agencies/mailing.ts';
import * as mails from '../../shared/dispatch/actions.ts';
import { askCarrier } from '../../shared/dispatch/carrying.ts';
import { sendAgain, sendQueued } from '../../shared/dispatch/queued.ts';
import { MailQueued, MailStatusDue } from '../../shared/dispatch/mail.ts';
import { CreditNoteRendered, DocumentsRendered } from '../../shared/documents/document.ts';
import { sendDispute } from '../../shared/disputes/mailing.ts';
import { judge } from '../../shared/dunning/judging.ts';
import { sendFile } from '../../shared/exports/mailing.ts';
import { sendCollection } from '../../shared/methods/telling.ts';
import { OrderAmended, OrderConfirmed } from '../../shared/orders/order.ts';
import { PaymentReceived } from '../../shared/payments/payment.ts';
import { sendPlan } from '../../shared/plans/mailing.ts';
import { sendPromise } from '../../shared/promises/mailing.ts';
import { drain, on } from '../../shared/runtime/drain.ts';
import { ownMails } from '../../shared/selfservice/mailing.ts';
import { sendPrices } from '../../shared/subscriptions/price-mail.ts';
import { TaskDone } from '../../shared/tasks/task.ts';
import { sendWarnings } from '../../shared/warnings/mailing.ts';

const agreed = { payment_plan: sendPlan, instalment: sendPlan, promise: sendPromise };
const told = { price_change: sendPrices, collection: sendCollection, dispute: sendDispute };
const others = { ...agreed, ...told, ...ownMails, agency: sendAgency, file: sendFile, warning: sendWarnings };

export const handler = drain('send-mail', [
  on(OrderConfirmed, mails.sendConfirmation),
  on(OrderAmended, mails.sendConfirmation),
  on(DocumentsRendered, mails.sendInvoice),
  on(CreditNoteRendered, mails.sendCreditNote),
  on(PaymentReceived, mails.sendReceipt),
  on(MailQueued, sendQueued(others, judge)),
  on(MailStatusDue, askCarrier),
  on(EntityChanging, mails.sendNotice),
  on(TaskDone, sendAgain),
]);
