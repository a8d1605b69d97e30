/** What mails of disputes say in German. */
import type { Words } from '../words.ts';

export const DE: Words = {
  see: 'Stand ansehen',
  tellBy: (day) => `Bitte antworten Sie bis ${day}`,
  answerBy: (day) => `Sie hören von uns bis ${day}`,
  mails: {
    opened: {
      title: 'Ihre Beanstandung ist bei uns',
      opening: (number) =>
        `Sie beanstanden die Rechnung ${number}. Wir prüfen das. Was Sie beanstanden, müssen Sie bis dahin nicht zahlen; den Rest zahlen Sie bitte wie vereinbart.`,
      label: 'In Klärung',
    },
    said: {
      title: 'Neues zu Ihrer Beanstandung',
      opening: (number) => `Zu Ihrer Beanstandung der Rechnung ${number} gibt es etwas Neues.`,
      label: 'In Klärung',
    },
    asked: {
      title: 'Wir brauchen eine Antwort von Ihnen',
      opening: (number) =>
        `Um Ihre Beanstandung der Rechnung ${number} zu klären, brauchen wir etwas von Ihnen. Bitte antworten Sie auf der Seite unten. Ohne rechtzeitige Antwort müssen wir den Betrag wieder anfordern.`,
      label: 'In Klärung',
    },
    accepted: {
      title: 'Ihre Beanstandung ist anerkannt',
      opening: (number) =>
        `Sie haben recht mit Ihrer Beanstandung der Rechnung ${number}. Wir schreiben den Betrag gut; die Gutschrift kommt mit eigener E-Mail.`,
      label: 'Gutgeschrieben',
    },
    partial: {
      title: 'Ihre Beanstandung ist teilweise anerkannt',
      opening: (number) =>
        `Wir schreiben einen Teil dessen gut, was Sie an der Rechnung ${number} beanstandet haben; die Gutschrift kommt mit eigener E-Mail. Den Rest zahlen Sie bitte.`,
      label: 'Gutgeschrieben',
    },
    rejected: {
      title: 'Ihre Beanstandung ist nicht anerkannt',
      opening: (number) =>
        `Wir haben Ihre Beanstandung der Rechnung ${number} geprüft: Die Rechnung stimmt. Bitte zahlen Sie den Betrag.`,
      label: 'Zu zahlen',
    },
    silent: {
      title: 'Ihre Beanstandung ist ohne Antwort beendet',
      opening: (number) =>
        `Wir hatten Sie zu Ihrer Beanstandung der Rechnung ${number} etwas gefragt und nicht rechtzeitig von Ihnen gehört. Darum fordern wir den Betrag wieder an.`,
      label: 'Zu zahlen',
    },
    withdrawn: {
      title: 'Ihre Beanstandung ist zurückgenommen',
      opening: (number) =>
        `Sie haben Ihre Beanstandung der Rechnung ${number} zurückgenommen. Bitte zahlen Sie den Betrag wie vereinbart.`,
      label: 'Zu zahlen',
    },
  },
};
