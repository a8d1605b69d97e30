import type { OrderWords } from '../orderwords.ts';
import type { Words } from '../words.ts';

export const nl: Words = {
  invoiceFrom: (number, seller) => `Factuur ${number} van ${seller}`,
  invoice: (number) => `Factuur ${number}`,
  number: 'Factuur',
  owed: 'Te betalen',
  ofTotal: (total) => `van in totaal ${total}`,
  due: (day) => `Vervaldatum ${day}`,
  overdue: (days) => `${days} ${days === 1 ? 'dag' : 'dagen'} te laat`,
  poNumber: 'Uw referentie',
  pay: (amount) => `${amount} betalen`,
  secure: 'U betaalt op de beveiligde pagina van onze betaaldienst. Wij zien uw kaart nooit.',
  part: {
    title: 'Een deel betalen',
    least: (amount) => `Ten minste ${amount}; de rest blijft open.`,
    pay: 'Dit bedrag betalen',
  },
  pending:
    'Er is een betaling onderweg. U hoeft niet nog eens te betalen; deze pagina toont haar zodra zij binnen is.',
  download: 'Factuur downloaden (PDF)',
  wrong: 'Er klopt iets niet aan deze factuur',
  details: (count) => `Waarvoor (${count} ${count === 1 ? 'artikel' : 'artikelen'})`,
  item: 'Omschrijving',
  net: 'Totaal excl. btw',
  vat: 'Btw',
  total: 'Totaal incl. btw',
  payments: 'Ontvangen betalingen',
  methods: {
    card: 'Kaart',
    bank_transfer: 'Overschrijving',
    cash: 'Contant',
    cheque: 'Cheque',
    credit_note: 'Creditnota',
    deposit: 'Aanbetaling',
  },
  open: 'Nog te betalen',
  transfer: 'Betalen per overschrijving',
  transferHint: 'Vermeld het kenmerk precies zo: dan wordt uw betaling zonder vertraging geboekt.',
  scan: 'Scan deze code met uw bankapp: de overschrijving wordt dan ingevuld.',
  payee: 'Begunstigde',
  bank: 'Bank',
  amount: 'Bedrag',
  reference: 'Kenmerk',
  until: (day) => `Deze link werkt tot en met ${day}. Deel hem niet: wie hem heeft, ziet de factuur.`,
  questions: (name) => `Vragen over deze factuur? Schrijf naar ${name}.`,
  processing: {
    title: 'Uw betaling wordt bevestigd',
    text: 'Dit duurt enkele seconden. De pagina wordt vanzelf bijgewerkt.',
    wait: 'Betaal alstublieft niet nog eens.',
    again: 'Nu controleren',
  },
  receipt: {
    title: 'Hartelijk dank, uw betaling is bevestigd',
    text: (amount, seller) => `${amount} betaald aan ${seller}.`,
    paidOn: 'Betaald op',
    method: 'Betaalwijze',
    rest: (amount) => `Van deze factuur staat nog ${amount} open.`,
  },
  paid: {
    title: 'Deze factuur is betaald',
    credited: 'Deze factuur is gecrediteerd',
    closed: 'Op deze factuur staat niets open',
    text: (number) => `Op factuur ${number} staat niets meer open. U hoeft verder niets te doen.`,
  },
  deposit: {
    from: (number, seller) => `Aanbetaling ${number} aan ${seller}`,
    heading: (number) => `Aanbetaling ${number}`,
    download: 'Verzoek downloaden (PDF)',
    until: (day) => `Deze link werkt tot en met ${day}. Deel hem niet: wie hem heeft, ziet het verzoek.`,
    questions: (name) => `Vragen over deze aanbetaling? Schrijf naar ${name}.`,
    rest: (amount) => `Van deze aanbetaling staat nog ${amount} open.`,
    title: 'Deze aanbetaling is betaald',
    closed: 'Er wordt niets meer gevraagd',
    text: (number) =>
      `Op aanbetaling ${number} staat niets meer open. Wat u hebt betaald, wordt verrekend met de facturen van uw order.`,
  },
  failed: {
    title: 'Deze link werkt niet',
    text:
      'Hij is misschien verlopen, vervangen of onvolledig. Open de nieuwste e-mail over uw factuur ' +
      'en gebruik de link daarin, of vraag de afzender om een nieuwe.',
  },
  credit: {
    has: (amount) => `U hebt bij ons een tegoed van ${amount}.`,
    use: (amount) => `Tegoed gebruiken: ${amount}`,
  },
  notices: {
    failed:
      'De betaling is niet gelukt en er is niets afgeschreven. Probeer het opnieuw of betaal per overschrijving.',
    canceled: 'U hebt de betaling voortijdig verlaten. Er is niets afgeschreven.',
    unavailable: 'Online betalen is op dit moment niet mogelijk. Betaal alstublieft per overschrijving.',
    pending: 'Er is al een betaling onderweg. U hoeft niet nog eens te betalen.',
    amount: 'Vul een bedrag in tussen het minimum en wat verschuldigd is.',
    credited: 'Uw tegoed is verrekend. Hier ziet u wat nog te betalen is.',
    promise:
      'Die dag kon niet worden aangenomen: hij ligt te ver weg, of er zijn al te veel dagen toegezegd. Kies een andere, of neem contact met ons op.',
  },
};

export const nlOrder: OrderWords = {
  title: (order, seller) => `Order ${order} bij ${seller}`,
  order: (order) => `Order ${order}`,
  total: 'Totaal van de order',
  placed: (day) => `Geplaatst op ${day}`,
  states: {
    RESERVING: 'Wordt gecontroleerd',
    HELD: 'Wordt gecontroleerd',
    CONFIRMED: 'Bevestigd',
    PART_FULFILLED: 'Gedeeltelijk geleverd',
    FULFILLED: 'Geleverd',
    CANCELLED: 'Geannuleerd',
  },
  items: (count) => `${count} ${count === 1 ? 'artikel' : 'artikelen'}`,
  delivered: (quantity) => `${quantity} geleverd`,
  backordered: (quantity) => `${quantity} in nalevering`,
  returned: (quantity) => `${quantity} geretourneerd`,
  open: (quantity) => `${quantity} nog te leveren`,
  deliveries: 'Leveringen',
  none: 'Er is nog niets geleverd.',
  questions: (email) => `Vragen over deze order? Schrijf naar ${email}.`,
  until: (day) => `Deze link werkt tot en met ${day}. Deel hem niet: wie hem heeft, ziet de order.`,
};
