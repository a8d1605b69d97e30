/** What mails say of what a customer did on its own pages, per language. */
import type { Language } from '../kernel/party.ts';

export interface AccountMails {
  readonly account: string;
  readonly contract: string;
  readonly notYou: string;
  readonly notice: {
    readonly subject: (plan: string, day: string) => string;
    readonly title: string;
    readonly opening: (plan: string) => string;
    readonly last: string;
    readonly cameIn: string;
  };
  readonly changed: {
    readonly subject: (plan: string) => string;
    readonly title: string;
    readonly opening: (plan: string) => string;
    readonly quantity: string;
    readonly price: string;
    readonly from: string;
    readonly pausedUntil: string;
  };
  readonly answer: {
    readonly subject: (topic: string) => string;
    readonly title: string;
    readonly opening: string;
    readonly see: string;
  };
}

export const ACCOUNT_MAILS: Readonly<Record<Language, AccountMails>> = {
  en: {
    account: 'To your account',
    contract: 'Contract',
    notYou: 'If it was not you, answer this mail at once.',
    notice: {
      subject: (plan, day) => `Your notice: ${plan} ends on ${day}`,
      title: 'We have your notice',
      opening: (plan) =>
        `You cancelled your contract for ${plan} on our pages. We confirm it. Please keep this mail.`,
      last: 'Last day',
      cameIn: 'Your notice came in',
    },
    changed: {
      subject: (plan) => `Your subscription to ${plan} was changed`,
      title: 'Your subscription was changed',
      opening: (plan) => `You changed your subscription to ${plan} on our pages. This is how it stands.`,
      quantity: 'Quantity',
      price: 'Price without VAT',
      from: 'From',
      pausedUntil: 'Pause until',
    },
    answer: {
      subject: (topic) => `Our answer: ${topic}`,
      title: 'We have answered your question',
      opening: 'You asked us something on our pages. This is our answer.',
      see: 'See it and ask on',
    },
  },
  de: {
    account: 'Zu Ihrem Konto',
    contract: 'Vertrag',
    notYou: 'Waren Sie das nicht, antworten Sie bitte sofort auf diese E-Mail.',
    notice: {
      subject: (plan, day) => `Ihre Kündigung: ${plan} endet am ${day}`,
      title: 'Ihre Kündigung ist eingegangen',
      opening: (plan) =>
        `Sie haben Ihren Vertrag über ${plan} auf unseren Seiten gekündigt. Wir bestätigen das. Bitte bewahren Sie diese E-Mail auf.`,
      last: 'Letzter Tag',
      cameIn: 'Ihre Kündigung ging ein',
    },
    changed: {
      subject: (plan) => `Ihr Abonnement ${plan} wurde geändert`,
      title: 'Ihr Abonnement wurde geändert',
      opening: (plan) => `Sie haben Ihr Abonnement ${plan} auf unseren Seiten geändert. So ist der Stand.`,
      quantity: 'Menge',
      price: 'Preis ohne USt.',
      from: 'Ab',
      pausedUntil: 'Pause bis',
    },
    answer: {
      subject: (topic) => `Unsere Antwort: ${topic}`,
      title: 'Wir haben Ihre Frage beantwortet',
      opening: 'Sie haben uns auf unseren Seiten etwas gefragt. Das ist unsere Antwort.',
      see: 'Ansehen und weiterfragen',
    },
  },
  fr: {
    account: 'Vers votre compte',
    contract: 'Contrat',
    notYou: 'Si ce n’était pas vous, répondez aussitôt à cet e-mail.',
    notice: {
      subject: (plan, day) => `Votre résiliation\u00a0: ${plan} prend fin le ${day}`,
      title: 'Votre résiliation est arrivée',
      opening: (plan) =>
        `Vous avez résilié votre contrat ${plan} sur nos pages. Nous le confirmons. Conservez cet e-mail.`,
      last: 'Dernier jour',
      cameIn: 'Votre résiliation est arrivée',
    },
    changed: {
      subject: (plan) => `Votre abonnement ${plan} a été modifié`,
      title: 'Votre abonnement a été modifié',
      opening: (plan) => `Vous avez modifié votre abonnement ${plan} sur nos pages. Voici où il en est.`,
      quantity: 'Quantité',
      price: 'Prix hors TVA',
      from: 'À partir du',
      pausedUntil: 'Pause jusqu’au',
    },
    answer: {
      subject: (topic) => `Notre réponse\u00a0: ${topic}`,
      title: 'Nous avons répondu à votre question',
      opening: 'Vous nous avez demandé quelque chose sur nos pages. Voici notre réponse.',
      see: 'La voir et demander encore',
    },
  },
  es: {
    account: 'A su cuenta',
    contract: 'Contrato',
    notYou: 'Si no fue usted, responda enseguida a este correo.',
    notice: {
      subject: (plan, day) => `Su baja: ${plan} termina el ${day}`,
      title: 'Hemos recibido su baja',
      opening: (plan) =>
        `Ha dado de baja su contrato ${plan} en nuestras páginas. Se lo confirmamos. Conserve este correo.`,
      last: 'Último día',
      cameIn: 'Su baja llegó',
    },
    changed: {
      subject: (plan) => `Su suscripción a ${plan} ha cambiado`,
      title: 'Su suscripción ha cambiado',
      opening: (plan) => `Ha cambiado su suscripción a ${plan} en nuestras páginas. Así está ahora.`,
      quantity: 'Cantidad',
      price: 'Precio sin IVA',
      from: 'Desde',
      pausedUntil: 'Pausa hasta',
    },
    answer: {
      subject: (topic) => `Nuestra respuesta: ${topic}`,
      title: 'Hemos respondido a su pregunta',
      opening: 'Nos preguntó algo en nuestras páginas. Esta es nuestra respuesta.',
      see: 'Verla y seguir preguntando',
    },
  },
  it: {
    account: 'Al Suo conto',
    contract: 'Contratto',
    notYou: 'Se non è stato Lei, risponda subito a questa e-mail.',
    notice: {
      subject: (plan, day) => `La Sua disdetta: ${plan} termina il ${day}`,
      title: 'Abbiamo ricevuto la Sua disdetta',
      opening: (plan) =>
        `Ha disdetto il Suo contratto ${plan} sulle nostre pagine. Lo confermiamo. Conservi questa e-mail.`,
      last: 'Ultimo giorno',
      cameIn: 'La Sua disdetta è arrivata',
    },
    changed: {
      subject: (plan) => `Il Suo abbonamento ${plan} è stato modificato`,
      title: 'Il Suo abbonamento è stato modificato',
      opening: (plan) => `Ha modificato il Suo abbonamento ${plan} sulle nostre pagine. Ecco come sta ora.`,
      quantity: 'Quantità',
      price: 'Prezzo senza IVA',
      from: 'Dal',
      pausedUntil: 'Pausa fino al',
    },
    answer: {
      subject: (topic) => `La nostra risposta: ${topic}`,
      title: 'Abbiamo risposto alla Sua domanda',
      opening: 'Ci ha chiesto qualcosa sulle nostre pagine. Questa è la nostra risposta.',
      see: 'Vederla e chiedere ancora',
    },
  },
  nl: {
    account: 'Naar uw account',
    contract: 'Overeenkomst',
    notYou: 'Was u dit niet, antwoord dan meteen op deze e-mail.',
    notice: {
      subject: (plan, day) => `Uw opzegging: ${plan} eindigt op ${day}`,
      title: 'Wij hebben uw opzegging',
      opening: (plan) =>
        `U hebt uw contract voor ${plan} op onze pagina’s opgezegd. Wij bevestigen dat. Bewaar deze e-mail.`,
      last: 'Laatste dag',
      cameIn: 'Uw opzegging kwam binnen',
    },
    changed: {
      subject: (plan) => `Uw abonnement ${plan} is gewijzigd`,
      title: 'Uw abonnement is gewijzigd',
      opening: (plan) => `U hebt uw abonnement ${plan} op onze pagina’s gewijzigd. Zo staat het ervoor.`,
      quantity: 'Aantal',
      price: 'Prijs zonder btw',
      from: 'Vanaf',
      pausedUntil: 'Pauze tot',
    },
    answer: {
      subject: (topic) => `Ons antwoord: ${topic}`,
      title: 'Wij hebben uw vraag beantwoord',
      opening: 'U hebt ons op onze pagina’s iets gevraagd. Dit is ons antwoord.',
      see: 'Bekijken en verder vragen',
    },
  },
};
