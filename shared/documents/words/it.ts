import type { CreditWords } from '../credit-words.ts';
import type { DepositWords } from '../deposit-words.ts';
import type { EarlyWords } from '../early-words.ts';
import type { FollowingWords } from '../following-words.ts';
import type { PaperWords } from '../paper-words.ts';
import type { OrderWords, ProFormaWords } from '../pro-forma-words.ts';
import type { Words } from '../words.ts';
import { METRIC } from './metric.ts';

export const it: Words = {
  invoice: 'Fattura',
  number: 'N. fattura',
  issuedOn: 'Data fattura',
  deliveredOn: 'Data di consegna',
  period: 'Periodo',
  dueOn: 'Scadenza',
  customer: 'N. cliente',
  order: 'Ordine',
  poNumber: 'Suo riferimento',
  buyerVatId: 'Sua partita IVA',
  amountDue: 'Da pagare',
  reference: 'Riferimento di pagamento',
  position: 'N.',
  item: 'Descrizione',
  sku: 'Cod. art.',
  quantity: 'Quantità',
  unitPrice: 'Prezzo unit.',
  vat: 'IVA',
  net: 'Importo',
  carried: 'Riporto',
  taxes: 'Riepilogo IVA',
  taxBase: 'Imponibile',
  tax: 'Imposta',
  subtotal: 'Totale imponibile',
  total: 'Totale',
  payment: 'Come pagare',
  paid: 'Nulla da pagare: il totale di questa fattura è zero.',
  payee: 'Beneficiario',
  bank: 'Banca',
  quote: 'Riferimento',
  scanToTransfer: 'Inquadri con la\nsua app bancaria',
  scanToPay: 'Inquadri per\npagare online',
  vatId: 'Partita IVA',
  logo: 'Logo di',
  terms: (days, dueOn) =>
    days === 0
      ? 'Pagamento immediato'
      : `Pagamento entro il ${dueOn} (${days} ${days === 1 ? 'giorno' : 'giorni'} data fattura)`,
  instalments: (parts) => `Pagamento a rate: ${parts}`,
  withoutDeduction: (sentence) => `${sentence}, senza sconti.`,
  instalment: (amount, dueOn) => `${amount} entro il ${dueOn}`,
  discount: 'Sconto',
  page: (page, pages) => `Pagina ${page} di ${pages}`,
  continued: (number) => `Fattura ${number} (segue)`,
  categories: {
    S: 'IVA',
    Z: 'Aliquota zero',
    E: 'Esente',
    AE: 'Inversione contabile',
    K: 'Cessione intracom.',
    G: 'Esportazione',
    O: 'Fuori campo IVA',
  },
  sentences: {
    AE: 'Inversione contabile: l’IVA è dovuta dal destinatario (articolo 196 della direttiva 2006/112/CE).',
    K: 'Cessione intracomunitaria di beni non imponibile IVA (articolo 138 della direttiva 2006/112/CE).',
    G: 'Esportazione di beni verso un paese terzo, non imponibile IVA.',
    O: 'Operazione fuori campo IVA.',
  },
  exemptions: { 'VATEX-EU-132': 'Esente da IVA ai sensi dell’articolo 132 della direttiva 2006/112/CE.' },
  units: {
    ...METRIC,
    C62: 'pz',
    H87: 'pz',
    EA: 'pz',
    PR: ['paio', 'paia'],
    SET: 'set',
    DZN: 'dozz.',
    XPK: 'conf.',
    XBX: ['scatola', 'scatole'],
    XCT: ['cartone', 'cartoni'],
    XPX: 'pallet',
    BX: ['scatola', 'scatole'],
    HUR: 'h',
    MIN: 'min',
    DAY: ['giorno', 'giorni'],
    WEE: ['settimana', 'settimane'],
    MON: ['mese', 'mesi'],
    ANN: ['anno', 'anni'],
    LS: 'a corpo',
  },
};

export const itCredit: CreditWords = {
  title: 'Nota di credito',
  number: 'N. nota',
  issuedOn: 'Data nota',
  credited: 'Importo accreditato',
  invoice: 'Su fattura',
  reason: 'Causale',
  continued: (number) => `Nota di credito ${number} (segue)`,
  corrects: (number, on) => `La presente nota di credito rettifica la fattura ${number} del ${on}.`,
  settles: 'È compensata con l’importo ancora aperto di tale fattura; quanto già pagato resta a suo credito.',
  reasons: {
    returned: 'Merce resa',
    not_delivered: 'Non consegnato',
    price: 'Prezzo rettificato',
    quantity: 'Quantità rettificata',
    quality: 'Difetto o reclamo',
    wrong_invoice: 'Fattura emessa per errore',
    goodwill: 'Abbuono commerciale',
  },
};

export const itFollowing: FollowingWords = {
  title: 'Nota di debito',
  number: 'N. nota di debito',
  continued: (number) => `Nota di debito ${number} (segue)`,
  subject: (number, amount, due) => `Nota di debito ${number}: ${amount}, scadenza ${due}`,
  invoice: { corrected: 'Sostituisce', debited: 'Della fattura' },
  follows: {
    corrected: (number, on) =>
      `La presente fattura sostituisce la fattura ${number} del ${on}, per la quale è stata emessa nota di credito.`,
    debited: (number, on) =>
      `La presente nota di debito integra quanto mancava nella fattura ${number} del ${on}.`,
  },
  prepaid: 'Già pagato',
  covered: 'Nulla da pagare: il Suo pagamento precedente salda questa fattura.',
};

export const itEarly: EarlyWords = {
  terms: (percent, discount, until, due) =>
    `Sconto cassa del ${percent} (${discount}) per pagamento entro il ${until}: in tal caso ${due}.`,
  until: (until, due) => `Entro il ${until} solo ${due}`,
  kept: (discount) => `meno ${discount} di sconto cassa`,
  untaxed: 'Sconto cassa',
  exempt: (discount) =>
    `L’IVA è calcolata senza lo sconto cassa di ${discount}, che sia applicato o no (articolo 79, lettera a), della direttiva 2006/112/CE).`,
};

export const itProForma: ProFormaWords = {
  title: 'Fattura proforma',
  issuedOn: 'Data',
  quote: 'Offerta',
  validUntil: 'Valida fino al',
  continued: (order) => `Fattura proforma per ${order} (segue)`,
  noInvoice:
    'Questo documento non è una fattura: non richiede alcun pagamento e non dà diritto alla detrazione dell’IVA. La fattura seguirà.',
};

export const itDeposit: DepositWords = {
  title: 'Richiesta di acconto',
  number: 'N. richiesta',
  issuedOn: 'Data',
  continued: (number) => `Richiesta di acconto ${number} (segue)`,
  line: (order, total, percent) =>
    `Acconto${percent === undefined ? '' : ` del ${percent}`} sull’ordine ${order} (totale ${total})`,
  noInvoice:
    'Questo documento non è una fattura e non riporta IVA: chiede un pagamento anticipato. Quanto versa sarà detratto dalle fatture di questo ordine.',
  said: (number, on, amount, tax) =>
    `Acconto ${number} del ${on}: ${amount} detratti${tax === undefined ? '' : ` (di cui IVA ${tax})`}.`,
  prepayment: { title: 'Fattura di acconto', continued: (number) => `Fattura di acconto ${number} (segue)` },
  subject: (number, amount, due) => `Richiesta di acconto ${number}: ${amount}, scadenza ${due}`,
  heading: (number) => `Richiesta di acconto ${number}`,
  opening: (order) =>
    `Prima di procedere con il Suo ordine ${order} Le chiediamo un acconto. In allegato trova la richiesta.`,
};

export const itConfirmation: OrderWords = {
  title: 'Conferma d’ordine',
  issuedOn: 'Data',
  continued: (order) => `Conferma d’ordine ${order} (segue)`,
  noInvoice:
    'Confermiamo il suo ordine come è riportato qui. Questo documento non è una fattura e non richiede alcun pagamento.',
};

export const itPaper: PaperWords = {
  date: 'Data',
  items: 'Fatture scadute',
  dueOn: 'Scadenza',
  days: 'Giorni di ritardo',
  level: 'Sollecito',
  open: 'Da pagare',
  oldest: 'Scaduta dal',
  count: 'Fatture',
  deposits: 'Acconti',
  numbers: 'i numeri qui sopra',
  receipt: {
    title: 'Ricevuta',
    receivedOn: 'Ricevuto il',
    method: 'Metodo',
    items: 'Che cosa ha saldato',
    applied: 'Pagato',
    discount: 'Sconto',
    open: 'Ancora aperto',
    unapplied: 'A suo credito',
  },
};
