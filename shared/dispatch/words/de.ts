import type { Words } from '../words.ts';

export const de: Words = {
  greeting: (name) => `Guten Tag ${name},`,
  closing: 'Freundliche Grüße',
  questions: (email) => `Fragen? Antworten Sie auf diese E-Mail oder schreiben Sie an ${email}.`,
  off: 'E-Mails dieser Art abbestellen',
  amountDue: 'Zahlbetrag',
  dueOn: 'Fällig',
  reference: 'Zahlungsreferenz',
  order: 'Auftrag',
  poNumber: 'Ihre Bestellung',
  number: 'Rechnung',
  net: 'Netto',
  vat: 'USt.',
  total: 'Gesamtbetrag',
  payee: 'Empfänger',
  bank: 'Bank',
  pay: 'Ansehen und bezahlen',
  payShort: 'Bezahlen',
  overdue: 'Überfällig',
  days: (days) => `${days} ${days === 1 ? 'Tag' : 'Tage'}`,
  paidInFull: 'Vollständig bezahlt',
  stillOpen: 'noch offen',
  vatId: 'USt-IdNr.',
  confirmed: {
    subject: (order) => `Auftrag ${order} bestätigt`,
    title: 'Ihr Auftrag ist bestätigt',
    opening: 'Vielen Dank für Ihren Auftrag. Wir bestätigen ihn wie folgt.',
    after: 'Die Rechnung erhalten Sie mit der Lieferung.',
  },
  amended: {
    subject: (order) => `Auftrag ${order} geändert`,
    title: 'Ihr Auftrag wurde geändert',
    opening: 'Wir haben Ihren Auftrag geändert. Er lautet jetzt wie folgt.',
    after:
      'Was bereits geliefert wurde, bleibt davon unberührt. Die Rechnung erhalten Sie mit der Lieferung.',
  },
  viewOrder: 'Auftrag ansehen',
  discount: 'Rabatt',
  backordered: (quantity) => `${quantity} folgen später`,
  invoice: {
    subject: (number, amount, due) => `Rechnung ${number}: ${amount}, fällig ${due}`,
    free: (number) => `Rechnung ${number}`,
    title: (number) => `Rechnung ${number}`,
    opening: (order) => `Hier ist Ihre Rechnung zum Auftrag ${order}. Sie finden sie im Anhang.`,
    after: 'Zahlen Sie online oder per Überweisung mit dieser Referenz:',
    nothing: 'Es ist nichts zu zahlen.',
  },
  credit: {
    subject: (number, amount) => `Rechnungskorrektur ${number}: ${amount}`,
    title: (number) => `Rechnungskorrektur ${number}`,
    opening: (invoice) =>
      `Wir haben die Rechnung ${invoice} wie folgt berichtigt. Die Rechnungskorrektur finden Sie im Anhang.`,
    after: 'Sie brauchen nichts zu tun.',
    label: 'Gutschrift',
    settled: 'Von der Rechnung abgezogen',
    owed: 'Als Ihr Guthaben verwahrt',
  },
  receipt: {
    subject: (amount) => `Ihre Zahlung über ${amount} ist eingegangen`,
    title: 'Vielen Dank für Ihre Zahlung',
    opening: (amount, on) => `Am ${on} sind ${amount} bei uns eingegangen.`,
    label: 'Zahlung eingegangen',
    unapplied: (amount) =>
      `${amount} konnten wir keiner offenen Rechnung zuordnen. Wir führen den Betrag als Ihr Guthaben; ` +
      'bitte sagen Sie uns, falls er anders gemeint war.',
  },
  creditUsed: {
    subject: (amount) => `Ihr Guthaben über ${amount} ist verrechnet`,
    title: 'Ihr Guthaben ist verrechnet',
    opening: (amount) => `Wir haben ${amount} von Ihrem Guthaben für diese Rechnungen verwendet.`,
    label: 'Guthaben verrechnet',
  },
  reminder: {
    1: {
      subject: (what, count) => `Zahlungserinnerung: ${what} ${count === 1 ? 'ist' : 'sind'} fällig`,
      title: 'Freundliche Zahlungserinnerung',
      opening: 'Vielleicht ist es Ihnen entgangen: Der folgende Betrag ist noch nicht bei uns eingegangen.',
      after: 'Falls Sie inzwischen bezahlt haben: vielen Dank, dann ist diese Erinnerung gegenstandslos.',
    },
    2: {
      subject: (what, count) => `Zweite Mahnung: ${what} ${count === 1 ? 'ist' : 'sind'} überfällig`,
      title: 'Zweite Mahnung',
      opening: 'Der folgende Betrag ist trotz unserer Erinnerung noch offen. Bitte begleichen Sie ihn jetzt.',
      after:
        'Stimmt etwas mit der Lieferung oder der Rechnung nicht? Sagen Sie es uns, wir kümmern uns darum.',
    },
    3: {
      subject: (what) => `Letzte Mahnung: ${what}`,
      title: 'Letzte Mahnung',
      opening:
        'Trotz unserer Erinnerungen ist der folgende Betrag nicht eingegangen. ' +
        'Bitte zahlen Sie innerhalb der nächsten sieben Tage.',
      after:
        'Ohne Zahlungseingang können wir gesetzliche Verzugszinsen und Kosten berechnen ' +
        'und weitere Lieferungen zurückhalten.',
    },
  },
  several: (count) => `${count} Rechnungen`,
  courtesy: {
    subject: (what, count) => `${what} ${count === 1 ? 'wird' : 'werden'} bald fällig`,
    title: 'Ein Hinweis vor der Fälligkeit',
    opening:
      'Es ist nichts überfällig. Wir sagen Ihnen nur rechtzeitig Bescheid, dass der folgende Betrag bald fällig wird.',
    after:
      'Falls Sie die Zahlung schon veranlasst haben: vielen Dank. Falls etwas unklar ist, sagen Sie es uns bitte jetzt.',
  },
  deposit: {
    subject: (what) => `Erinnerung: ${what}`,
    title: 'Erinnerung an Ihre Anzahlung',
    opening:
      'Die folgende Anzahlung ist noch nicht bei uns eingegangen. Sie ist keine Schuld: Sobald sie da ist, machen wir mit Ihrem Auftrag weiter.',
    after:
      'Falls Sie inzwischen gezahlt haben: vielen Dank. Falls Sie den Auftrag nicht mehr wünschen, sagen Sie es uns bitte.',
    several: (count) => `${count} Anzahlungen`,
  },
};
