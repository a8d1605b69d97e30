import type { PageWords } from '../pagewords.ts';

export const de: PageWords = {
  subscriptions: {
    none: 'Es gibt keine Abonnements.',
    all: 'Alle Abonnements',
    states: {
      PENDING: 'Beginnt später',
      TRIAL: 'In der Testphase',
      ACTIVE: 'Läuft',
      PAUSED: 'Pausiert',
      ENDED: 'Beendet',
    },
    quantity: 'Menge',
    price: 'Preis ohne USt.',
    next: 'Nächste Abrechnung',
    minimum: 'Vereinbart bis',
    last: 'Letzter Tag',
    noticed: 'Ihre Kündigung ging ein',
    pausedUntil: 'Läuft weiter ab',
    announced: (plan, day) =>
      `Ab ${day} gilt für ${plan} ein neuer Preis. Bis dahin kann hier nur gekündigt werden.`,
    change: 'Ändern',
    fixed: 'Mehr lässt sich hier nicht ändern. Fragen Sie uns, wir sehen, was möglich ist.',
    newQuantity: (least, most) => `Neue Menge, von ${least} bis ${most}`,
    otherPlan: 'Ein anderer Tarif',
    pauseUntil: 'Ab heute pausieren und weiterlaufen am',
    show: 'Zeigen, was es kostet',
    goOn: 'Jetzt weiterlaufen lassen',
    takeBack: 'Kündigung zurücknehmen',
    cancel: 'Vertrag hier kündigen',
    said: {
      done: 'Das ist erledigt.',
      stale:
        'Das wurde nicht ausgeführt: Die Abrechnung ist inzwischen eine andere. Bitte sehen Sie sie noch einmal an.',
      refused: 'Das ist hier nicht möglich. Nichts wurde geändert.',
      bound: 'Das ist weniger, als für diese Zeit vereinbart ist. Nichts wurde geändert.',
    },
  },
  preview: {
    titles: {
      quantity: 'Andere Menge',
      plan: 'Anderer Tarif',
      pause: 'Pausieren',
      resume: 'Weiterlaufen',
      cancel: 'Vertrag kündigen',
    },
    leads: {
      quantity: (plan, day) => `${plan}, ab ${day}.`,
      plan: (plan, day) => `${plan}, ab ${day}.`,
      pause: (plan, day) => `${plan} pausiert ab heute und läuft weiter am ${day}.`,
      resume: (plan, day) => `${plan} läuft weiter, ab ${day}.`,
      cancel: (plan, day) => `${plan} endet. Der letzte Tag ist der ${day}.`,
    },
    bill: (day) => `Abrechnung vom ${day}`,
    credit: (days) => `Sie bekommen zurück für ${days}, ohne USt.`,
    nothing: 'Dafür wird nichts berechnet.',
    unpriced: 'Was bis dahin noch berechnet wird, kann gerade nicht gezeigt werden.',
    mail: 'Wir bestätigen es sofort per E-Mail, mit Tag und Uhrzeit.',
    confirm: 'So ausführen, wie gezeigt',
    confirmCancel: 'Jetzt kündigen',
    back: 'Zurück, ohne etwas zu ändern',
  },
};
