import { describe, expect, test } from 'vitest';
import { endpointFault, isLeitwegId } from '../../../shared/access/endpoint.ts';
import { issueFaults, recordFaults, sellerFaults } from '../../../shared/customers/e-invoice.ts';
import type { CustomerProfile, EInvoice } from '../../../shared/customers/customer.ts';
import { BUYER, SELLER } from '../documents/snapshots.ts';

const ID = '04011000-1234512345-06';

describe('Leitweg-ID', () => {
  test.each([ID, '991-01484-64', '992-90009-96', '05711-06001-79'])('%s holds', (id) => {
    expect(isLeitwegId(id)).toBe(true);
  });
  test.each([
    '04011000-1234512345-07',
    '04011000-1234512354-06',
    '0401100-1234512345-06',
    '4-1-06',
    '04011000-06-',
    'DE123',
  ])('%s does not', (id) => {
    expect(isLeitwegId(id)).toBe(false);
  });
});

describe('endpoints', () => {
  test.each([
    ['0007', '5561888404', '5561888405'],
    ['0088', '4006381333931', '4006381333932'],
    ['0151', '51824753556', '51824753557'],
    ['0184', 'DK13585628', 'DK1358562'],
    ['0192', '995525828', '995525829'],
    ['0204', ID, '04011000-1234512345-60'],
    ['0208', '0403019261', '0403019262'],
    ['9944', 'NL004495445B01', '004495445B01'],
  ])('of scheme %s: %s holds, and %s does not', (scheme, good, bad) => {
    expect(endpointFault({ scheme, id: good }, ['peppol'])).toBeUndefined();
    expect(endpointFault({ scheme, id: bad }, ['peppol'])).toMatchObject({ member: 'id' });
  });
  test('a scheme is one of the list that its reader has', () => {
    const at = (scheme: string, reader: 'en16931' | 'peppol') =>
      endpointFault({ scheme, id: 'a@b.example' }, [reader])?.member;
    expect([at('EM', 'en16931'), at('EM', 'peppol'), at('0246', 'en16931'), at('0246', 'peppol')]).toEqual([
      undefined,
      'scheme',
      'scheme',
      undefined,
    ]);
    expect(at('0001', 'en16931')).toBe('scheme');
  });
});

const record = (eInvoice: EInvoice | undefined, over: Partial<CustomerProfile> = {}) =>
  ({ ...BUYER, currency: 'EUR', ...(eInvoice && { eInvoice }), ...over }) as CustomerProfile;
const at = (faults: readonly { pointer: string }[]) => faults.map(({ pointer }) => pointer);
const entity = { ...SELLER, endpoint: { scheme: '9930', id: 'DE136695976' } };

describe('what a customer’s record has to say', () => {
  test('nothing without a profile, and nothing for plain EN 16931', () => {
    expect(recordFaults(record(undefined, { currency: 'JPY' }))).toEqual([]);
    expect(recordFaults(record({ profile: 'en16931' }, { currency: 'KWD' }))).toEqual([]);
  });
  test.each<[string, EInvoice, string[]]>([
    ['XRechnung without a reference', { profile: 'xrechnung' }, ['/eInvoice/buyerReference']],
    ['XRechnung with one', { profile: 'xrechnung', buyerReference: 'Dept. 7' }, []],
    [
      'a public body whose reference is no Leitweg-ID',
      { profile: 'xrechnung', buyerReference: 'Dept. 7', endpoint: { scheme: '0204', id: ID } },
      ['/eInvoice/buyerReference'],
    ],
    [
      'a public body whose endpoint is none',
      { profile: 'xrechnung', buyerReference: ID, endpoint: { scheme: '0204', id: '04011000-06' } },
      ['/eInvoice/endpoint/id'],
    ],
    ['Peppol without an endpoint', { profile: 'peppol-bis-3' }, ['/eInvoice/endpoint']],
    [
      'Peppol by mail',
      { profile: 'peppol-bis-3', endpoint: { scheme: 'EM', id: 'a@b.example' } },
      ['/eInvoice/endpoint/scheme'],
    ],
  ])('%s', (_, eInvoice, pointers) => {
    expect(at(recordFaults(record(eInvoice)))).toEqual(pointers);
  });
  test('amounts without cents, or of three decimals, are in no profile', () => {
    for (const currency of ['JPY', 'KWD'])
      expect(at(recordFaults(record({ profile: 'xrechnung', buyerReference: ID }, { currency })))).toEqual([
        '/currency',
      ]);
  });
});

describe('what lacks between the customer and who sells to it', () => {
  const xrechnung = record({ profile: 'xrechnung', buyerReference: ID });
  const peppol = record({ profile: 'peppol-bis-3', endpoint: { scheme: '0088', id: '4006381333931' } });
  const abroad = { ...peppol, address: { ...peppol.address, country: 'AT' } };
  const { phone: _, ...mute } = entity;

  test.each([
    ['no phone', mute],
    ['a phone of two digits', { ...mute, phone: 'ext. 12' }],
  ])('XRechnung of an entity with %s', (_name, seller) => {
    expect(sellerFaults(xrechnung, seller)).toEqual([
      {
        pointer: '/eInvoice/profile',
        detail:
          'cannot be: entity main names no contact with a phone of three digits at least (BR-DE-6, BR-DE-27)',
      },
    ]);
  });
  test('a contact of its own is enough', () => {
    const contact = { name: 'Accounts', phone: '+49 40 1', email: 'a@b.example' };
    expect(sellerFaults(xrechnung, { ...mute, contact: { ...contact, phone: '+49 40 1' } })).toEqual([]);
  });
  test('Peppol wants an endpoint of the seller, and a reference between German sides', () => {
    const { endpoint: __, ...nowhere } = entity;
    expect(at(sellerFaults(abroad, nowhere))).toEqual(['/eInvoice/profile']);
    expect(sellerFaults(abroad, entity)).toEqual([]);
    expect(at(sellerFaults(peppol, entity))).toEqual(['/eInvoice/buyerReference']);
  });
  test.each(['DK', 'GR', 'IS', 'NO'])('Peppol has no rules written for a seller in %s', (country) => {
    const there = { ...entity, address: { ...entity.address, country } };
    expect(sellerFaults(abroad, there)[0]!.detail).toContain(`is in ${country}`);
  });
  test('before it is issued the order’s currency and its discount count', () => {
    const customer = xrechnung as never;
    expect(issueFaults(customer, entity, { currency: 'EUR', discountPercent: '2.25' })).toEqual([]);
    expect(at(issueFaults(customer, entity, { currency: 'JPY' }))).toEqual(['/currency']);
    expect(at(issueFaults(customer, entity, { currency: 'EUR', discountPercent: '2.125' }))).toEqual([
      '/eInvoice/profile',
    ]);
  });
});
