/** Open invoices that are due for a reminder, put straight into the table: so many of each payer, one after another in the order of their days. */
import { BatchWriteItemCommand, type WriteRequest } from '@aws-sdk/client-dynamodb';
import type { Item } from '../../shared/kernel/storage.ts';
import { idFrom } from '../../shared/kernel/ids.ts';
import { addDays } from '../../shared/kernel/dates.ts';
import { putCustomer } from '../../shared/customers/store.ts';
import { putInvoice } from '../../shared/invoices/store.ts';
import { TENANT } from '../slices/bank/books.ts';
import { aCustomer, anInvoice } from '../support/drawn.ts';

export const RUN_AT = '2026-03-10T07:00:00.000Z';
const IN_A_BATCH = 25;

const payer = (at: number) => idFrom('cus', 1_700_000_000_000 + at, new Uint8Array(10));

function* items({ invoices, payers }: { invoices: number; payers: number }): Generator<Item> {
  for (let at = 0; at < payers; at++)
    for (const { put } of putCustomer(
      TENANT,
      aCustomer({
        id: payer(at),
        externalId: `C-${at}`,
        name: `Payer ${at}`,
        emails: [`p${at}@customer.example`],
      }),
    ))
      yield put!;
  for (let at = 0; at < invoices; at++) {
    // A payer's invoices are far from each other, as they are where invoices are issued day by day.
    const dueOn = addDays('2026-02-01', Math.floor((28 * at) / invoices));
    const remindOn = addDays(dueOn, 3);
    yield putInvoice(TENANT, anInvoice(at, 11_900, { customerId: payer(at % payers), dueOn, remindOn })).put!;
  }
}

/** After `openBooks`: the runtime reads its endpoint when it is loaded. */
export const fill = async (size: { invoices: number; payers: number }): Promise<void> => {
  const { client } = await import('../../shared/runtime/dynamo.ts');
  const { toItem } = await import('../../shared/runtime/item.ts');
  let batch: WriteRequest[] = [];
  const flush = async () => {
    const RequestItems = { [process.env['QUITTANCE_TABLE']!]: batch };
    if (batch.length > 0) await client.send(new BatchWriteItemCommand({ RequestItems }));
    batch = [];
  };
  for (const item of items(size)) {
    batch.push({ PutRequest: { Item: toItem(item) } });
    if (batch.length === IN_A_BATCH) await flush();
  }
  await flush();
};

/** Which invoices each queued mail asks for. */
export const queued = async (payers: number): Promise<string[][]> => {
  const { all } = await import('../../shared/runtime/table.ts');
  const { mailsAmong } = await import('../../shared/dispatch/store.ts');
  const mails: string[][] = [];
  for (let at = 0; at < payers; at++)
    for (const mail of await all(mailsAmong(TENANT, payer(at))))
      if (mail?.reminder) mails.push(mail.reminder.invoiceIds);
  return mails;
};
