/** What the pages behind a code say in German. */
import type { Words } from '../words.ts';

export const de: Words = {
  door: {
    title: 'Ihr Konto',
    choose: 'Wir senden einen Code an eine der Adressen, die wir von Ihnen kennen. Welche soll es sein?',
    type: 'Geben Sie die Adresse ein, an die unsere E-Mails gehen. Wenn wir sie kennen, ist ein Code unterwegs.',
    email: 'E-Mail-Adresse',
    send: 'Code senden',
    closed:
      'Öffnen Sie den Link in einer unserer E-Mails und folgen Sie dort „Alle Ihre Rechnungen und Zahlungen“.',
    over: 'Sie sind hier nicht oder nicht mehr angemeldet.',
    tooMany: 'Das wurde zu oft verlangt. Bitte warten Sie eine Minute und versuchen Sie es erneut.',
    strange:
      'Dieses Formular kam nicht von unserer Seite. Bitte öffnen Sie die Seite und versuchen Sie es erneut.',
  },
  code: {
    title: 'Geben Sie den Code aus unserer E-Mail ein',
    lead: 'Wenn wir die Adresse kennen, ist ein Code aus sechs Ziffern unterwegs. Er gilt zehn Minuten, in diesem Browser.',
    label: 'Der Code',
    enter: 'Weiter',
    wrong:
      'Dieser Code öffnet das Konto nicht. Er ist vertippt oder zu alt, oder es waren zu viele Versuche. Fordern Sie einen neuen an.',
    again: 'Neuen Code anfordern',
  },
  mail: {
    title: 'Ihr Code',
    opening: (seller) => `Jemand hat einen Code angefordert, um Ihr Konto bei ${seller} zu sehen.`,
    label: 'Der Code',
    note: 'Er gilt zehn Minuten und einmal.',
    after:
      'Wir fragen nie am Telefon oder per E-Mail danach. Wenn Sie es nicht waren, müssen Sie nichts tun.',
  },
  nav: {
    label: 'Ihr Konto',
    start: 'Übersicht',
    invoices: 'Rechnungen',
    payments: 'Zahlungen',
    methods: 'Zahlungsmittel',
    statements: 'Kontoauszüge',
    subscriptions: 'Abonnements',
    whose: 'Anderes Konto',
    leave: 'Abmelden',
  },
  start: {
    nothing: 'Nichts ist offen.',
    open: 'Offen',
    when: {
      late: 'Überfällig',
      week: 'Fällig in 7 Tagen',
      month: 'Fällig in 30 Tagen',
      later: 'Später fällig',
    },
    pay: 'Eine oder mehrere bezahlen',
    waits: 'Was auf Sie wartet',
    overdue: (count) =>
      count === 1 ? 'Eine Rechnung ist überfällig.' : `${count} Rechnungen sind überfällig.`,
    asked: (number) => `Wir haben eine Frage zu dem, was Sie an Rechnung ${number} beanstandet haben.`,
    credit: (amount) => `Sie haben ${amount} bei uns, die noch nichts ausgleichen.`,
  },
  invoices: {
    show: { open: 'Offene', paid: 'Erledigte', all: 'Alle' },
    none: 'Hier gibt es keine.',
    more: 'Ältere zeigen',
    first: 'Zurück zu den neuesten',
    states: {
      ISSUED: 'Offen',
      PART_PAID: 'Teilweise bezahlt',
      PAID: 'Bezahlt',
      CREDITED: 'Gutgeschrieben',
      WRITTEN_OFF: 'Geschlossen',
      VOID: 'Ungültig',
    },
    of: (total) => `von ${total}`,
  },
  invoice: {
    issued: 'Ausgestellt',
    delivered: 'Geliefert',
    due: 'Fällig',
    promised: 'Von Ihnen zugesagt bis',
    disputed: 'In Klärung',
    why: 'Warum der Betrag so ist',
    total: 'Rechnungsbetrag',
    given: 'Nicht mehr verlangt',
    discount: 'Skonto',
    prepaid: 'Vorab bezahlt',
    pay: 'Bezahlen oder einen Tag zusagen',
    xml: 'E-Rechnung herunterladen (XML)',
    claims: 'Kosten des Zahlungsverzugs',
    claim: { interest: 'Zinsen', fee: 'Mahngebühr', compensation: 'Pauschale' },
    credits: 'Rechnungskorrekturen',
  },
  payments: {
    since: (day) => `Zahlungen seit ${day}`,
    none: 'Es gibt keine.',
    settled: (number) => `Rechnung ${number}`,
    free: 'Noch nicht verwendet',
    use: 'Für offene Rechnungen verwenden',
  },
  statements: {
    lead: 'Ein Kontoauszug wird auf einen Tag erstellt und aufbewahrt. Wenige Sekunden später kann er hier heruntergeladen werden.',
    kind: 'Was er aufführt',
    kinds: { open_items: 'Was offen ist', activity: 'Alle Bewegungen' },
    from: 'Von',
    to: 'Bis',
    make: 'Kontoauszug erstellen',
    made: 'Der Kontoauszug wird erstellt. Öffnen Sie diese Seite in wenigen Sekunden noch einmal.',
    refused:
      'Diese Tage passen nicht. Der erste darf nicht nach dem letzten liegen und keiner in der Zukunft.',
    none: 'Es gibt noch keine.',
    soon: 'wird erstellt',
    of: (day) => `Zum ${day}`,
  },
  whose: {
    lead: 'Ihre Adresse gehört zu mehreren Konten. Welches möchten Sie sehen?',
    look: 'Dieses Konto ansehen',
  },
};
