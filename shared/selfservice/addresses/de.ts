/** What the pages and the mails about a change of addresses say in German. */
import type { AddressMails } from '../addressmails.ts';
import type { AddressWords } from '../addresswords.ts';

export const pages: AddressWords = {
  roles: {
    disputes: 'Ansprechpartner für beanstandete Rechnungen (bekommt von sich aus keine E-Mails)',
    executive: 'Geschäftsleitung (bekommt von sich aus keine E-Mails)',
  },
  edit: 'Ändern',
  add: 'Adresse hinzufügen',
  addTitle: 'Eine weitere Adresse',
  editTitle: 'Adresse ändern',
  name: 'Name der Person, die sie liest',
  gets: 'Was sie bekommt',
  lead: 'Wir schicken einen Code an die neue Adresse und sagen allen Adressen Bescheid, die wir haben. Geändert wird in der Nacht nach 24 Stunden, wenn es niemand anhält.',
  ask: 'Code schicken',
  remove: 'Diese Adresse entfernen',
  removeLead:
    'Wir schicken einen Code an die Adresse, mit der Sie hereingekommen sind, und sagen allen Adressen Bescheid, die wir haben.',
  back: 'Zurück ohne Änderung',
  waits: 'Eine Änderung Ihrer Adressen wartet',
  added: (email) => `Neue Adresse: ${email}`,
  changed: (old, email) => `Aus ${old} wird ${email}`,
  removed: (old) => `${old} wird entfernt`,
  regarded: (email) => `${email} bekommt andere E-Mails`,
  by: 'Verlangt von',
  at: 'Verlangt am',
  from: 'Geändert in der Nacht nach',
  codeLead: (email) =>
    `Wir haben einen sechsstelligen Code an ${email} geschickt. Er gilt zehn Minuten und nur hier.`,
  codeElsewhere: 'Sie wartet auf ihren Code, in dem Browser, der sie verlangt hat.',
  linkElsewhere: (email) => `Sie wartet auf eine Antwort von ${email}.`,
  confirm: 'Bestätigen',
  again: 'Noch einen Code schicken',
  confirmed: 'Die Adresse hat geantwortet.',
  stop: 'Diese Änderung anhalten',
  said: {
    asked: 'Verlangt. Wenn die Adresse stimmt, ist ein Code dorthin unterwegs.',
    confirmed: 'Die Adresse hat geantwortet. Geändert wird in der Nacht nach der Zeit unten.',
    stopped: 'Die Änderung ist angehalten. Es wurde nichts geändert.',
    wrong:
      'Dieser Code passt nicht. Vielleicht ist er falsch getippt oder zu alt, oder es waren zu viele Versuche.',
    often: 'Mehr geht an einem Tag nicht. Bitte machen Sie morgen weiter.',
    last: 'Rechnungen müssen an mindestens eine Adresse gehen. Fügen Sie zuerst eine andere hinzu.',
    there: 'Diese Adresse gibt es schon.',
    refused: 'Das ist nicht möglich. Es wurde nichts geändert.',
  },
  link: {
    title: 'Rechnungen hierher schicken?',
    lead: (customer, seller) =>
      `${customer} hat ${seller} gebeten, Rechnungen und Mahnungen an diese Adresse zu schicken.`,
    yes: 'Ja, Rechnungen hierher schicken',
    done: (moment) => `Danke. Die Adressen werden in der Nacht nach ${moment} geändert.`,
    over: 'Das wird nicht mehr verlangt.',
  },
};

export const mails: AddressMails = {
  asked: {
    subject: 'Eine Änderung Ihrer E-Mail-Adressen wurde verlangt',
    title: 'Eine Änderung Ihrer Adressen wurde verlangt',
    byPage: (by) => `Jemand, der mit ${by} in Ihr Konto kam, hat diese Änderung verlangt.`,
    byMail: (by) => `Eine E-Mail von ${by} hat diese Änderung verlangt.`,
    replaces: 'Sie tritt an die Stelle einer Änderung, die vorher verlangt wurde.',
    stop: 'Sie wird nur gemacht, wenn die neue Adresse antwortet. Wollen Sie das nicht, halten Sie sie mit dem Knopf an, ohne einen Code; oder antworten Sie auf diese E-Mail.',
    stopRemove:
      'Sie wird nur gemacht, wenn noch einmal antwortet, wer sie verlangt hat. Wollen Sie das nicht, halten Sie sie mit dem Knopf an, ohne einen Code; oder antworten Sie auf diese E-Mail.',
  },
  ended: {
    APPLIED: {
      subject: 'Ihre E-Mail-Adressen wurden geändert',
      title: 'Ihre Adressen wurden geändert',
      opening: 'Diese Änderung ist gemacht, wie angekündigt.',
    },
    STOPPED: {
      subject: 'Die Änderung Ihrer E-Mail-Adressen wurde angehalten',
      title: 'Die Änderung wurde angehalten',
      opening: 'Diese Änderung wurde auf unseren Seiten angehalten. Es wurde nichts geändert.',
    },
    VOID: {
      subject: 'Die Änderung Ihrer E-Mail-Adressen gilt nicht mehr',
      title: 'Die Änderung gilt nicht mehr',
      opening: 'Ihre Adressen wurden inzwischen anders geändert, deshalb wird diese Änderung nicht gemacht.',
    },
    LAPSED: {
      subject: 'Die Änderung Ihrer E-Mail-Adressen wurde nicht bestätigt',
      title: 'Die Änderung wurde nicht bestätigt',
      opening:
        'An der neuen Adresse hat niemand rechtzeitig geantwortet, deshalb wird diese Änderung nicht gemacht.',
    },
  },
  code: {
    toNew: (customer, seller) =>
      `${customer} hat ${seller} gebeten, an diese Adresse zu schreiben. Geben Sie den Code auf der Seite ein, auf der das verlangt wurde.`,
    toRemove: (customer, seller) =>
      `${customer} hat ${seller} um eine Änderung der Adressen gebeten. Geben Sie den Code auf der Seite ein, auf der das verlangt wurde.`,
    none: 'Wissen Sie nichts davon, brauchen Sie nichts zu tun: Sie bekommen nichts geschickt.',
  },
};
