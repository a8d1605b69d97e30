import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { ended } from '../../../shared/addresses/asking.ts';
import { Wish, type AddressChange, type Asks } from '../../../shared/addresses/change.ts';
import {
  after,
  askedToday,
  becomes,
  changed,
  CONFIRM_MS,
  everyAddress,
  kindOf,
  MOST_A_DAY,
  ROLES,
  rolesAt,
  WAIT_MS,
} from '../../../shared/addresses/rules.ts';
import { addressesOf, type Contact } from '../../../shared/customers/customer.ts';

const NOW = '2026-05-12T09:00:00.000Z';
const ADDRESSES = ['a@x.example', 'b@x.example', 'c@x.example', 'd@x.example'] as const;
const address = fc.constantFrom(...ADDRESSES);
const roles = fc.uniqueArray(fc.constantFrom(...ROLES), { minLength: 1, maxLength: 4 });
const customer = fc.record({
  name: fc.constant('Müller'),
  emails: fc.uniqueArray(address, { minLength: 1, maxLength: 3 }),
  contacts: fc.array(
    fc.record({
      role: fc.constantFrom(...ROLES),
      name: fc.constantFrom('Anna', 'Bo'),
      email: address,
      phone: fc.constant('+49 1'),
    }),
    { maxLength: 4 },
  ),
});
/** Capitals tell nobody apart. */
const loud = fc.boolean();
const wish = fc
  .record({ old: address, email: fc.constantFrom(...ADDRESSES, 'new@x.example'), roles, loud })
  .chain(({ old, email, roles: gets, loud: up }) =>
    fc.constantFrom<Wish>(
      { old },
      { email, name: 'Neu', roles: gets },
      { old: up ? old.toUpperCase() : old, email, name: 'Neu', roles: gets },
    ),
  );
const plain = (one: string) => one.toLowerCase();
const sorted = (all: readonly string[]) => [...new Set(all.map(plain))].sort();
const reached = (of: Parameters<typeof rolesAt>[0], role: Contact['role']) =>
  sorted(ADDRESSES.concat('new@x.example' as never).filter((one) => rolesAt(of, one).includes(role)));

describe('a change', () => {
  test('moves what it names, and whoever it does not name gets what it got', () => {
    let made = 0;
    fc.assert(
      fc.property(customer, wish, (before, wanted) => {
        const done = changed(before, wanted);
        if (!done.ok) return;
        made += 1;
        const { old, email, roles: gets = [] } = wanted;
        for (const role of ROLES) {
          const others = reached(before, role).filter((one) => one !== old?.toLowerCase());
          const expected = sorted([
            ...others,
            ...(email !== undefined && gets.includes(role) ? [email] : []),
          ]);
          // A confirmation of an order has to go somewhere: to the profile's addresses, as before there was a contact.
          if (role === 'orders' && expected.length === 0)
            expect(reached(done.value, role)).toEqual(sorted(done.value.emails));
          else expect([role, reached(done.value, role)]).toEqual([role, expected]);
        }
        expect(addressesOf(done.value, 'billing').length).toBeGreaterThan(0);
        expect(done.value.emails.length).toBeGreaterThan(0);
        expect(done.value.emails.length).toBeLessThanOrEqual(5);
        if (old !== undefined && plain(old) !== plain(email ?? ''))
          expect(sorted(everyAddress(done.value))).not.toContain(plain(old));
        // Contacts that it does not name stand as they stood.
        const untouched = ({ email: one }: Contact) =>
          ![old, email].some((x) => x && plain(x) === plain(one));
        expect(done.value.contacts ?? []).toEqual(expect.arrayContaining(before.contacts.filter(untouched)));
      }),
      { numRuns: 500 },
    );
    expect(made).toBeGreaterThan(100);
  });
  const one = { name: 'Müller', emails: ['a@x.example'] };
  const billed = (email: string): Contact => ({ role: 'billing', name: 'Bo', email });
  test.each([
    ['removes the last address for invoices', one, { old: 'a@x.example' }, 'addresses.last'],
    [
      'leaves the last address for invoices none',
      one,
      { old: 'A@x.example', email: 'a@x.example', roles: ['orders'] },
      'addresses.last',
    ],
    [
      'removes the last contact for invoices, whose place nobody was asked to take',
      { ...one, contacts: [billed('b@x.example')] },
      { old: 'b@x.example' },
      'addresses.last',
    ],
    ['adds one that is there', one, { email: 'A@X.example', roles: ['orders'] }, 'addresses.there_already'],
    [
      'changes one that is not',
      one,
      { old: 'z@x.example', email: 'b@x.example', roles: ['billing'] },
      'addresses.unknown',
    ],
    ['names none', one, {}, 'addresses.nothing'],
    ['gives it nothing', one, { email: 'b@x.example', roles: [] }, 'addresses.nothing'],
    [
      'is one too many',
      { ...one, contacts: Array.from({ length: 20 }, (_, n) => billed(`n${n}@x.example`)) },
      { email: 'b@x.example', roles: ['billing'] },
      'addresses.too_many',
    ],
  ] as const)('that %s is refused', (_, of, wanted, code) => {
    expect(changed(of as never, wanted as unknown as Wish)).toMatchObject({ ok: false, code });
  });
  test('keeps a telephone with its address, and gives the new one its reader', () => {
    const contacts: Contact[] = [{ ...billed('a@x.example'), phone: '+49 1' }];
    const regarded = changed(
      { ...one, contacts },
      { old: 'a@x.example', email: 'a@x.example', name: 'Cy', roles: ['billing'] },
    );
    const moved = changed(
      { ...one, contacts },
      { old: 'a@x.example', email: 'n@x.example', name: 'Cy', roles: ['billing'] },
    );
    expect([regarded, moved]).toMatchObject([
      { value: { contacts: [{ name: 'Cy', phone: '+49 1' }] } },
      {
        value: { emails: ['n@x.example'], contacts: [{ role: 'billing', name: 'Cy', email: 'n@x.example' }] },
      },
    ]);
    expect(JSON.stringify(moved)).not.toContain('+49');
  });
  test('says what it is', () => {
    expect([{ email: 'a' }, { old: 'a', email: 'b' }, { old: 'a' }].map((one) => kindOf(one))).toEqual([
      'add',
      'change',
      'remove',
    ]);
  });
});

test.each([
  ['a@b.example\r\nBcc: thief@evil.example', 'a line break'],
  ['a@b.example\u2028', 'a line of its own'],
  ['a@müller.example', 'a letter that looks like another'],
  ['\u0430@b.example', 'a letter of another alphabet'],
  ['a@b.example, c@d.example', 'two'],
  ['"Bank" <a@b.example>', 'a name'],
  [`${'x'.repeat(65)}@b.example`, 'too long a name'],
])('an address is none that has %j (%s)', (email) =>
  expect(Wish.safeParse({ email, roles: ['billing'] }).success).toBe(false),
);

describe('what becomes of a change that waits', () => {
  const waits = (confirmed: boolean): Parameters<typeof becomes>[0] => ({
    basis: 'x',
    askedAt: NOW,
    from: after(NOW, WAIT_MS),
    ...(confirmed && { confirmed: { at: NOW, by: 'code' as const } }),
  });
  test.each([
    ['nobody answered yet', false, CONFIRM_MS - 1, 'x', undefined],
    ['nobody answered in time', false, CONFIRM_MS, 'x', 'LAPSED'],
    ['it was answered, and a day is not over', true, WAIT_MS - 1, 'x', undefined],
    ['it was answered, and a day is over', true, WAIT_MS, 'x', 'APPLIED'],
    ['it was answered long ago', true, 9 * WAIT_MS, 'x', 'APPLIED'],
    ['the addresses are others by now', true, WAIT_MS, 'y', 'VOID'],
    ['the addresses are others at once', false, 0, 'y', 'VOID'],
    ['the customer is there no more', true, WAIT_MS, undefined, 'VOID'],
  ] as const)('%s', (_, answered, ms, basis, state) =>
    expect(becomes(waits(answered), { now: after(NOW, ms), basis, told: 'SENT' })).toBe(state),
  );
  test.each([
    [undefined, undefined],
    ['QUEUED', undefined],
    ['SENDING', undefined],
    ['SENT', 'APPLIED'],
    ['BOUNCED', 'APPLIED'],
    ['SUPPRESSED', 'APPLIED'],
  ] as const)('its day is over, and the mail that tells of it is %s', (told, state) => {
    const now = after(NOW, 2 * WAIT_MS);
    expect(becomes(waits(true), { now, basis: 'x', told })).toBe(state);
    expect(becomes(waits(true), { now, basis: 'y', told })).toBe('VOID');
  });
  test('it is made only after its answer and its day, whatever else there is', () =>
    fc.assert(
      fc.property(
        fc.boolean(),
        fc.integer({ min: 0, max: 10 * WAIT_MS }),
        fc.boolean(),
        (answered, ms, same) => {
          const state = becomes(waits(answered), {
            now: after(NOW, ms),
            basis: same ? 'x' : 'y',
            told: 'SENT',
          });
          if (state === 'APPLIED') expect([answered, ms >= WAIT_MS, same]).toEqual([true, true, true]);
          // The night after two days finds none that still waits.
          if (ms >= CONFIRM_MS) expect(state).toBeDefined();
        },
      ),
    ));
});

test('three times a day, wherever the day begins', () =>
  fc.assert(
    fc.property(fc.array(fc.integer({ min: 0, max: 4 * WAIT_MS }), { maxLength: 30 }), (offsets) => {
      let asks: Asks | undefined;
      const done: number[] = [];
      for (const ms of offsets.toSorted((a, b) => a - b)) {
        const at = askedToday(asks, after(NOW, ms));
        const recent = done.filter((one) => one > ms - WAIT_MS).length;
        expect(at !== undefined).toBe(recent < MOST_A_DAY);
        if (!at) continue;
        done.push(ms);
        asks = {
          version: 1,
          customerId: 'cus_x',
          live: 'adc_x',
          at,
        };
      }
    }),
  ));

describe('a change that is over', () => {
  const waits: AddressChange = {
    id: `adc_${'0'.repeat(26)}`,
    version: 1,
    customerId: `cus_${'0'.repeat(26)}`,
    entity: 'acme',
    wish: { old: 'old@x.example', email: 'new@x.example', roles: ['billing'] },
    by: 'o•••@x.example',
    basis: 'x',
    told: ['old@x.example'],
    codes: 1,
    state: 'PENDING',
    askedAt: NOW,
    from: after(NOW, WAIT_MS),
    trace: '0'.repeat(32),
  };
  const deps = { tenant: 'acme', actor: 'look-after', trace: '1'.repeat(32), now: after(NOW, WAIT_MS) };
  const types = (of: ReturnType<typeof ended>) => of.events.map(({ type }) => type);
  test('is told to all who heard of it, unless a later one says so', () => {
    expect(types(ended(waits, 'VOID', deps))).toEqual(['address.change_ended', 'mail.queued']);
    expect(types(ended(waits, 'REPLACED', deps))).toEqual(['address.change_ended']);
  });
  test.each([
    ['LAPSED', 1],
    ['VOID', 1],
    ['REPLACED', 1],
    ['STOPPED', 0],
    ['APPLIED', 0],
  ] as const)('that a mail asked for is read by a person where it is %s: %i', (state, tasks) => {
    const reply = `rpl_${'0'.repeat(26)}`;
    const opens = (...of: Parameters<typeof ended>) =>
      ended(...of).events.filter(({ type }) => type === 'task.opened');
    const all = opens({ ...waits, replyId: reply }, state, deps);
    expect(all).toHaveLength(tasks);
    if (tasks > 0) expect(JSON.stringify(all)).toContain(reply);
    expect([opens(waits, state, deps), opens({ ...waits, replyId: reply }, state, deps, true)]).toEqual([
      [],
      [],
    ]);
  });
  test('keeps nothing of a customer that is erased, and is told to nobody', () => {
    const over = ended(waits, 'VOID', deps, true);
    expect(types(over)).toEqual(['address.change_ended']);
    expect(over.change).toMatchObject({ state: 'VOID', wish: {}, told: [], endedAt: deps.now });
    expect(JSON.stringify(over)).not.toContain('@x.example');
  });
});
