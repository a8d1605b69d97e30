import { isValidIBAN } from 'ibantools';
import { describe, expect, test } from 'vitest';
import { customersOf } from '../../../bin/demo/customers.ts';
import { seeded } from '../../../bin/demo/random.ts';
import { vatIdOf } from '../../../bin/demo/vat.ts';
import { TAX_ID_EXAMPLES, taxIdFault, vatIdFault } from '../../../shared/customers/taxid.ts';
import { Language } from '../../../shared/kernel/party.ts';

describe('tax ids', () => {
  test.each(TAX_ID_EXAMPLES)('%s: a number of its form holds: %s', (country, example) => {
    expect(taxIdFault(country, example)).toBeUndefined();
  });
  test.each([
    ['AT', 'ATU12345678'],
    ['AU', '51824753557'],
    ['BE', 'BE0403019262'],
    ['CH', 'CHE-116.281.711'],
    ['DE', 'DE136695977'],
    ['DK', 'DK13585629'],
    ['EE', 'EE100931559'],
    ['ES', 'ESA28015866'],
    ['FI', 'FI20774741'],
    ['FR', 'FR41303265045'],
    ['GB', 'GB980780685'],
    ['GR', 'EL094259217'],
    ['HR', 'HR33392005962'],
    ['HU', 'HU12892313'],
    ['IT', 'IT00743110158'],
    ['LU', 'LU15027443'],
    ['MT', 'MT11679113'],
    ['NL', 'NL004495446B01'],
    ['NO', 'NO995525829MVA'],
    ['PL', 'PL8567346216'],
    ['PT', 'PT501964844'],
    ['RO', 'RO18547291'],
    ['SE', 'SE556188840501'],
    ['SI', 'SI50223055'],
    ['SK', 'SK2022749618'],
  ])('%s: one wrong digit is found in %s', (country, value) => {
    expect(taxIdFault(country, value)).toBe('has wrong check digits');
  });
  test.each(['DE', 'AT', 'NL', 'GB', 'CH', 'FR', 'ES', 'IT', 'BE'])(
    'those of the demo’s customers in %s hold',
    (country) => {
      for (let serial = 0; serial < 50; serial++)
        expect(vatIdFault(vatIdOf(country, serial))).toBeUndefined();
    },
  );
  test('a form says what it would be; signs and case do not matter; an unknown country is taken', () => {
    expect(taxIdFault('DE', '12345')).toBe('is not of the form of DE, such as DE136695976');
    expect(taxIdFault('DE', 'de 136 695.976')).toBeUndefined();
    expect(taxIdFault('BR', '00.000.000/0001-91')).toBeUndefined();
    expect(vatIdFault('EL094259216')).toBeUndefined();
    expect(vatIdFault('GR094259216')).toContain('EL094259216');
    expect(vatIdFault('XX1')).toBeUndefined();
  });
});

test('the demo’s customers speak every language and have accounts that hold', () => {
  const customers = customersOf(60, seeded(1));
  expect(new Set(customers.slice(0, 12).map(({ profile }) => profile.language))).toEqual(
    new Set(Language.options),
  );
  expect(customers.filter(({ iban }) => !isValidIBAN(iban)).map(({ iban }) => iban)).toEqual([]);
});
