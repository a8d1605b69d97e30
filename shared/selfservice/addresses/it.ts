/** What the pages and the mails about a change of addresses say in Italian. */
import type { AddressMails } from '../addressmails.ts';
import type { AddressWords } from '../addresswords.ts';

export const pages: AddressWords = {
  roles: {
    disputes: 'Contatto per le fatture contestate (non riceve e-mail automatiche)',
    executive: 'Direzione (non riceve e-mail automatiche)',
  },
  edit: 'Modifica',
  add: 'Aggiungi un indirizzo',
  addTitle: 'Un altro indirizzo',
  editTitle: 'Modifica un indirizzo',
  name: 'Nome di chi lo legge',
  gets: 'Che cosa riceve',
  lead: 'Mandiamo un codice al nuovo indirizzo e avvisiamo tutti gli indirizzi che abbiamo. La modifica è fatta nella notte dopo 24 ore, se nessuno la ferma.',
  ask: 'Manda il codice',
  remove: 'Togli questo indirizzo',
  removeLead:
    'Mandiamo un codice all’indirizzo con cui è entrato e avvisiamo tutti gli indirizzi che abbiamo.',
  back: 'Indietro senza modifiche',
  waits: 'Una modifica dei Suoi indirizzi è in attesa',
  added: (email) => `Nuovo indirizzo: ${email}`,
  changed: (old, email) => `${old} diventa ${email}`,
  removed: (old) => `${old} è tolto`,
  regarded: (email) => `${email} riceve altre e-mail`,
  by: 'Chiesta da',
  at: 'Chiesta il',
  from: 'Fatta nella notte dopo',
  codeLead: (email) => `Abbiamo mandato un codice di sei cifre a ${email}. Vale dieci minuti, e solo qui.`,
  codeElsewhere: 'Aspetta il suo codice, nel browser che l’ha chiesta.',
  linkElsewhere: (email) => `Aspetta una risposta da ${email}.`,
  confirm: 'Conferma',
  again: 'Manda un altro codice',
  confirmed: 'L’indirizzo ha risposto.',
  stop: 'Ferma questa modifica',
  said: {
    asked: 'Chiesto. Se l’indirizzo è giusto, un codice è in arrivo lì.',
    confirmed: 'L’indirizzo ha risposto. La modifica è fatta nella notte dopo l’ora qui sotto.',
    stopped: 'La modifica è fermata. Nulla è stato modificato.',
    wrong: 'Questo codice non va bene. Forse è scritto male o è vecchio, o i tentativi sono stati troppi.',
    often: 'È tutto ciò che possiamo fare in un giorno. Continui domani.',
    last: 'Le fatture devono andare almeno a un indirizzo. Ne aggiunga prima un altro.',
    there: 'Questo indirizzo c’è già.',
    refused: 'Non è possibile. Nulla è stato modificato.',
  },
  link: {
    title: 'Mandare qui le fatture?',
    lead: (customer, seller) =>
      `${customer} ha chiesto a ${seller} di mandare le sue fatture e i suoi solleciti a questo indirizzo.`,
    yes: 'Sì, mandate qui le fatture',
    done: (moment) => `Grazie. Gli indirizzi sono modificati nella notte dopo ${moment}.`,
    over: 'Non è più richiesto.',
  },
};

export const mails: AddressMails = {
  asked: {
    subject: 'È stata chiesta una modifica dei Suoi indirizzi e-mail',
    title: 'È stata chiesta una modifica dei Suoi indirizzi',
    byPage: (by) => `Qualcuno che è entrato nel Suo conto con ${by} ha chiesto questa modifica.`,
    byMail: (by) => `Una e-mail da ${by} ha chiesto questa modifica.`,
    replaces: 'Prende il posto di una modifica chiesta prima.',
    stop: 'È fatta solo se il nuovo indirizzo risponde. Se non la vuole, la fermi con il pulsante, senza codice; oppure risponda a questa e-mail.',
    stopRemove:
      'È fatta solo se chi l’ha chiesta risponde ancora una volta. Se non la vuole, la fermi con il pulsante, senza codice; oppure risponda a questa e-mail.',
  },
  ended: {
    APPLIED: {
      subject: 'I Suoi indirizzi e-mail sono stati modificati',
      title: 'I Suoi indirizzi sono stati modificati',
      opening: 'Questa modifica è fatta, come annunciato.',
    },
    STOPPED: {
      subject: 'La modifica dei Suoi indirizzi e-mail è stata fermata',
      title: 'La modifica è stata fermata',
      opening: 'Questa modifica è stata fermata sulle nostre pagine. Nulla è stato modificato.',
    },
    VOID: {
      subject: 'La modifica dei Suoi indirizzi e-mail non vale più',
      title: 'La modifica non vale più',
      opening:
        'I Suoi indirizzi sono stati modificati altrimenti nel frattempo, perciò questa modifica non è fatta.',
    },
    LAPSED: {
      subject: 'La modifica dei Suoi indirizzi e-mail non è stata confermata',
      title: 'La modifica non è stata confermata',
      opening: 'Nessuno ha risposto in tempo al nuovo indirizzo, perciò questa modifica non è fatta.',
    },
  },
  code: {
    toNew: (customer, seller) =>
      `${customer} ha chiesto a ${seller} di scrivere a questo indirizzo. Scriva il codice sulla pagina dove è stato chiesto.`,
    toRemove: (customer, seller) =>
      `${customer} ha chiesto a ${seller} una modifica dei suoi indirizzi. Scriva il codice sulla pagina dove è stata chiesta.`,
    none: 'Se non ne sa nulla, non deve fare nulla: non Le viene mandato nulla.',
  },
};
