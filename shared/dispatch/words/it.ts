import type { Words } from '../words.ts';

export const it: Words = {
  greeting: (name) => `Gentile ${name},`,
  closing: 'Cordiali saluti',
  questions: (email) => `Domande? Risponda a questa e-mail o scriva a ${email}.`,
  off: 'Non ricevere più e-mail di questo tipo',
  amountDue: 'Importo da pagare',
  dueOn: 'Scadenza',
  reference: 'Riferimento',
  order: 'Ordine',
  poNumber: 'Suo riferimento',
  number: 'Fattura',
  net: 'Imponibile',
  vat: 'IVA',
  total: 'Totale',
  payee: 'Beneficiario',
  bank: 'Banca',
  pay: 'Visualizza e paga',
  payShort: 'Paga',
  overdue: 'Ritardo',
  days: (days) => `${days} ${days === 1 ? 'giorno' : 'giorni'}`,
  paidInFull: 'Interamente pagata',
  stillOpen: 'ancora da pagare',
  vatId: 'Partita IVA',
  confirmed: {
    subject: (order) => `Ordine ${order} confermato`,
    title: 'Il suo ordine è confermato',
    opening: 'Grazie per il suo ordine. Lo confermiamo come segue.',
    after: 'Riceverà la fattura con la consegna.',
  },
  amended: {
    subject: (order) => `Ordine ${order} modificato`,
    title: 'Il suo ordine è stato modificato',
    opening: 'Abbiamo modificato il suo ordine, che ora risulta come segue.',
    after: 'Quanto già consegnato resta invariato. Riceverà la fattura con la consegna.',
  },
  viewOrder: 'Visualizza l’ordine',
  discount: 'Sconto',
  backordered: (quantity) => `consegna successiva: ${quantity}`,
  invoice: {
    subject: (number, amount, due) => `Fattura ${number}: ${amount}, scadenza ${due}`,
    free: (number) => `Fattura ${number}`,
    title: (number) => `Fattura ${number}`,
    opening: (order) => `In allegato trova la fattura relativa al suo ordine ${order}.`,
    after: 'Può pagare online oppure con bonifico indicando questo riferimento:',
    nothing: 'Non c’è nulla da pagare.',
  },
  credit: {
    subject: (number, amount) => `Nota di credito ${number}: ${amount}`,
    title: (number) => `Nota di credito ${number}`,
    opening: (invoice) =>
      `Abbiamo emesso la seguente nota di credito sulla fattura ${invoice}. La trova in allegato.`,
    after: 'Non deve fare nulla.',
    label: 'Importo accreditato',
    settled: 'Detratto dalla fattura',
    owed: 'Tenuto a suo credito',
  },
  receipt: {
    subject: (amount) => `Abbiamo ricevuto il suo pagamento di ${amount}`,
    title: 'Grazie per il suo pagamento',
    opening: (amount, on) => `Abbiamo ricevuto ${amount} il ${on}.`,
    label: 'Pagamento ricevuto',
    unapplied: (amount) =>
      `Non è stato possibile attribuire ${amount} a una fattura aperta. Teniamo l’importo a suo credito; ` +
      'ci informi se era destinato ad altro.',
  },
  creditUsed: {
    subject: (amount) => `Il suo credito di ${amount} è stato utilizzato`,
    title: 'Il suo credito è stato utilizzato',
    opening: (amount) => `Abbiamo utilizzato ${amount} del suo credito per queste fatture.`,
    label: 'Credito utilizzato',
  },
  reminder: {
    1: {
      subject: (what, count) => `Promemoria: ${what} ${count === 1 ? 'scaduta' : 'scadute'}`,
      title: 'Promemoria di pagamento',
      opening: 'Potrebbe esserle sfuggito: non abbiamo ancora ricevuto l’importo indicato di seguito.',
      after: 'Se nel frattempo ha già pagato, la ringraziamo e la preghiamo di ignorare questo promemoria.',
    },
    2: {
      subject: (what) => `Secondo sollecito: ${what} ancora da pagare`,
      title: 'Secondo sollecito',
      opening:
        'Nonostante il nostro promemoria, l’importo indicato di seguito è ancora aperto. ' +
        'La preghiamo di provvedere subito.',
      after: 'C’è qualcosa che non va nella consegna o nella fattura? Ce lo dica e ce ne occuperemo.',
    },
    3: {
      subject: (what) => `Ultimo sollecito: ${what}`,
      title: 'Ultimo sollecito',
      opening:
        'Nonostante i nostri solleciti, l’importo indicato di seguito non è pervenuto. ' +
        'La preghiamo di pagare entro i prossimi sette giorni.',
      after:
        'In mancanza di pagamento potremo addebitare gli interessi di mora di legge e le spese di recupero ' +
        'e sospendere le prossime consegne.',
    },
  },
  several: (count) => `${count} fatture`,
  courtesy: {
    subject: (what) => `Scadenza vicina: ${what}`,
    title: 'Un avviso prima della scadenza',
    opening:
      'Non c’è nulla di scaduto. La informiamo solo per tempo che l’importo indicato di seguito scade a breve.',
    after: 'Se ha già disposto il pagamento, la ringraziamo. Se qualcosa non è chiaro, ce lo dica ora.',
  },
  deposit: {
    subject: (what) => `Promemoria: ${what}`,
    title: 'Promemoria del suo acconto',
    opening:
      'Non abbiamo ancora ricevuto l’acconto indicato di seguito. Non è un debito: appena arriva, proseguiamo con il suo ordine.',
    after: 'Se nel frattempo ha già pagato, la ringraziamo. Se non desidera più l’ordine, ce lo dica.',
    several: (count) => `${count} acconti`,
  },
};
