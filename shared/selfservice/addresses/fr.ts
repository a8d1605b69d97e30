/** What the pages and the mails about a change of addresses say in French. */
import type { AddressMails } from '../addressmails.ts';
import type { AddressWords } from '../addresswords.ts';

export const pages: AddressWords = {
  roles: {
    disputes: 'Contact pour les factures contestées (ne reçoit pas d’e-mails automatiques)',
    executive: 'Direction (ne reçoit pas d’e-mails automatiques)',
  },
  edit: 'Modifier',
  add: 'Ajouter une adresse',
  addTitle: 'Une adresse de plus',
  editTitle: 'Modifier une adresse',
  name: 'Nom de la personne qui la lit',
  gets: 'Ce qu’elle reçoit',
  lead: 'Nous envoyons un code à la nouvelle adresse et prévenons toutes les adresses que nous avons. Le changement est fait la nuit qui suit les 24 heures, sauf si quelqu’un l’arrête.',
  ask: 'Envoyer le code',
  remove: 'Retirer cette adresse',
  removeLead:
    'Nous envoyons un code à l’adresse avec laquelle vous êtes entré, et prévenons toutes les adresses que nous avons.',
  back: 'Revenir sans changer',
  waits: 'Un changement de vos adresses est en attente',
  added: (email) => `Nouvelle adresse\u00a0: ${email}`,
  changed: (old, email) => `${old} devient ${email}`,
  removed: (old) => `${old} est retirée`,
  regarded: (email) => `${email} reçoit d’autres e-mails`,
  by: 'Demandé par',
  at: 'Demandé le',
  from: 'Fait la nuit qui suit',
  codeLead: (email) =>
    `Nous avons envoyé un code à six chiffres à ${email}. Il vaut dix minutes, et ici seulement.`,
  codeElsewhere: 'Il attend son code, dans le navigateur qui l’a demandé.',
  linkElsewhere: (email) => `Il attend une réponse de ${email}.`,
  confirm: 'Confirmer',
  again: 'Envoyer un autre code',
  confirmed: 'L’adresse a répondu.',
  stop: 'Arrêter ce changement',
  said: {
    asked: 'C’est demandé. Si l’adresse est juste, un code y est en route.',
    confirmed: 'L’adresse a répondu. Le changement est fait la nuit qui suit l’heure ci-dessous.',
    stopped: 'Le changement est arrêté. Rien n’a été modifié.',
    wrong: 'Ce code ne convient pas. Il est peut-être mal saisi ou trop ancien, ou il y a eu trop d’essais.',
    often: 'C’est tout ce que nous pouvons faire en un jour. Continuez demain.',
    last: 'Les factures doivent aller à une adresse au moins. Ajoutez-en d’abord une autre.',
    there: 'Cette adresse existe déjà.',
    refused: 'Ce n’est pas possible. Rien n’a été modifié.',
  },
  link: {
    title: 'Envoyer les factures ici\u202f?',
    lead: (customer, seller) =>
      `${customer} a demandé à ${seller} d’envoyer ses factures et rappels à cette adresse.`,
    yes: 'Oui, envoyer les factures ici',
    done: (moment) => `Merci. Les adresses sont modifiées la nuit qui suit ${moment}.`,
    over: 'Ce n’est plus demandé.',
  },
};

export const mails: AddressMails = {
  asked: {
    subject: 'Un changement de vos adresses e-mail a été demandé',
    title: 'Un changement de vos adresses a été demandé',
    byPage: (by) => `Quelqu’un qui est entré dans votre compte avec ${by} a demandé ce changement.`,
    byMail: (by) => `Un e-mail de ${by} a demandé ce changement.`,
    replaces: 'Il prend la place d’un changement demandé auparavant.',
    stop: 'Il n’est fait que si la nouvelle adresse répond. Si vous ne le voulez pas, arrêtez-le avec le bouton, sans code\u202f; ou répondez à cet e-mail.',
    stopRemove:
      'Il n’est fait que si la personne qui l’a demandé répond encore une fois. Si vous ne le voulez pas, arrêtez-le avec le bouton, sans code\u202f; ou répondez à cet e-mail.',
  },
  ended: {
    APPLIED: {
      subject: 'Vos adresses e-mail ont été modifiées',
      title: 'Vos adresses ont été modifiées',
      opening: 'Ce changement est fait, comme annoncé.',
    },
    STOPPED: {
      subject: 'Le changement de vos adresses e-mail a été arrêté',
      title: 'Le changement a été arrêté',
      opening: 'Ce changement a été arrêté sur nos pages. Rien n’a été modifié.',
    },
    VOID: {
      subject: 'Le changement de vos adresses e-mail ne vaut plus',
      title: 'Le changement ne vaut plus',
      opening: 'Vos adresses ont été modifiées autrement entre-temps, ce changement n’est donc pas fait.',
    },
    LAPSED: {
      subject: 'Le changement de vos adresses e-mail n’a pas été confirmé',
      title: 'Le changement n’a pas été confirmé',
      opening: 'Personne n’a répondu à temps à la nouvelle adresse, ce changement n’est donc pas fait.',
    },
  },
  code: {
    toNew: (customer, seller) =>
      `${customer} a demandé à ${seller} d’écrire à cette adresse. Saisissez le code sur la page où cela a été demandé.`,
    toRemove: (customer, seller) =>
      `${customer} a demandé à ${seller} un changement de ses adresses. Saisissez le code sur la page où cela a été demandé.`,
    none: 'Si vous n’en savez rien, vous n’avez rien à faire\u00a0: rien ne vous est envoyé.',
  },
};
