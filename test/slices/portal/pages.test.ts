import { createHash } from 'node:crypto';
import { describe, expect, test } from 'vitest';
import { Language } from '../../../shared/kernel/party.ts';
import type { Claim } from '../../../shared/claims/claim.ts';
import { chosenOf, shownOf, type Owed } from '../../../shared/portal/accountview.ts';
import { anInvoice } from '../../support/drawn.ts';
import { accountPage } from '../../../shared/portal/account.tsx';
import { mailsPage } from '../../../shared/portal/mails.tsx';
import { errorPage, payPage, stylesOf } from '../../../shared/portal/pages.tsx';
import { accountOwed, OWED, PAGES, VIEW } from './views.ts';

const seen = (html: string): string =>
  html
    .replace(/<style[\s\S]*?<\/style>/, '')
    .replaceAll(/<[^>]+>/g, '\n')
    .replaceAll(/[\u00a0\u202f]/g, ' ')
    .replaceAll('&amp;', '&');

describe('the page of an open invoice', () => {
  test('says what is owed, why, until when, and has one button', () => {
    const text = seen(PAGES['pay']!);
    for (const said of [
      'Invoice INV-2026-000117',
      '€837.68',
      'Due 30 April 2026',
      'Your PO: PO-88231',
      'Stainless steel bracket, 40 mm',
      '40 pcs',
      '€500.00',
      'VAT 19%',
      '€95.00',
      'VAT 7%',
      'Pay €837.68',
      'DE89 3704 0044 0532 0130 00',
      'RF66 INV2 0260 0011 7',
      'This link works until 30 April 2027.',
    ])
      expect(text).toContain(said);
    expect(text).not.toContain('overdue');
    expect(PAGES['pay']!.match(/<button/g)).toHaveLength(1);
    expect(PAGES['pay']).toContain('<form method="post" action="/pay/token">');
    expect(PAGES['pay']).toContain('<svg xmlns="http://www.w3.org/2000/svg"');
  });

  test('asks for less up to the deadline of an early-payment discount, in the button and for a transfer, too', () => {
    const text = seen(PAGES['early']!);
    expect(text.match(/€820\.93/g)!.length).toBeGreaterThanOrEqual(4);
    expect(text).toMatch(/Paid by 10\sApril 2026: only €820\.93/);
    expect(text).toContain('of €837.68');
  });
  test('offers what the customer has with the seller before the card, as far as it goes', () => {
    const html = PAGES['credit-en']!;
    const text = seen(html);
    for (const said of [
      'You have €500.00 of credit with us.',
      'Use your credit: €337.68',
      'Your credit was used.',
    ])
      expect(text).toContain(said);
    expect(html.indexOf('name="credit"')).toBeLessThan(html.indexOf('Pay €337.68'));
    expect(html).toMatch(/<p class="note good" role="status">/);
    expect(payPage({ ...VIEW, pending: true, credit: { minor: 5, currency: 'EUR' } })).not.toContain(
      'name="credit"',
    );
  });
  test('shows what was paid, what is left and since when it is due', () => {
    const text = seen(PAGES['late']!);
    for (const said of [
      '€337.68',
      'of €837.68 in total',
      '12 days overdue',
      '12 April 2026 · Bank transfer',
      'The payment did not go through.',
      'Pay €337.68',
    ])
      expect(text).toContain(said);
    expect(seen(PAGES['german']!)).toContain('337,68 € bezahlen');
  });

  test.each([
    [
      'german',
      [
        '12 Tage überfällig',
        'Fällig am 30.04.2026',
        '337,68 € bezahlen',
        'USt. 19 %',
        'Ihre Bestellung: PO-88231',
      ],
    ],
    [
      'french',
      [
        '12 jours de retard',
        'Échéance le 30/04/2026',
        'Payer 337,68 €',
        'TVA 19 %',
        'Votre référence : PO-88231',
      ],
    ],
    [
      'spanish',
      ['12 días de retraso', 'Vence el 30/04/2026', 'Pagar 337,68 €', 'IVA 19 %', 'Su referencia: PO-88231'],
    ],
    [
      'italian',
      [
        '12 giorni di ritardo',
        'Scadenza 30/04/2026',
        'Paga 337,68 €',
        'IVA 19%',
        'Suo riferimento: PO-88231',
      ],
    ],
    [
      'dutch',
      [
        '12 dagen te laat',
        'Vervaldatum 30-04-2026',
        '€ 337,68 betalen',
        'Btw 19%',
        'Uw referentie: PO-88231',
      ],
    ],
  ])('speaks %s', (language, said) => {
    const text = seen(PAGES[language]!);
    for (const one of said) expect(text).toContain(one);
    expect(text).not.toMatch(/\b(Invoice|Due|Pay|Download|VAT|Payee|Reference|Questions)\b/);
  });

  test('has interest and costs with their days, rate and source, and the invoice alone as a second choice', () => {
    const text = seen(PAGES['beside-en']!);
    expect(text.replaceAll(/\s+/g, ' ')).toMatch(
      /Amount to pay €383\.65 .*Reminder costs 7 April 2026 €5\.00 Fixed sum for late payment 7 April 2026 · § 288 Abs\. 5 BGB €40\.00 Interest for late payment 8 days · 10\.27% a year · until 7 April 2026 · § 288 Abs\. 2 BGB €0\.97 .*Pay €383\.65 Only the invoice: €337\.68 .*Amount €383\.65/,
    );
    expect(seen(PAGES['beside-de']!)).toMatch(/8 Tage · 10,27 % im Jahr[\s\S]*Nur die Rechnung: 337,68 €/);
    const paid = PAGES['beside-paid-en']!;
    expect(seen(paid)).toMatch(/The invoice is paid[\s\S]*Pay €45\.97/);
    expect(paid).not.toContain('name="only"');
    expect(seen(payPage({ ...OWED, pending: true }))).not.toContain('Only the invoice');
  });

  test('lets nobody mark what is owed beside an invoice that is paid to an agency alone', () => {
    const [first, ...others] = accountOwed.items;
    const html = (shut: boolean) =>
      accountPage({ ...accountOwed, items: [{ ...first!, pending: false, marked: true, shut }, ...others] });
    const box = (shut: boolean) =>
      new RegExp(`<input[^>]*id="beside-${first!.id}"[^>]*>`).exec(html(shut))![0];
    expect(box(true)).toContain('disabled');
    expect(box(true)).not.toContain('checked');
    expect(box(false)).toContain('checked');
  });

  test('has no second button while a payment is on its way, and no code where SEPA does not reach', () => {
    expect(PAGES['pending']).not.toMatch(/<form|<button|<svg/);
    expect(seen(PAGES['pending']!)).toContain('You need not pay again');
    expect(payPage({ ...VIEW, pending: true, notice: 'Said twice.' })).not.toContain('Said twice.');
  });

  test('folds a long list of lines', () => {
    const lines = Array.from({ length: 9 }, () => VIEW.invoice.lines[0]!);
    expect(payPage({ ...VIEW, invoice: { ...VIEW.invoice, lines } })).toContain(
      '<details><summary>What it is for (9 items)',
    );
    expect(PAGES['pay']).toMatch(/<details open(="")?>/);
  });
});

const sheetsOf = (html: string): string[] =>
  [...html.matchAll(/<style>([\s\S]*?)<\/style>/g)].map(
    ([, style]) => `sha256-${createHash('sha256').update(style!).digest('base64')}`,
  );

test('a page in the colour of an entity has one sheet more, and its policy names that one too', () => {
  const html = payPage({ ...VIEW, seller: { ...VIEW.seller, colour: '#7a1fa2' } });
  expect(html).toContain('--brand:#7a1fa2}');
  expect(sheetsOf(html)).toHaveLength(2);
  expect(sheetsOf(html)).toEqual(stylesOf('#7a1fa2'));
});

describe('the page that switches mails off', () => {
  const view = { language: 'en', customerName: 'A <b> GmbH', kind: 'receipt', action: '/mails/x' } as const;
  test('asks while they come, and offers them again once they do not', () => {
    const on = mailsPage({ ...view, off: false });
    expect(seen(on)).toMatch(/Receipts for payments[\s\S]*go to all addresses of A &lt;b&gt; GmbH/);
    expect(on).toContain('value="off"');
    const off = mailsPage({ ...view, off: true });
    expect(seen(off)).toContain('do not go to A &lt;b&gt; GmbH any more');
    expect(off).toContain('value="on"');
    expect(on + off).not.toContain('<b>');
  });
});

describe('every page', () => {
  test.each(Object.entries(PAGES))('%s runs under a policy without scripts and foreign styles', (_, html) => {
    expect(html).not.toMatch(
      /<script|javascript:|\son\w+=|\sstyle=|<link|https?:\/\/(?!www\.w3\.org\/2000\/svg)/,
    );
    expect(sheetsOf(html)).toEqual(stylesOf(undefined));
    expect(html).toMatch(/^<!doctype html><html lang="(en|de|fr|es|it|nl)">/);
    expect(html).toContain('name="robots" content="noindex, nofollow"');
  });

  test('only the status page reloads itself', () => {
    expect(
      Object.entries(PAGES)
        .filter(([, html]) => html.includes('http-equiv="refresh"'))
        .map(([name]) => name),
    ).toEqual(['status']);
    expect(PAGES['status']).toContain('http-equiv="refresh" content="3"');
  });

  test('the outcome says what was paid and what is left', () => {
    expect(seen(PAGES['receipt']!)).toMatch(
      /€500\.00 paid to Nordlicht Handels GmbH[\s\S]*€337\.68 of this invoice is still open/,
    );
    expect(seen(PAGES['paid']!)).toContain('Nothing is open on invoice INV-2026-000117.');
    expect(PAGES['paid']).not.toContain('<form');
  });

  test('markup in names is text', () => {
    const evil = '</title></style><script>alert(1)</script>"\'';
    const html = payPage({
      ...VIEW,
      notice: evil,
      seller: { name: evil, email: evil, logo: `data:image/png;base64,"${evil}` },
      bank: { ...VIEW.bank, name: evil },
      invoice: {
        ...VIEW.invoice,
        number: evil,
        poNumber: evil,
        lines: [{ ...VIEW.invoice.lines[0]!, description: evil }],
      },
    });
    expect(html).not.toContain('<script');
    expect(html.match(/<\/title>/g)).toHaveLength(1);
    expect(html).toContain('&lt;script&gt;alert(1)&lt;/script&gt;');
  });

  test('a link that does not open tells nobody why', () => {
    expect(errorPage()).toBe(errorPage('en'));
    for (const language of Language.options)
      expect(seen(errorPage(language))).not.toMatch(/INV-|€|Nordlicht/);
  });
});

describe('what a form of an account marks', () => {
  const claimOn = (serial: number, count: number, minor = 500): Claim[] =>
    Array.from({ length: count }, (_, at) => ({
      ...({} as Claim),
      id: `clm_${serial}${at}` as Claim['id'],
      invoiceId: anInvoice(serial, 1).id,
      open: { minor, currency: 'EUR' },
    }));
  const invoices = [anInvoice(1, 10_000), anInvoice(2, 5_000)];
  const owed = (pending: boolean): Owed[] =>
    invoices.map((invoice, at) => ({
      invoice,
      claims: claimOn(at + 1, 1),
      attempts: pending && at === 0 ? [{ state: 'PENDING' } as Owed['attempts'][number]] : [],
      url: '/',
    }));
  const [one, two] = invoices.map(({ id }) => id);
  test.each([
    ['an invoice without its costs', [['invoice', one!]], false, [[one, 10_000, 0]]],
    ['costs without their invoice', [['beside', two!]], false, [[two, 0, 1]]],
    [
      'both',
      [
        ['invoice', one!],
        ['beside', one!],
      ],
      false,
      [[one, 10_000, 1]],
    ],
    [
      'all',
      [['all', '1']],
      false,
      [
        [one, 10_000, 1],
        [two, 5_000, 1],
      ],
    ],
    ['all but what is on its way', [['all', '1']], true, [[two, 5_000, 1]]],
    [
      'what is on its way',
      [
        ['invoice', one!],
        ['beside', one!],
      ],
      true,
      [],
    ],
    ['nothing', [], false, []],
  ])('%s', (_, form, pending, chosen) => {
    expect(
      chosenOf(owed(pending), new URLSearchParams(form as [string, string][]), '2026-02-01').map(
        ({ invoice, amount, claims }) => [invoice.id, amount.minor, claims.length],
      ),
    ).toEqual(chosen);
  });
  test('no more is shown than one transaction pays', () => {
    const many = Array.from({ length: 30 }, (_, at) => anInvoice(at + 1, 100));
    const shown = shownOf(
      many,
      many.flatMap((_, at) => claimOn(at + 1, 3)),
    );
    expect(shown).toHaveLength(25);
    expect(shown.flatMap(({ claims }) => claims)).toHaveLength(40);
    const paid = many.map((one) => ({ ...one, open: { minor: 0, currency: 'EUR' } }));
    expect(
      shownOf(
        paid,
        many.flatMap((_, at) => claimOn(at + 1, 3)),
      ),
    ).toHaveLength(14);
  });
});
