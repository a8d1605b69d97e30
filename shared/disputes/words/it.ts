/** What mails of disputes say in Italian. */
import type { Words } from '../words.ts';

export const IT: Words = {
  see: 'Vedi lo stato',
  tellBy: (day) => `Risponda entro il ${day}`,
  answerBy: (day) => `Avrà una nostra risposta entro il ${day}`,
  mails: {
    opened: {
      title: 'Abbiamo ricevuto la sua contestazione',
      opening: (number) =>
        `Lei contesta la fattura ${number}. La stiamo esaminando. Fino ad allora non deve pagare quanto contesta; paghi il resto come concordato.`,
      label: 'In chiarimento',
    },
    said: {
      title: 'Novità sulla sua contestazione',
      opening: (number) => `Ci sono novità sulla sua contestazione della fattura ${number}.`,
      label: 'In chiarimento',
    },
    asked: {
      title: 'Attendiamo una sua risposta',
      opening: (number) =>
        `Per chiarire la sua contestazione della fattura ${number} ci manca un’informazione. Risponda sulla pagina qui sotto. Senza risposta in tempo dovremo chiedere di nuovo l’importo.`,
      label: 'In chiarimento',
    },
    accepted: {
      title: 'La sua contestazione è accolta',
      opening: (number) =>
        `Lei ha ragione sulla fattura ${number}. Accreditiamo quanto contestato; la nota di credito arriva con un’altra e-mail.`,
      label: 'Accreditato',
    },
    partial: {
      title: 'La sua contestazione è accolta in parte',
      opening: (number) =>
        `Accreditiamo una parte di quanto contestato della fattura ${number}; la nota di credito arriva con un’altra e-mail. Paghi il resto.`,
      label: 'Accreditato',
    },
    rejected: {
      title: 'La sua contestazione non è accolta',
      opening: (number) =>
        `Abbiamo esaminato la sua contestazione della fattura ${number}: la fattura è corretta. Paghi l’importo.`,
      label: 'Da pagare',
    },
    silent: {
      title: 'La sua contestazione è chiusa senza risposta',
      opening: (number) =>
        `Le avevamo chiesto qualcosa sulla sua contestazione della fattura ${number} e non abbiamo avuto risposta in tempo. Chiediamo quindi di nuovo l’importo.`,
      label: 'Da pagare',
    },
    withdrawn: {
      title: 'La sua contestazione è ritirata',
      opening: (number) =>
        `Lei ha ritirato la sua contestazione della fattura ${number}. Paghi l’importo come concordato.`,
      label: 'Da pagare',
    },
  },
};
