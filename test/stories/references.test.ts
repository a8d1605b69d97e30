/** Accounts that carry references of their own: issued, printed, shown, brought back by the bank and found. */
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { camt053 } from '../../bin/demo/camt.ts';
import { SELLER } from '../../bin/demo/company.ts';
import { isBelgianReference, isQrReference, printed } from '../../shared/kernel/reference.ts';
import type { BankLine } from '../../shared/bank/statement.ts';
import { wordsOf } from '../slices/documents/pdf-text.ts';
import { World, type Buyer } from '../support/world.ts';

describe.each([
  {
    name: 'a Belgian company',
    is: isBelgianReference,
    entity: {
      address: { line1: 'Rue Haute 1', postalCode: '1000', city: 'Bruxelles', country: 'BE' },
      bank: { ...SELLER.bank, iban: 'BE68539007547034', bic: 'GKCCBEBB' },
    },
    currency: 'EUR',
    account: 'BE68539007547034',
    bank: (reference: string) => reference.replaceAll(/\D/g, ''),
    code: undefined,
  },
  {
    name: 'a Swiss company with a QR-IBAN',
    is: isQrReference,
    entity: {
      address: { line1: 'Musterstrasse 14', postalCode: '8000', city: 'Zürich', country: 'CH' },
      currency: 'CHF',
      bank: {
        ...SELLER.bank,
        iban: 'CH9300762011623852957',
        qrIban: 'CH4431999123000889012',
        bic: 'POFICHBE',
      },
    },
    currency: 'CHF',
    account: 'CH4431999123000889012',
    bank: (reference: string) => reference,
    code: 'CH44 3199 9123 0008 8901 2',
  },
])('$name', ({ entity, is, currency, account, bank, code }) => {
  let world: World;
  let acme: Buyer;
  beforeAll(async () => {
    world = await World.open('2026-01-20T09:00:00Z', entity);
    acme = await world.customer('Fernand', { currency });
  });
  afterAll(async () => {
    await world.isHealthy();
    await world.close();
  });

  test('issues them, on the invoice and its page; the transfer that carries one settles it, whoever pays', async () => {
    const invoice = await acme.isInvoiced('80.00');
    const { reference } = invoice.snapshot;
    expect([reference, is(reference)]).toEqual([reference, true]);
    const [mail] = await acme.inbox(invoice.number);
    const pdf = await world.attached(mail!);
    const words = wordsOf(new Uint8Array(pdf)).join('\n');
    expect(words).toContain(printed(reference));
    if (code !== undefined) expect(words).toContain(code);
    const page = await (await fetch(await acme.link(invoice.number))).text();
    expect(page).toContain(printed(reference));
    const at = world.today();
    const statement = camt053({
      id: 'S-1',
      iban: account,
      currency,
      openingMinor: 0,
      date: at,
      transfers: [
        {
          reference: 'B-1',
          minor: 8_000,
          text: '',
          structured: bank(reference),
          payer: { name: 'Somebody else' },
          date: at,
        },
      ],
    });
    expect((await world.call('POST', '/v1/statements', statement, { raw: true })).status).toBe(202);
    await world.settle();
    expect(await acme.invoice(invoice.id)).toMatchObject({ state: 'PAID' });
    const [receipt] = await acme.payments();
    expect(await world.get<BankLine>(`/v1/bank-lines/${receipt!.source.id}`)).toMatchObject({
      match: { tier: 'reference', evidence: [`checked reference “${bank(reference)}”`] },
    });
    await world.booksAreRight();
  }, 120_000);
});

describe('a company with an account without an IBAN', () => {
  const ofx = (number: string, account: string) =>
    `OFXHEADER:100\nDATA:OFXSGML\nVERSION:102\nENCODING:USASCII\nCHARSET:1252\n\n<OFX><BANKMSGSRSV1><STMTTRNRS><STMTRS><CURDEF>EUR<BANKACCTFROM><BANKID>021000021<ACCTID>${account}</BANKACCTFROM>` +
    `<BANKTRANLIST><DTSTART>20260120<DTEND>20260120<STMTTRN><TRNTYPE>CREDIT<DTPOSTED>20260120<TRNAMT>40.00<FITID>B1<NAME>Somebody<MEMO>${number}</STMTTRN></BANKTRANLIST>` +
    '<LEDGERBAL><BALAMT>40.00<DTASOF>20260120</LEDGERBAL></STMTRS></STMTTRNRS></BANKMSGSRSV1></OFX>';
  let world: World;
  beforeAll(async () => {
    const accounts = [{ bank: '021000021', number: '000987654321' }];
    world = await World.open('2026-01-20T09:00:00Z', { accounts });
  });
  afterAll(async () => {
    await world.isHealthy();
    await world.close();
  });

  test('has its statements read, and nobody else’s', async () => {
    const acme = await world.customer('Overseas');
    const invoice = await acme.isInvoiced('40.00');
    const strange = await world.call('POST', '/v1/statements', ofx(invoice.number, '987654322'), {
      raw: true,
    });
    expect([strange.status, strange.body]).toMatchObject([422, { code: 'bank.account_unknown' }]);
    const taken = await world.call('POST', '/v1/statements', ofx(invoice.number, '987654321'), { raw: true });
    expect([taken.status, taken.body]).toMatchObject([
      202,
      { accounts: [{ accountIban: '021000021-000987654321', entity: 'main' }] },
    ]);
    await world.settle();
    expect(await acme.invoice(invoice.id)).toMatchObject({ state: 'PAID' });
    await world.booksAreRight();
  }, 120_000);
});
