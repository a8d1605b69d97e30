import type { Words } from '../words.ts';

export const nl: Words = {
  greeting: (name) => `Geachte ${name},`,
  closing: 'Met vriendelijke groet',
  questions: (email) => `Vragen? Beantwoord deze e-mail of schrijf naar ${email}.`,
  off: 'Dit soort e-mails stopzetten',
  amountDue: 'Te betalen',
  dueOn: 'Vervaldatum',
  reference: 'Kenmerk',
  order: 'Order',
  poNumber: 'Uw referentie',
  number: 'Factuur',
  net: 'Totaal excl. btw',
  vat: 'Btw',
  total: 'Totaal incl. btw',
  payee: 'Begunstigde',
  bank: 'Bank',
  pay: 'Bekijken en betalen',
  payShort: 'Betalen',
  overdue: 'Te laat',
  days: (days) => `${days} ${days === 1 ? 'dag' : 'dagen'}`,
  paidInFull: 'Volledig betaald',
  stillOpen: 'nog te betalen',
  vatId: 'Btw-nummer',
  confirmed: {
    subject: (order) => `Order ${order} bevestigd`,
    title: 'Uw order is bevestigd',
    opening: 'Hartelijk dank voor uw order. Wij bevestigen deze als volgt.',
    after: 'U ontvangt de factuur bij de levering.',
  },
  amended: {
    subject: (order) => `Order ${order} gewijzigd`,
    title: 'Uw order is gewijzigd',
    opening: 'Wij hebben uw order gewijzigd. Deze luidt nu als volgt.',
    after: 'Wat al geleverd is, verandert niet. U ontvangt de factuur bij de levering.',
  },
  viewOrder: 'Order bekijken',
  discount: 'Korting',
  backordered: (quantity) => `${quantity} in nalevering`,
  invoice: {
    subject: (number, amount, due) => `Factuur ${number}: ${amount}, te betalen uiterlijk ${due}`,
    free: (number) => `Factuur ${number}`,
    title: (number) => `Factuur ${number}`,
    opening: (order) => `Hierbij ontvangt u de factuur voor uw order ${order}. U vindt deze in de bijlage.`,
    after: 'U kunt online betalen of per overschrijving met dit kenmerk:',
    nothing: 'Er is niets te betalen.',
  },
  credit: {
    subject: (number, amount) => `Creditnota ${number}: ${amount}`,
    title: (number) => `Creditnota ${number}`,
    opening: (invoice) =>
      `Wij hebben factuur ${invoice} als volgt gecrediteerd. U vindt de creditnota in de bijlage.`,
    after: 'U hoeft niets te doen.',
    label: 'Gecrediteerd',
    settled: 'In mindering op de factuur',
    owed: 'Bewaard als uw tegoed',
  },
  receipt: {
    subject: (amount) => `Wij hebben uw betaling van ${amount} ontvangen`,
    title: 'Hartelijk dank voor uw betaling',
    opening: (amount, on) => `Wij hebben op ${on} ${amount} ontvangen.`,
    label: 'Betaling ontvangen',
    unapplied: (amount) =>
      `${amount} konden wij niet aan een openstaande factuur toewijzen. Wij bewaren dit bedrag als uw tegoed; ` +
      'laat het ons weten als het anders bedoeld was.',
  },
  creditUsed: {
    subject: (amount) => `Uw tegoed van ${amount} is verrekend`,
    title: 'Uw tegoed is verrekend',
    opening: (amount) => `Wij hebben ${amount} van uw tegoed voor deze facturen gebruikt.`,
    label: 'Tegoed verrekend',
  },
  reminder: {
    1: {
      subject: (what, count) => `Herinnering: ${what} ${count === 1 ? 'is' : 'zijn'} vervallen`,
      title: 'Betalingsherinnering',
      opening: 'Misschien is het aan uw aandacht ontsnapt: wij hebben onderstaand bedrag nog niet ontvangen.',
      after:
        'Hebt u inmiddels betaald? Dan danken wij u en kunt u deze herinnering als niet verzonden beschouwen.',
    },
    2: {
      subject: (what, count) => `Tweede herinnering: ${what} ${count === 1 ? 'staat' : 'staan'} nog open`,
      title: 'Tweede herinnering',
      opening:
        'Ondanks onze herinnering staat onderstaand bedrag nog open. Wij verzoeken u dit nu te voldoen.',
      after: 'Is er iets niet in orde met de levering of de factuur? Laat het ons weten, wij zoeken het uit.',
    },
    3: {
      subject: (what) => `Laatste aanmaning: ${what}`,
      title: 'Laatste aanmaning',
      opening:
        'Ondanks onze herinneringen hebben wij onderstaand bedrag niet ontvangen. ' +
        'Wij verzoeken u binnen zeven dagen te betalen.',
      after:
        'Blijft betaling uit, dan kunnen wij wettelijke rente en incassokosten in rekening brengen ' +
        'en verdere leveringen opschorten.',
    },
  },
  several: (count) => `${count} facturen`,
  courtesy: {
    subject: (what, count) => `${what} ${count === 1 ? 'vervalt' : 'vervallen'} binnenkort`,
    title: 'Een bericht vóór de vervaldag',
    opening:
      'Er is niets te laat. Wij laten u alleen op tijd weten dat onderstaand bedrag binnenkort vervalt.',
    after:
      'Hebt u de betaling al klaargezet? Dan danken wij u. Is er iets onduidelijk, laat het ons dan nu weten.',
  },
  deposit: {
    subject: (what) => `Herinnering: ${what}`,
    title: 'Herinnering aan uw aanbetaling',
    opening:
      'Wij hebben onderstaande aanbetaling nog niet ontvangen. Het is geen schuld: zodra zij binnen is, gaan wij verder met uw bestelling.',
    after:
      'Hebt u inmiddels betaald? Dan danken wij u. Wilt u de bestelling niet meer, laat het ons dan weten.',
    several: (count) => `${count} aanbetalingen`,
  },
};
