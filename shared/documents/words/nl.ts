import type { CreditWords } from '../credit-words.ts';
import type { DepositWords } from '../deposit-words.ts';
import type { EarlyWords } from '../early-words.ts';
import type { FollowingWords } from '../following-words.ts';
import type { PaperWords } from '../paper-words.ts';
import type { OrderWords, ProFormaWords } from '../pro-forma-words.ts';
import type { Words } from '../words.ts';
import { METRIC } from './metric.ts';

export const nl: Words = {
  invoice: 'Factuur',
  number: 'Factuurnummer',
  issuedOn: 'Factuurdatum',
  deliveredOn: 'Leverdatum',
  period: 'Periode',
  dueOn: 'Vervaldatum',
  customer: 'Klantnummer',
  order: 'Order',
  poNumber: 'Uw referentie',
  buyerVatId: 'Uw btw-nummer',
  amountDue: 'Te betalen',
  reference: 'Betalingskenmerk',
  position: 'Nr.',
  item: 'Omschrijving',
  sku: 'Art.nr.',
  quantity: 'Aantal',
  unitPrice: 'Eenheidsprijs',
  vat: 'Btw',
  net: 'Bedrag',
  carried: 'Transport',
  taxes: 'Btw-overzicht',
  taxBase: 'Grondslag',
  tax: 'Btw',
  subtotal: 'Totaal excl. btw',
  total: 'Totaal',
  payment: 'Zo betaalt u',
  paid: 'Niets te betalen: het totaal van deze factuur is nul.',
  payee: 'Begunstigde',
  bank: 'Bank',
  quote: 'Kenmerk',
  scanToTransfer: 'Scan met uw\nbankapp',
  scanToPay: 'Scan om online\nte betalen',
  vatId: 'Btw-nummer',
  logo: 'Logo van',
  terms: (days, dueOn) =>
    days === 0
      ? 'Direct te betalen'
      : `Te betalen uiterlijk ${dueOn} (binnen ${days} ${days === 1 ? 'dag' : 'dagen'})`,
  instalments: (parts) => `Te betalen in termijnen: ${parts}`,
  withoutDeduction: (sentence) => `${sentence}, zonder aftrek.`,
  instalment: (amount, dueOn) => `${amount} uiterlijk ${dueOn}`,
  discount: 'Korting',
  page: (page, pages) => `Pagina ${page} van ${pages}`,
  continued: (number) => `Factuur ${number} (vervolg)`,
  categories: {
    S: 'Btw',
    Z: 'Nultarief',
    E: 'Vrijgesteld',
    AE: 'Btw verlegd',
    K: 'Intracomm. levering',
    G: 'Uitvoer',
    O: 'Niet aan btw onderworpen',
  },
  sentences: {
    AE: 'Btw verlegd: de btw is verschuldigd door de afnemer (artikel 196 van Richtlijn 2006/112/EG).',
    K: 'Intracommunautaire levering van goederen, vrijgesteld van btw (artikel 138 van Richtlijn 2006/112/EG).',
    G: 'Uitvoer van goederen naar een derde land, vrijgesteld van btw.',
    O: 'Niet aan btw onderworpen.',
  },
  exemptions: {
    'VATEX-EU-132': 'Vrijgesteld van btw op grond van artikel 132 van Richtlijn 2006/112/EG.',
  },
  units: {
    ...METRIC,
    C62: 'st.',
    H87: 'st.',
    EA: 'st.',
    PR: 'paar',
    SET: ['set', 'sets'],
    DZN: 'dozijn',
    XPK: ['pak', 'pakken'],
    XBX: ['doos', 'dozen'],
    XCT: ['karton', 'kartons'],
    XPX: ['pallet', 'pallets'],
    BX: ['doos', 'dozen'],
    HUR: 'uur',
    MIN: 'min.',
    DAY: ['dag', 'dagen'],
    WEE: ['week', 'weken'],
    MON: ['maand', 'maanden'],
    ANN: 'jaar',
    LS: 'forfait',
  },
};

export const nlCredit: CreditWords = {
  title: 'Creditnota',
  number: 'Creditnotanr.',
  issuedOn: 'Datum',
  credited: 'Creditbedrag',
  invoice: 'Bij factuur',
  reason: 'Reden',
  continued: (number) => `Creditnota ${number} (vervolg)`,
  corrects: (number, on) => `Deze creditnota corrigeert factuur ${number} van ${on}.`,
  settles:
    'Zij wordt verrekend met het openstaande bedrag van die factuur; wat al betaald was, blijft uw tegoed.',
  reasons: {
    returned: 'Goederen geretourneerd',
    not_delivered: 'Niet geleverd',
    price: 'Prijs gecorrigeerd',
    quantity: 'Aantal gecorrigeerd',
    quality: 'Gebrek of klacht',
    wrong_invoice: 'Factuur ten onrechte verstuurd',
    goodwill: 'Coulance',
  },
};

export const nlFollowing: FollowingWords = {
  title: 'Debetnota',
  number: 'Debetnotanummer',
  continued: (number) => `Debetnota ${number} (vervolg)`,
  subject: (number, amount, due) => `Debetnota ${number}: ${amount}, te betalen uiterlijk ${due}`,
  invoice: { corrected: 'Vervangt', debited: 'Bij factuur' },
  follows: {
    corrected: (number, on) =>
      `Deze factuur vervangt factuur ${number} van ${on}, die wij hebben gecrediteerd.`,
    debited: (number, on) => `Deze debetnota betreft wat op factuur ${number} van ${on} ontbrak.`,
  },
  prepaid: 'Al betaald',
  covered: 'Niets te betalen: uw eerdere betaling voldoet deze factuur.',
};

export const nlEarly: EarlyWords = {
  terms: (percent, discount, until, due) =>
    `${percent} betalingskorting (${discount}) bij betaling uiterlijk ${until}: dan ${due}.`,
  until: (until, due) => `Bij betaling uiterlijk ${until} slechts ${due}`,
  kept: (discount) => `min ${discount} betalingskorting`,
  untaxed: 'Betalingskorting',
  exempt: (discount) =>
    `De btw is berekend zonder de betalingskorting van ${discount}, of die nu wordt toegepast of niet (artikel 79, onder a), van Richtlijn 2006/112/EG).`,
};

export const nlProForma: ProFormaWords = {
  title: 'Pro-formafactuur',
  issuedOn: 'Datum',
  quote: 'Offerte',
  validUntil: 'Geldig tot en met',
  continued: (order) => `Pro-formafactuur bij ${order} (vervolg)`,
  noInvoice:
    'Dit is geen factuur: er hoeft niets te worden betaald en de btw is niet aftrekbaar. De factuur volgt.',
};

export const nlDeposit: DepositWords = {
  title: 'Aanbetalingsverzoek',
  number: 'Verzoeknummer',
  issuedOn: 'Datum',
  continued: (number) => `Aanbetalingsverzoek ${number} (vervolg)`,
  line: (order, total, percent) =>
    `Aanbetaling${percent === undefined ? '' : ` van ${percent}`} voor order ${order} (totaal ${total})`,
  noInvoice:
    'Dit is geen factuur en er staat geen btw op: wij vragen om een betaling vooraf. Wat u betaalt, wordt verrekend met de facturen van deze order.',
  said: (number, on, amount, tax) =>
    `Aanbetaling ${number} van ${on}: ${amount} verrekend${tax === undefined ? '' : ` (waarvan btw ${tax})`}.`,
  prepayment: { title: 'Voorschotfactuur', continued: (number) => `Voorschotfactuur ${number} (vervolg)` },
  subject: (number, amount, due) => `Aanbetalingsverzoek ${number}: ${amount}, te betalen uiterlijk ${due}`,
  heading: (number) => `Aanbetalingsverzoek ${number}`,
  opening: (order) =>
    `Voordat wij verdergaan met uw order ${order}, vragen wij u om een aanbetaling. Het verzoek vindt u in de bijlage.`,
};

export const nlConfirmation: OrderWords = {
  title: 'Orderbevestiging',
  issuedOn: 'Datum',
  continued: (order) => `Orderbevestiging ${order} (vervolg)`,
  noInvoice:
    'Wij bevestigen uw bestelling zoals die hier staat. Dit is geen factuur en geen betalingsverzoek.',
};

export const nlPaper: PaperWords = {
  date: 'Datum',
  items: 'Vervallen facturen',
  dueOn: 'Vervaldatum',
  days: 'Dagen te laat',
  level: 'Herinnering',
  open: 'Openstaand',
  oldest: 'Vervallen sinds',
  count: 'Facturen',
  deposits: 'Aanbetalingen',
  numbers: 'de nummers hierboven',
  receipt: {
    title: 'Betalingsbewijs',
    receivedOn: 'Ontvangen op',
    method: 'Betaalwijze',
    items: 'Wat ermee is voldaan',
    applied: 'Betaald',
    discount: 'Korting',
    open: 'Nog open',
    unapplied: 'Als tegoed',
  },
};
