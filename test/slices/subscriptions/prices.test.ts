/** Prices with notice: what the mail says in every language, what a change does to what was announced, and who may end in time. */
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { SELLER } from '../../../bin/demo/company.ts';
import { set } from '../../../shared/dispatch/mails/set.ts';
import { VARIABLES } from '../../../shared/dispatch/variables.ts';
import { Language } from '../../../shared/kernel/party.ts';
import {
  announcedAfter,
  announcedIn,
  announcedOnly,
  rises,
  type Announced,
} from '../../../shared/subscriptions/announced.ts';
import type { Plan } from '../../../shared/subscriptions/plan.ts';
import { priceLetter } from '../../../shared/subscriptions/price-letter.ts';
import type { Subscription } from '../../../shared/subscriptions/subscription.ts';
import { changed } from '../../../shared/subscriptions/timeline.ts';
import { aPlan, aSubscription } from '../../support/drawn.ts';

const hosting = (over: Partial<Plan> = {}): Plan =>
  aPlan({ plan: 'hosting', name: 'Hosting M', price: { model: 'unit', price: '49.00' }, ...over });
const OLD = hosting();
const NEW = hosting({ version: 2, price: { model: 'unit', price: '54.50' } });
const mailId = `mail_${'0'.repeat(26)}`;
const term = (over: Partial<Announced> = {}): Announced => ({
  from: '2026-05-01',
  plan: 'hosting',
  planVersion: 2,
  quantity: '1',
  announced: { instead: 1, rise: true, mailId },
  ...over,
});
const subscribed = (over: Partial<Subscription> = {}): Subscription =>
  aSubscription({
    terms: [{ from: '2026-01-01', plan: 'hosting', planVersion: 1, quantity: '1' }, term()],
    ...over,
  });
const letter = (
  told: readonly { term?: Partial<Announced>; minimumUntil?: string; poNumber?: string }[],
  language: Language = 'en',
  plans: readonly Plan[] = [OLD, NEW],
) =>
  priceLetter(
    told.map(({ term: over, ...subscription }) => ({ subscription, term: term(over) })),
    ({ planVersion }) => plans.find(({ version }) => version === planVersion)!,
    { name: 'Ann', language },
    SELLER,
  );

describe('the mail', () => {
  test.each<[Language, string, string, string, string]>([
    ['en', '1 May 2026', '€49.00 per month', '€54.50 per month', '30 April 2026'],
    ['de', '01.05.2026', '49,00 € je Monat', '54,50 € je Monat', '30.04.2026'],
    ['fr', '01/05/2026', '49,00 € par mois', '54,50 € par mois', '30/04/2026'],
    ['es', '01/05/2026', '49,00 € al mes', '54,50 € al mes', '30/04/2026'],
    ['it', '01/05/2026', '49,00 € al mese', '54,50 € al mese', '30/04/2026'],
    ['nl', '01-05-2026', '€ 49,00 per maand', '€ 54,50 per maand', '30-04-2026'],
  ])(
    'says in %s what it was, what it will be, from when on, and until when it may be ended',
    (language, ...said) => {
      const { subject, text, html } = set(letter([{}], language));
      const plain = (one: string) => one.replaceAll(/[\u00a0\u202f]|&nbsp;/g, ' ');
      expect(plain(subject)).toContain(said[0]);
      for (const one of [...said, 'Hosting M', 'Ann']) {
        expect(plain(text)).toContain(one);
        expect(plain(html)).toContain(one);
      }
    },
  );
  test('has the facts that its template may name, and lacks only what it may', () => {
    const { said } = letter([{}]);
    expect(said!.name).toBe('price_change');
    expect(Object.keys(said!.facts).toSorted()).toEqual(Object.keys(VARIABLES.price_change).toSorted());
    const optional = Object.entries(VARIABLES.price_change).flatMap(([name, one]) =>
      'optional' in one ? [name] : [],
    );
    const several = letter([{}, { term: { from: '2026-05-15', quantity: '3' } }]).said!.facts;
    expect(Object.entries(several).flatMap(([name, value]) => (value === null ? [name] : []))).toEqual(
      optional.filter((name) => name.startsWith('price.')),
    );
  });
  test('has a row for each that reads differently, and says how many read the same', () => {
    const { rows, opening, highlight, after } = letter([
      {},
      {},
      { term: { quantity: '3' } },
      { poNumber: 'PO-7' },
      { term: { from: '2026-05-15' } },
    ]);
    expect(rows.map(({ name, details, amount }) => [name, details.join(' · '), amount])).toEqual(
      [
        [
          'Hosting M',
          'per month · from 1 May 2026 · until then €49.00 per month · 2 subscriptions',
          '€54.50',
        ],
        ['Hosting M × 3', 'per month · from 1 May 2026 · until then €147.00 per month', '€163.50'],
        ['Hosting M', 'per month · from 1 May 2026 · until then €49.00 per month · PO-7', '€54.50'],
        ['Hosting M', 'per month · from 15 May 2026 · until then €49.00 per month', '€54.50'],
      ].map(([name, details, amount]) => [name, details!.replaceAll(/(\d) (?=[A-Z])/g, '$1\u00a0'), amount]),
    );
    expect(opening[0]).toContain('your 5 subscriptions');
    expect(letter([{}, {}]).opening[0]).toContain('2 subscriptions to Hosting M change on');
    expect(highlight).toBeUndefined();
    expect(after.join()).toContain('before its first day');
  });
  test('says what is used in its own words, where that changes, and another rhythm', () => {
    const usage = (price: Plan['usage'][number]['price']) => [
      { meter: 'calls', name: 'Calls', unit: 'C62', price },
      { meter: 'disk', name: 'Disk', unit: 'C62', price: { model: 'flat' as const, price: '1' } },
    ];
    const { rows } = letter([{}], 'en', [
      { ...OLD, usage: usage({ model: 'package', size: '100', price: '1.00' }) },
      {
        ...NEW,
        interval: { unit: 'month', count: 3 },
        usage: usage({
          model: 'tiered',
          steps: [
            { from: '0', price: '0.0125' },
            { from: '1000', price: '0.01' },
          ],
        }),
      },
    ]);
    expect(rows[0]!.details[0]).toBe('every 3 months');
    expect(rows.slice(1).map(({ name, details, amount }) => [name, details[1], amount])).toEqual([
      ['Calls', 'until then 1.00 EUR / 100', '> 0: 0.0125 EUR each · > 1,000: 0.01 EUR each'],
    ]);
  });
  test('offers no end to whom a minimum term binds and who pays less', () => {
    const cheaper = { announced: { instead: 1, rise: false, mailId } };
    const bound = letter([{ minimumUntil: '2027-01-01', term: cheaper }]);
    expect(bound.after).toHaveLength(1);
    expect(bound.said!.facts['price.endBy']).toBeNull();
    expect(letter([{ minimumUntil: '2027-01-01' }]).after).toHaveLength(2);
    expect(letter([{ minimumUntil: '2026-05-01', term: cheaper }]).after).toHaveLength(2);
  });
});

describe('what was announced', () => {
  const target = OLD;
  const today = '2026-03-10';
  const change = (one: Subscription, said: Parameters<typeof changed>[2]) => {
    const done = changed(one, { from: '2026-03-01' }, said, { today, target });
    if (!done.ok) throw new Error(done.code);
    return done.value.subscription;
  };
  test('is taken back as long as it has not begun, with its rhythm', () => {
    const yearly = { unit: 'year', count: 1 } as const;
    const { rhythms, ...rest } = subscribed();
    const other = {
      from: '2026-05-01',
      anchor: '2026-05-01',
      interval: yearly,
      billing: 'in_advance' as const,
    };
    const kept = change({ ...rest, rhythms: [...rhythms, other] }, { change: 'keep_price' });
    expect(kept.terms).toEqual(subscribed().terms.slice(0, 1));
    expect(kept.rhythms).toEqual(rhythms);
    expect(changed(kept, { from: '2026-03-01' }, { change: 'keep_price' }, { today, target })).toMatchObject({
      ok: false,
      code: 'subscriptions.no_price_announced',
    });
    // Of two it takes the one that is named, and the first with what comes after it where none is.
    const later = term({
      from: '2026-07-01',
      planVersion: 3,
      announced: { instead: 2, rise: true, mailId, change: 7 },
    });
    const both = subscribed({ terms: [...subscribed().terms, later] });
    const keep = (of?: number) => {
      const done = changed(
        both,
        { from: '2026-03-01' },
        { change: 'keep_price' },
        {
          today,
          target: of === undefined ? OLD : NEW,
          of,
        },
      );
      return done.ok && done.value.subscription.terms.length;
    };
    expect([keep(), keep(7), keep(8)]).toEqual([1, 2, false]);
    const begun = subscribed({ terms: [term({ from: today })] });
    expect(announcedAfter(begun.terms, today)).toBeUndefined();
    expect(announcedAfter(begun.terms, '2026-03-09')).toBeDefined();
  });
  test('opens a minimum term for its day where something may cost more, and not where nothing does', () => {
    const bound = { minimumUntil: '2027-01-01' };
    const cancel = { change: 'cancel', when: 'period_end' } as const;
    expect(change(subscribed(bound), cancel).end).toBe('2026-05-01');
    const cheaper = term({ announced: { instead: 1, rise: false, mailId } });
    const { terms } = subscribed();
    expect(change(subscribed({ ...bound, terms: [terms[0]!, cheaper] }), cancel).end).toBe('2027-01-01');
    expect(change(subscribed({ ...bound, terms: [terms[0]!] }), cancel).end).toBe('2027-01-01');
    expect(change(subscribed(), cancel).end).toBe('2026-04-01');
    expect(
      changed(
        subscribed(bound),
        { from: '2026-03-01' },
        { change: 'cancel', when: 'now' },
        { today, target },
      ),
    ).toMatchObject({ ok: false, code: 'subscriptions.minimum_term' });
  });
  test('is no news to who ends before it, and is news again when the end is taken back', () => {
    const ended = change(subscribed(), { change: 'cancel', when: 'period_end' });
    expect(announcedOnly(subscribed(), ended)).toEqual([term()]);
    expect(announcedOnly(ended, subscribed())).toEqual([]);
    const again = change(ended, { change: 'resume' });
    expect(announcedOnly(again, ended)).toEqual([term()]);
  });
  test('before and after a change differ by what was taken back and what came', () => {
    const some = fc.uniqueArray(
      fc.record({ month: fc.integer({ min: 1, max: 9 }), mail: fc.constantFrom('a', 'b') }),
      { selector: ({ month, mail }) => `${month}${mail}`, maxLength: 5 },
    );
    const end = fc.option(
      fc.integer({ min: 1, max: 9 }).map((month) => `2026-0${month}-15`),
      { nil: undefined },
    );
    const told = fc.record({ terms: some, end }).map(({ terms, end: on }) => ({
      terms: terms.map(({ month, mail }) =>
        term({ from: `2026-0${month}-01`, announced: { instead: 1, rise: true, mailId: mail } }),
      ),
      ...(on !== undefined && { end: on }),
    }));
    const names = (all: readonly Announced[]) =>
      all.map(({ from, announced }) => `${from} ${announced.mailId}`).toSorted();
    fc.assert(
      fc.property(told, told, (before, after) => {
        const gone = names(announcedOnly(before, after));
        const came = names(announcedOnly(after, before));
        const left = names(announcedIn(before)).filter((one) => !gone.includes(one));
        expect([...left, ...came].toSorted()).toEqual(names(announcedIn(after)));
        expect(gone.filter((one) => came.includes(one))).toEqual([]);
      }),
    );
  });
  test.each<[string, Partial<Plan>, boolean]>([
    ['a higher price', { price: { model: 'unit', price: '49.01' } }, true],
    ['the same price', {}, false],
    ['a lower price', { price: { model: 'flat', price: '1' } }, false],
    ['longer periods', { interval: { unit: 'year', count: 1 } }, true],
    [
      'something that is used',
      { usage: [{ meter: 'calls', name: 'Calls', unit: 'C62', price: { model: 'flat', price: '1' } }] },
      true,
    ],
  ])('%s is a rise or none', (_, over, rise) => {
    expect(rises(OLD, hosting({ version: 2, ...over }), '1')).toBe(rise);
  });
});
