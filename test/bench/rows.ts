/** Customers as a CSV file, no two alike. */
export const generate = (rows: number): string =>
  [
    'externalId,name,line1,postalCode,city,country,emails,currency,paymentTermsDays,segment',
    ...Array.from(
      { length: rows },
      (_, at) =>
        `E-${at},${nameOf(at)} GmbH,Weg ${at},${String(10_000 + (at % 90_000))},Ort ${at % 500},DE,e${at}@e.example,EUR,30,retail`,
    ),
    '',
  ].join('\n');

const SYLLABLES = [
  'ba',
  'de',
  'fi',
  'go',
  'hu',
  'ka',
  'le',
  'mi',
  'no',
  'pu',
  'ra',
  'se',
  'ti',
  'vo',
  'wu',
  'za',
];
const nameOf = (serial: number): string =>
  [0, 4, 8, 12].map((shift) => SYLLABLES[(serial >> shift) & 15]).join('');
