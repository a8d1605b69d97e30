/** What may be handed to an agency and which takes it, what the file says, and that an agency is told each change once. */
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { SELLER } from '../../../bin/demo/company.ts';
import { AgencyBookSet, type Agency } from '../../../shared/agencies/agency.ts';
import type { AgencyCase, Change, Remittance } from '../../../shared/agencies/case.ts';
import { textsOf, type Filing } from '../../../shared/agencies/file.ts';
import { turnLetter } from '../../../shared/agencies/letters.ts';
import { caseOpened, caseToken } from '../../../shared/agencies/link.ts';
import { whichOf } from '../../../shared/agencies/paying-over.ts';
import { followed, freed, itemOf, marked, openOf, takes, whyKept } from '../../../shared/agencies/rules.ts';
import type { Claim } from '../../../shared/claims/claim.ts';
import { taken } from '../../../shared/claims/steps.ts';
import type { Invoice } from '../../../shared/invoices/invoice.ts';
import { pay, reopen } from '../../../shared/invoices/rules.ts';
import { isPaidThere, isWithAgency } from '../../../shared/invoices/handed.ts';
import { Language } from '../../../shared/kernel/party.ts';
import { anInvoice, customerId } from '../../support/drawn.ts';
import { aLine } from '../../support/line.ts';

const eur = (minor: number) => ({ minor, currency: 'EUR' });
const TODAY = '2026-02-01';
const CASE = `agc_${'0'.repeat(26)}` as const;
const agency = (over: object = {}): Agency =>
  AgencyBookSet.parse({
    agencies: [
      {
        agency: 'north',
        name: 'North Collect',
        address: SELLER.address,
        email: 'cases@north.example',
        ...over,
      },
    ],
  }).agencies[0]!;
const debtor = (country: string, vatId?: string) => ({
  address: { ...SELLER.address, country },
  ...(vatId !== undefined && { vatId }),
});

describe('which agency takes a case', () => {
  test.each<[string, object, ReturnType<typeof debtor>, number, boolean]>([
    ['any', {}, debtor('DE'), 1, true],
    ['as much as it wants', { least: [eur(5_000)] }, debtor('DE'), 5_000, true],
    ['less than it wants', { least: [eur(5_000)] }, debtor('DE'), 4_999, false],
    ['another currency', { least: [{ minor: 5_000, currency: 'USD' }] }, debtor('DE'), 1, true],
    ['a country of its own', { countries: ['AT', 'DE'] }, debtor('DE'), 1, true],
    ['another country', { countries: ['AT'] }, debtor('DE'), 1, false],
    ['a business', { debtors: 'businesses' }, debtor('DE', 'DE136695976'), 1, true],
    ['no business', { debtors: 'businesses' }, debtor('DE'), 1, false],
    ['a consumer', { debtors: 'consumers' }, debtor('DE'), 1, true],
    ['no consumer', { debtors: 'consumers' }, debtor('DE', 'DE136695976'), 1, false],
    ['not active', { active: false }, debtor('DE'), 1, false],
  ])('%s', (_, over, who, minor, wanted) => {
    expect(takes(agency(over), who, eur(minor))).toBe(wanted);
  });
  test('a name and a currency come once', () => {
    const twice = { agencies: [agency(), agency()] };
    expect(AgencyBookSet.safeParse(twice).success).toBe(false);
    expect(() => agency({ least: [eur(1), eur(2)] })).toThrow('a currency comes twice');
  });
});

test.each<[string, Partial<Invoice>, string | undefined]>([
  ['plain', {}, undefined],
  ['prepared in this case', { agency: { id: CASE, state: 'PREPARED' } }, undefined],
  ['another case has it', { agency: { id: 'agc_other', state: 'PREPARED' } }, 'agency'],
  [
    'a part is promised',
    { promise: { id: 'prm_1', minor: 1, payOn: TODAY, until: TODAY, before: [] } },
    'promised',
  ],
  [
    'it was promised by a day that is over',
    { promise: { id: 'prm_1', minor: 1, payOn: '2026-01-20', until: '2026-01-31', before: [] } },
    undefined,
  ],
  [
    'in a plan',
    {
      plan: {
        id: `ppl_${'0'.repeat(26)}`,
        instalments: [{ dueOn: TODAY, minor: 1 }],
        relievedMinor: 0,
        own: { dueOn: TODAY, reminded: 0 },
      },
    },
    'in_plan',
  ],
])('why an invoice stays here: %s', (_, over, wanted) => {
  expect(whyKept({ ...anInvoice(1, 1_000), ...over }, CASE, TODAY)).toBe(wanted);
});

test('what is handed over is overdue and undisputed; the head says who has it, and nothing once it is back', () => {
  const head = anInvoice(1, 10_000, {
    disputes: [{ id: 'dsp_1', state: 'OPEN', minor: 3_000, on: '2026-01-20' }],
  });
  const item = itemOf({ invoice: head, claims: [aClaim(1, head, 500)] }, TODAY);
  expect([item.asked, item.open, item.clarified]).toEqual([eur(7_000), eur(10_000), eur(3_000)]);
  expect(openOf({ items: [item], currency: 'EUR' })).toEqual(eur(10_500));
  const prepared = marked({ id: CASE }, head);
  expect([isWithAgency(prepared), isPaidThere(prepared)]).toEqual([false, false]);
  const handed = marked({ id: CASE }, prepared, {
    agency: agency({ payHere: false, phone: '1' }),
    on: TODAY,
  });
  expect(handed).toMatchObject({
    version: 3,
    agency: { state: 'WITH_AGENCY', contact: '1, cases@north.example' },
  });
  expect([isWithAgency(handed), isPaidThere(handed)]).toEqual([true, true]);
  expect(freed(handed, '2026-02-08')).toMatchObject({ version: 4, remindOn: '2026-02-08' });
  expect(freed(handed).remindOn).toBe('2026-01-19');
  expect(freed({ ...handed, remindOn: '2026-03-01' }, '2026-02-08').remindOn).toBe('2026-03-01');
  expect(Object.keys(freed(handed))).not.toContain('agency');
});

const aClaim = (serial: number, { id: invoiceId, number }: Invoice, minor: number): Claim => ({
  id: `clm_${String(serial).padStart(26, '0')}` as const,
  version: 1,
  kind: 'interest',
  state: 'OPEN',
  entity: 'main',
  customerId,
  invoiceId,
  invoiceNumber: number,
  amount: eur(minor),
  open: eur(minor),
  on: TODAY,
  reason: 'r',
  steps: [],
  by: 'key_1',
  at: '2026-02-01T09:00:00.000Z',
});

const aCase = (heads: readonly Invoice[], claims: readonly Claim[]): AgencyCase => {
  const items = heads.map((invoice) =>
    itemOf({ invoice, claims: claims.filter((one) => one.invoiceId === invoice.id) }, TODAY),
  );
  const open = openOf({ items, currency: 'EUR' });
  return {
    id: CASE,
    version: 2,
    state: 'WITH_AGENCY',
    entity: 'main',
    customerId,
    currency: 'EUR',
    agency: 'north',
    items,
    left: [],
    open,
    handed: open,
    collected: eur(0),
    fees: eur(0),
    turns: 1,
    by: 'key_1',
    at: '2026-02-01T09:00:00.000Z',
  };
};

describe('a case follows the books', () => {
  const which = fc.integer({ min: 0, max: 1 });
  const act = fc.oneof(
    { weight: 3, arbitrary: fc.record({ do: fc.constant('follow' as const) }) },
    {
      weight: 3,
      arbitrary: fc.record({
        do: fc.constant('pay' as const),
        which,
        minor: fc.integer({ min: 1, max: 3_000 }),
        method: fc.constantFrom('bank_transfer', 'credit_note', 'write_off'),
      }),
    },
    fc.record({ do: fc.constant('back' as const), which }),
    fc.record({ do: fc.constant('dispute' as const), which, minor: fc.integer({ min: 0, max: 2_500 }) }),
    {
      weight: 2,
      arbitrary: fc.record({ do: fc.constant('claim' as const), which, minor: fc.constantFrom(50, 100) }),
    },
  );

  test('in whatever order it hears of money, what it was told adds up to what is open, and nothing is told twice', () => {
    let settled = 0;
    let back = 0;
    fc.assert(
      fc.property(fc.array(act, { minLength: 10, maxLength: 80 }), (acts) => {
        const heads = [anInvoice(1, 2_000), anInvoice(2, 1_000)];
        const claims = heads.map((head, at) => aClaim(at + 1, head, 100));
        let now = aCase(heads, claims);
        const told: Change[] = [];
        let moved = 0;
        const look = () => {
          const effect = followed(now, heads, claims);
          if (!effect) return;
          now = { ...effect.agencyCase };
          told.push(...effect.changes);
          moved += effect.facts.filter(({ type }) => type === 'agency.money_moved').length;
          settled += effect.facts.filter(({ type }) => type === 'agency.settled').length;
          expect(followed(now, heads, claims)).toBeUndefined();
        };
        for (const [at, one] of acts.entries()) {
          if (one.do === 'follow') look();
          else if (one.do === 'pay') {
            const by = { paymentId: `pay_${at}`, paidOn: TODAY, method: one.method, reason: 'r' };
            const paid = pay(heads[one.which]!, eur(one.minor), by);
            if (paid.ok) heads[one.which] = paid.value.invoice;
          } else if (one.do === 'back') {
            const head = heads[one.which]!;
            const last = head.settlements.at(-1);
            if (last) {
              heads[one.which] = reopen(head, last.paymentId);
              back += 1;
            }
          } else if (one.do === 'dispute')
            heads[one.which] = {
              ...heads[one.which]!,
              disputes: one.minor > 0 ? [{ id: 'dsp_1', state: 'OPEN', minor: one.minor, on: TODAY }] : [],
            };
          else {
            const claim = claims[one.which]!;
            if (claim.open.minor >= one.minor)
              claims[one.which] = taken(claim, { is: 'waived', amount: eur(one.minor), on: TODAY, by: 'k' });
          }
        }
        look();
        const open = [...heads, ...claims].reduce((all, one) => all + one.open.minor, 0);
        const money = told.filter(({ what }) => what !== 'paused' && what !== 'resumed');
        expect(3_200 - money.reduce((all, { minor }) => all + minor, 0)).toBe(open);
        expect(now.open).toEqual(eur(open));
        expect(now.state).toBe(open === 0 ? 'SETTLED' : 'WITH_AGENCY');
        expect(moved).toBe(told.length);
        const paused = told.filter(({ what }) => what === 'paused' || what === 'resumed');
        expect(paused.reduce((all, { minor }) => all + minor, 0)).toBe(
          now.items.reduce((all, { clarified }) => all + clarified.minor, 0),
        );
      }),
      { numRuns: 300 },
    );
    // It would prove nothing if nothing was ever settled, or went back.
    expect(settled).toBeGreaterThan(10);
    expect(back).toBeGreaterThan(10);
  });

  test('an invoice that is void is owed by nobody', () => {
    const head = anInvoice(1, 2_000);
    const before = aCase([head], []);
    const effect = followed(before, [{ ...head, state: 'VOID', open: eur(0) }], []);
    expect(effect?.changes).toEqual([
      { invoiceId: head.id, number: head.number, what: 'void', minor: 2_000 },
    ]);
    expect(effect?.agencyCase.state).toBe('SETTLED');
  });
});

const filing = (name: string): Filing => {
  const head = anInvoice(1, 10_000);
  const claim = aClaim(1, head, 834);
  const item = itemOf({ invoice: head, claims: [claim] }, TODAY);
  return {
    agencyCase: { id: CASE, currency: 'EUR' },
    on: TODAY,
    agency: agency(),
    seller: SELLER,
    customer: { id: customerId, name, address: SELLER.address, emails: ['a@b.example'], language: 'de' },
    invoices: [
      {
        item,
        orderedUnder: '=1+1',
        interest: [
          {
            from: '2026-01-17',
            to: TODAY,
            days: 16,
            balance: eur(10_000),
            percent: '10.27',
            amount: eur(834),
            source: 'BGB',
          },
        ],
        reminders: [{ on: '2026-01-20', channel: 'mail', level: 1 }],
        notices: [{ number: 'LINV-2026-000001', on: '2026-01-25', payBy: '2026-02-08' }],
        disputes: [],
        documents: [{ name: 'INV-2026-000001.pdf', sha256Begins: 'abc' }],
      },
    ],
  };
};

describe('the file', () => {
  test('has its totals, says the same as CSV and as JSON, and is the same bytes each time', () => {
    const texts = textsOf(filing('Birken'));
    expect([texts.rows, texts.total]).toEqual([1, eur(10_834)]);
    expect(textsOf(filing('Birken'))).toEqual(texts);
    const json = JSON.parse(texts.json) as { rows: number; total: object; invoices: object[] };
    expect(json).toMatchObject({
      rows: 1,
      total: eur(10_834),
      invoices: [{ asked: eur(10_000), interest: eur(834), costs: eur(0), total: eur(10_834) }],
    });
    const [columns, row] = texts.csv.trim().split('\n');
    expect(columns!.split(',')).toHaveLength(29);
    expect(row).toContain('EUR,100.00,100.00,8.34,0.00,108.34,0.00');
    expect(row).toContain('2026-01-17 to 2026-02-01: 16 days, 100.00 at 10.27 % = 8.34 (BGB)');
    expect(row).toContain('LINV-2026-000001 2026-01-25 2026-02-08');
  });
  test.each(['=HYPERLINK("x")', '+1', '-1', '@SUM(A1)', '\t=1', '\r=1'])('runs nothing of %j', (name) => {
    const { csv } = textsOf(filing(name));
    for (const cell of csv.split(/[,\n]/)) expect(cell).not.toMatch(/^"?[=+\-@\t\r]/);
  });
});

test('a link is of one case and company, and no letter of it may be another', () => {
  const of = { tenant: 'acme', caseId: CASE };
  const token = caseToken('key', of);
  expect(caseOpened('key', token)).toEqual(of);
  for (const wrong of [
    caseToken('other', of),
    caseToken('key', { ...of, tenant: 'rival' }).replace('rival', 'acme'),
    token.slice(0, -1),
    `${token}A`,
    '',
  ])
    expect(caseOpened('key', wrong)).toBeUndefined();
});

test.each(Language.options)('an agency that reads %s is told what is new and what goes on', (language) => {
  const changes: Change[] = (['payment', 'paused', 'void'] as const).map((what, at) => ({
    invoiceId: anInvoice(1, 1).id,
    number: 'INV-1',
    what,
    minor: at === 0 ? -500 : 500,
  }));
  const one = { id: CASE, filesUntil: '2026-03-03', handed: eur(10_834) };
  const said = (what: 'handed_over' | 'moved' | 'recalled') =>
    turnLetter(
      one,
      { caseId: CASE, turn: 1, what, told: true, changes, open: eur(700), text: 'why', at: '', by: '' },
      'Birken',
      'https://x.example/agency/t',
      { agency: agency({ language, reference: 'ACME-7' }), seller: SELLER },
    );
  expect(said('handed_over').button?.url).toBe('https://x.example/agency/t');
  expect(said('moved').rows.map(({ details }) => details.length)).toEqual([2, 1, 1]);
  expect(said('moved').button).toBeUndefined();
  expect(said('recalled').highlight).toBeUndefined();
  expect(said('recalled').facts).toHaveLength(3);
  expect(said('recalled').subject).toContain(CASE);
});

describe('which statement a line of an agency pays', () => {
  const due = (reference: string, minor: number, over: object = {}) =>
    ({ reference, iban: 'DE02', entity: 'main', net: eur(minor), ...over }) as Remittance;
  test.each<[string, string, Remittance[], string | undefined]>([
    ['the only one of the amount', 'x', [due('A-1', 500), due('A-2', 600)], 'A-1'],
    ['of two as much the one that is named', 'for a-2', [due('A-1', 500), due('A-2', 500)], 'A-2'],
    ['of two as much none', 'x', [due('A-1', 500), due('A-2', 500)], undefined],
    ['none of another amount that is named', 'A-2', [due('A-2', 600)], undefined],
    ['none of another agency', 'x', [due('A-1', 500, { iban: 'DE03' })], undefined],
    ['none of another legal entity', 'x', [due('A-1', 500, { entity: 'other' })], undefined],
  ])('%s', (_, text, all, wanted) => {
    expect(whichOf(aLine(1, 500, { text }), 'DE02', all)?.reference).toBe(wanted);
  });
});
