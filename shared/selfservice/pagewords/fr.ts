import type { PageWords } from '../pagewords.ts';

export const fr: PageWords = {
  subscriptions: {
    none: 'Il n’y a aucun abonnement.',
    all: 'Tous les abonnements',
    states: {
      PENDING: 'Commence plus tard',
      TRIAL: 'À l’essai',
      ACTIVE: 'Actif',
      PAUSED: 'En pause',
      ENDED: 'Terminé',
    },
    quantity: 'Quantité',
    price: 'Prix hors TVA',
    next: 'Prochaine facture',
    minimum: 'Convenu jusqu’au',
    last: 'Dernier jour',
    noticed: 'Votre résiliation est arrivée',
    pausedUntil: 'Reprend le',
    announced: (plan, day) =>
      `Un nouveau prix de ${plan} commence le ${day}. D’ici là, seule la fin peut être convenue ici.`,
    change: 'Modifier',
    fixed: 'Rien d’autre ne peut être modifié ici. Demandez-nous, nous verrons ce qui est possible.',
    newQuantity: (least, most) => `Nouvelle quantité, de ${least} à ${most}`,
    otherPlan: 'Une autre formule',
    pauseUntil: 'Mettre en pause dès aujourd’hui et reprendre le',
    show: 'Voir ce que cela coûterait',
    goOn: 'Reprendre maintenant',
    takeBack: 'Annuler la résiliation',
    cancel: 'Résilier votre contrat',
    said: {
      done: 'C’est fait.',
      stale:
        'Cela n’a pas été fait\u00a0: la facture est une autre entre-temps. Regardez-la encore une fois.',
      refused: 'Ce n’est pas possible ici. Rien n’a été modifié.',
      bound: 'C’est moins que ce qui a été convenu pour cette période. Rien n’a été modifié.',
    },
  },
  preview: {
    titles: {
      quantity: 'Une autre quantité',
      plan: 'Une autre formule',
      pause: 'Mettre en pause',
      resume: 'Reprendre',
      cancel: 'Résilier le contrat',
    },
    leads: {
      quantity: (plan, day) => `${plan}, à partir du ${day}.`,
      plan: (plan, day) => `${plan}, à partir du ${day}.`,
      pause: (plan, day) => `${plan} est en pause dès aujourd’hui et reprend le ${day}.`,
      resume: (plan, day) => `${plan} reprend, à partir du ${day}.`,
      cancel: (plan, day) => `${plan} prend fin. Son dernier jour est le ${day}.`,
    },
    bill: (day) => `Facture du ${day}`,
    credit: (days) => `Vous récupérez pour ${days}, hors TVA`,
    nothing: 'Rien n’est facturé pour cela.',
    unpriced: 'Ce qui est encore facturé d’ici là ne peut pas être montré maintenant.',
    mail: 'Nous le confirmons aussitôt par e-mail, avec le jour et l’heure.',
    confirm: 'Le faire, comme indiqué',
    confirmCancel: 'Résilier maintenant',
    back: 'Retour, sans rien modifier',
  },
};
