/** The page about a wrong invoice, what an agency and its debtors see, and files of finance, as pictures: six languages, phone and desk; and that they work without script. */
import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { AgencyBookSet } from '../../shared/agencies/agency.ts';
import { turnLetter as agencyLetter } from '../../shared/agencies/letters.ts';
import { filesPage } from '../../shared/agencies/page.tsx';
import { set } from '../../shared/dispatch/mails/set.ts';
import { fileLetter } from '../../shared/exports/letter.ts';
import { filePage, gonePage } from '../../shared/exports/page.tsx';
import type { Dispute } from '../../shared/disputes/dispute.ts';
import { turnLetter } from '../../shared/disputes/letters.ts';
import { disputePage, type DisputeView } from '../../shared/disputes/page.tsx';
import { paidPage, payPage } from '../../shared/portal/pages.tsx';
import { FILE as FILED } from '../slices/exports/files.ts';
import { LANGUAGES, SENDER } from '../slices/methods/views.ts';
import { VIEW } from '../slices/portal/views.ts';
import { WARNING } from '../slices/warnings/warned.ts';
import { warningsLetter } from '../../shared/warnings/letter.ts';
import { launch, phone, stands } from '../support/browser.ts';

let browser: Browser;
beforeAll(async () => {
  browser = await launch();
});
afterAll(() => browser.close());

const looks = [
  [360, 'light'],
  [1280, 'dark'],
] as const;
const shown = async (name: string, html: string) => {
  const { tab, complaints } = await phone(browser, { javaScriptEnabled: true });
  await tab.setContent(html);
  await stands(tab, name, { looks });
  expect(await tab.locator('script').count()).toBe(0);
  expect(complaints).toEqual([]);
  await tab.context().close();
};

const eur = (minor: number) => ({ minor, currency: 'EUR' });
const turn = { by: 'x', at: '2026-04-03T09:00:00.000Z', on: '2026-04-03' };
const asked: DisputeView['cases'][number] = {
  id: 'dsp_0000000000000000000000000A',
  state: 'INFO_NEEDED',
  reason: 'price',
  disputed: eur(4_000),
  thread: [
    { ...turn, what: 'opened', side: 'customer', text: 'The tea costs 9.00 in our contract, not 10.00.' },
    { ...turn, what: 'asked', side: 'us', text: 'Which contract is it? Please tell us its number.' },
  ],
} as const;
/** It has shown files, and may show more. */
const file = { size: 1, side: 'customer', by: 'x', at: turn.at } as const;
const FILE = (serial: number) => `fil_${String(serial).padStart(26, '0')}` as const;
const shownFiles: DisputeView['cases'][number] = {
  ...asked,
  upload: { url: 'https://bucket.example/', fields: { key: 'x/${filename}', policy: 'x' } },
  files: (['CLEAN', 'PENDING', 'INFECTED', 'UNSCANNED', 'REFUSED', 'ERASED'] as const).map((state, at) => ({
    ...file,
    id: FILE(at),
    state,
    name: `${'photo of a broken cup '.repeat(3)}${at}.jpeg`,
  })),
  thread: [
    ...asked.thread,
    ...[0, 1, 2, 3, 4, 5].map((at) => ({
      ...turn,
      what: 'file' as const,
      side: 'customer' as const,
      text: 'photo',
      files: [FILE(at)],
    })),
  ],
};
const over: DisputeView['cases'][number] = {
  ...asked,
  id: 'dsp_0000000000000000000000000B',
  state: 'CLOSED',
  reason: 'damaged',
  decided: { by: 'x', at: turn.at, on: turn.on, outcome: 'PARTIAL', credited: eur(1_000) },
} as const;
const view: DisputeView = {
  language: 'en',
  seller: VIEW.seller,
  number: VIEW.invoice.number,
  lines: VIEW.invoice.lines.map((line, at) => ({ ...line, id: String(at + 1) })),
  currency: 'EUR',
  cases: [],
  toPay: eur(79_768),
  more: true,
  form: 0,
  action: '/dispute/token',
  payUrl: '/pay/token',
};

test.each(LANGUAGES)('asks what is wrong, and says where it stands, in %s', async (language) => {
  await shown(`dispute-form-${language}`, disputePage({ ...view, language, notice: 'text' }));
  const cases = [shownFiles, over];
  await shown(
    `dispute-cases-${language}`,
    disputePage({ ...view, language, cases, more: false, notice: 'received' }),
  );
});
test('the invoice’s page leads to it, and its mail stands', async () => {
  await shown('pay-wrong', payPage({ ...VIEW, wrongUrl: '/dispute/token' }));
  await shown('paid-wrong', paidPage({ ...VIEW, wrongUrl: '/dispute/token' }));
  const dispute = { invoiceNumber: VIEW.invoice.number, disputed: eur(4_000) } as Dispute;
  const to = { name: 'Müller & Söhne GmbH', language: 'de' as const };
  const letter = turnLetter(
    dispute,
    { ...asked.thread[1]!, until: '2026-04-13' },
    'https://pay.example.com/dispute/x',
    to,
    SENDER,
  );
  await shown('mail-dispute', set(letter).html);
});

const inCharge = { name: 'North Collect', contact: '+49 40 123456, cases@north.example' };
// The longest words, and signs of their own.
test.each(['de', 'fr'] as const)('who has an invoice and its files, in %s', async (language) => {
  const invoices = [1, 2, 3].map((n) => ({ id: `inv_${n}`, number: `INV-2026-00000${n}` }));
  const [csv, json] = ['ab'.repeat(32), 'cd'.repeat(32)];
  const files = {
    language,
    seller: VIEW.seller,
    id: `agc_${'0'.repeat(26)}`,
    until: '2026-04-03',
    rows: 3,
    total: eur(83_768),
    csv,
    json,
    invoices,
    own: '/agency/token',
  };
  await shown(`agency-files-${language}`, filesPage(files));
  const invoice = { ...VIEW.invoice, inCharge };
  await shown(`pay-with-agency-${language}`, payPage({ ...VIEW, language, invoice }));
});
test('an invoice that is paid to the agency alone, and its mail stands', async () => {
  const html = payPage({ ...VIEW, invoice: { ...VIEW.invoice, inCharge, paidThere: true } });
  expect(html).not.toContain('<form');
  await shown('pay-to-agency', html);
  const [agency] = AgencyBookSet.parse({
    agencies: [{ agency: 'north', name: 'North', address: SENDER.address, email: 'a@north.example' }],
  }).agencies;
  const id = `agc_${'0'.repeat(26)}` as const;
  const one = { id, filesUntil: '2026-04-03', handed: eur(83_768) };
  const change = {
    invoiceId: `inv_${'0'.repeat(26)}`,
    number: 'INV-2026-000001',
    what: 'payment',
    minor: 500,
  } as const;
  const told = { caseId: id, turn: 1, told: true, open: eur(700), at: '', by: '' } as const;
  for (const what of ['handed_over', 'moved', 'recalled'] as const) {
    const changes = what === 'moved' ? [change] : [];
    const said = { ...told, what, changes };
    const letter = agencyLetter(one, said, 'Birken', 'https://x.example/agency/t', {
      agency: agency!,
      seller: SENDER,
    });
    await shown(`mail-agency-${what}`, set(letter).html);
  }
});

// The longest words, and signs of their own.
test.each(['de', 'fr'] as const)(
  'the mail and the pages of a file of finance, and early warnings, in %s',
  async (language) => {
    const about = { language, seller: SENDER };
    await shown(`mail-file-${language}`, set(fileLetter(FILED, 'https://x.example/report/t', about)).html);
    await shown(
      `file-${language}`,
      filePage({ language, seller: VIEW.seller, file: FILED, own: '/report/t' }),
    );
    const rows = [{ warning: WARNING, name: 'Müller & Söhne Handelsgesellschaft mbH' }];
    const morning = { on: WARNING.on, count: 3, rows: [...rows, ...rows] };
    await shown(`mail-warnings-${language}`, set(warningsLetter(morning, about)).html);
    await shown(`file-gone-${language}`, gonePage(language));
  },
);

test('a file is sent by the form itself, without script, past our functions', async () => {
  const { tab } = await phone(browser, { javaScriptEnabled: false });
  const sent: string[] = [];
  await tab.route('https://bucket.example/**', (route) => {
    sent.push(route.request().headers()['content-type']!, route.request().postData() ?? '');
    return route.fulfill({ status: 204 });
  });
  await tab.setContent(disputePage({ ...view, cases: [shownFiles] }));
  await tab.setInputFiles('input[type=file]', {
    name: 'cup.png',
    mimeType: 'image/png',
    buffer: Buffer.from('x'),
  });
  await tab.getByRole('button', { name: 'Send the file' }).click();
  await expect.poll(() => sent.length).toBe(2);
  expect(sent[0]).toMatch(/^multipart\/form-data/);
  expect(await tab.locator('a[href^="/dispute/token?file="]').count()).toBe(1);
  await tab.context().close();
});
