/** VAT rates of sellers' countries, dated, with their legal source. A country that is not here cannot issue. */
import type { DatedRate } from '../price.ts';

export const RATES: readonly DatedRate[] = [
  { country: 'DE', taxClass: 'standard', ratePpm: 190_000, from: '2021-01-01', source: '§ 12 (1) UStG' },
  { country: 'DE', taxClass: 'reduced', ratePpm: 70_000, from: '2021-01-01', source: '§ 12 (2) UStG' },
  { country: 'DE', taxClass: 'standard', ratePpm: 160_000, from: '2020-07-01', source: '§ 28 (1) UStG' },
  { country: 'DE', taxClass: 'reduced', ratePpm: 50_000, from: '2020-07-01', source: '§ 28 (2) UStG' },
  { country: 'DE', taxClass: 'standard', ratePpm: 190_000, from: '2007-01-01', source: '§ 12 (1) UStG' },
  { country: 'DE', taxClass: 'reduced', ratePpm: 70_000, from: '1983-07-01', source: '§ 12 (2) UStG' },
  { country: 'AT', taxClass: 'standard', ratePpm: 200_000, from: '1984-01-01', source: '§ 10 (1) UStG 1994' },
  { country: 'AT', taxClass: 'reduced', ratePpm: 100_000, from: '1984-01-01', source: '§ 10 (2) UStG 1994' },
  {
    country: 'NL',
    taxClass: 'standard',
    ratePpm: 210_000,
    from: '2012-10-01',
    source: 'art. 9 (1) Wet OB 1968',
  },
  {
    country: 'NL',
    taxClass: 'reduced',
    ratePpm: 90_000,
    from: '2019-01-01',
    source: 'art. 9 (2) Wet OB 1968',
  },
  { country: 'FR', taxClass: 'standard', ratePpm: 200_000, from: '2014-01-01', source: 'art. 278 CGI' },
  { country: 'FR', taxClass: 'reduced', ratePpm: 55_000, from: '2014-01-01', source: 'art. 278-0 bis CGI' },
  { country: 'GB', taxClass: 'standard', ratePpm: 200_000, from: '2011-01-04', source: 's. 2 (1) VATA 1994' },
  { country: 'GB', taxClass: 'reduced', ratePpm: 50_000, from: '1997-09-01', source: 's. 29A VATA 1994' },
];

/** Member states of the VAT area by ISO code; Northern Ireland's XI is for goods only and not modelled. */
export const EU = new Set(
  'AT BE BG CY CZ DE DK EE ES FI FR GR HR HU IE IT LT LU LV MT NL PL PT RO SE SI SK'.split(' '),
);
