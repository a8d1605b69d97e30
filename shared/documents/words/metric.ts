/** Units that every language writes alike, by their code of UN/ECE Recommendation 20. */
export const METRIC = {
  KGM: 'kg',
  GRM: 'g',
  TNE: 't',
  LTR: 'l',
  MLT: 'ml',
  MTR: 'm',
  CMT: 'cm',
  MMT: 'mm',
  KMT: 'km',
  MTK: 'm²',
  MTQ: 'm³',
  KWH: 'kWh',
  MWH: 'MWh',
  P1: '%',
} as const;
