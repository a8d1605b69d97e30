/** What mails of disputes say in French. */
import type { Words } from '../words.ts';

export const FR: Words = {
  see: 'Voir où en est le dossier',
  tellBy: (day) => `Merci de répondre avant le ${day}`,
  answerBy: (day) => `Réponse de notre part avant le ${day}`,
  mails: {
    opened: {
      title: 'Nous avons reçu votre contestation',
      opening: (number) =>
        `Vous contestez la facture ${number}. Nous l’examinons. D’ici là, le montant contesté n’est pas à payer\u202f; merci de régler le reste comme convenu.`,
      label: 'En cours d’examen',
    },
    said: {
      title: 'Du nouveau sur votre contestation',
      opening: (number) => `Il y a du nouveau sur votre contestation de la facture ${number}.`,
      label: 'En cours d’examen',
    },
    asked: {
      title: 'Nous attendons une réponse de votre part',
      opening: (number) =>
        `Pour traiter votre contestation de la facture ${number}, il nous manque une information. Merci de répondre sur la page ci-dessous. Sans réponse à temps, nous devrons réclamer à nouveau le montant.`,
      label: 'En cours d’examen',
    },
    accepted: {
      title: 'Votre contestation est acceptée',
      opening: (number) =>
        `Vous avez raison au sujet de la facture ${number}. Le montant contesté fait l’objet d’un avoir, envoyé par un e-mail à part.`,
      label: 'Montant de l’avoir',
    },
    partial: {
      title: 'Votre contestation est acceptée en partie',
      opening: (number) =>
        `Une partie du montant contesté de la facture ${number} fait l’objet d’un avoir, envoyé par un e-mail à part. Merci de régler le reste.`,
      label: 'Montant de l’avoir',
    },
    rejected: {
      title: 'Votre contestation n’est pas acceptée',
      opening: (number) =>
        `Nous avons examiné votre contestation de la facture ${number}\u00a0: la facture est exacte. Merci de régler le montant.`,
      label: 'À payer',
    },
    silent: {
      title: 'Votre contestation est close sans réponse',
      opening: (number) =>
        `Nous vous avions posé une question sur votre contestation de la facture ${number} et n’avons pas reçu de réponse à temps. Nous réclamons donc à nouveau le montant.`,
      label: 'À payer',
    },
    withdrawn: {
      title: 'Votre contestation est retirée',
      opening: (number) =>
        `Vous avez retiré votre contestation de la facture ${number}. Merci de régler le montant comme convenu.`,
      label: 'À payer',
    },
  },
};
