/** What mails of changed prices say, per language; a text that is missing does not compile. */
import type { Language } from '../kernel/party.ts';
import type { Interval } from './plan.ts';

/** Of one unit; of several `#` stands for how many. */
type Units = Readonly<Record<Interval['unit'], string>>;

export interface Words {
  /** With the day for a subject, without it for a heading. */
  readonly title: (plan: string, from?: string) => string;
  readonly opening: (plan: string, from: string) => string;
  readonly openingOf: (count: number, plan: string, from: string) => string;
  /** Where they do not all change on one day. */
  readonly openingEach: (count: number, plan: string, first: string) => string;
  readonly newPrice: string;
  readonly per: { readonly one: Units; readonly many: Units };
  readonly from: (day: string) => string;
  readonly until: (price: string) => string;
  readonly several: (count: number) => string;
  readonly each: (price: string) => string;
  readonly net: string;
  readonly endBy: (day: string) => string;
  readonly endInTime: string;
}

export const WORDS: Readonly<Record<Language, Words>> = {
  en: {
    title: (plan, from) => `New price of ${plan}${from === undefined ? '' : ` from ${from}`}`,
    opening: (plan, from) =>
      `The price of your subscription to ${plan} changes on ${from}. Until then you pay what you pay today.`,
    openingOf: (count, plan, from) =>
      `The prices of your ${count} subscriptions to ${plan} change on ${from}. Until then you pay what you pay today.`,
    openingEach: (count, plan, first) =>
      `The prices of your ${count} subscriptions to ${plan} change, the first on ${first}. Until its day each of them costs what it costs today.`,
    newPrice: 'New price',
    per: {
      one: { day: 'per day', week: 'per week', month: 'per month', quarter: 'per quarter', year: 'per year' },
      many: {
        day: 'every # days',
        week: 'every # weeks',
        month: 'every # months',
        quarter: 'every # quarters',
        year: 'every # years',
      },
    },
    from: (day) => `from ${day}`,
    until: (price) => `until then ${price}`,
    several: (count) => `${count} subscriptions`,
    each: (price) => `${price} each`,
    net: 'Prices are without VAT, which is added where it is due.',
    endBy: (day) =>
      `If you do not want the new price, tell us by ${day} at the latest; a reply to this mail is enough. The subscription then ends before the new price begins.`,
    endInTime:
      'If you do not want a new price, tell us before its first day; a reply to this mail is enough. The subscription then ends before the new price begins.',
  },
  de: {
    title: (plan, from) => `Neuer Preis für ${plan}${from === undefined ? '' : ` ab ${from}`}`,
    opening: (plan, from) =>
      `Der Preis Ihres Abonnements ${plan} ändert sich am ${from}. Bis dahin bleibt es beim heutigen Preis.`,
    openingOf: (count, plan, from) =>
      `Die Preise Ihrer ${count} Abonnements ${plan} ändern sich am ${from}. Bis dahin bleibt es bei den heutigen Preisen.`,
    openingEach: (count, plan, first) =>
      `Die Preise Ihrer ${count} Abonnements ${plan} ändern sich, der erste am ${first}. Bis zu seinem Tag kostet jedes so viel wie heute.`,
    newPrice: 'Neuer Preis',
    per: {
      one: { day: 'je Tag', week: 'je Woche', month: 'je Monat', quarter: 'je Quartal', year: 'je Jahr' },
      many: {
        day: 'alle # Tage',
        week: 'alle # Wochen',
        month: 'alle # Monate',
        quarter: 'alle # Quartale',
        year: 'alle # Jahre',
      },
    },
    from: (day) => `ab ${day}`,
    until: (price) => `bis dahin ${price}`,
    several: (count) => `${count} Abonnements`,
    each: (price) => `je ${price}`,
    net: 'Preise ohne Umsatzsteuer; sie kommt hinzu, wo sie anfällt.',
    endBy: (day) =>
      `Wenn Sie den neuen Preis nicht möchten, teilen Sie uns das bis spätestens ${day} mit; eine Antwort auf diese E-Mail genügt. Das Abonnement endet dann, bevor der neue Preis beginnt.`,
    endInTime:
      'Wenn Sie einen neuen Preis nicht möchten, teilen Sie uns das vor seinem ersten Tag mit; eine Antwort auf diese E-Mail genügt. Das Abonnement endet dann, bevor der neue Preis beginnt.',
  },
  fr: {
    title: (plan, from) => `Nouveau prix de ${plan}${from === undefined ? '' : ` à partir du ${from}`}`,
    opening: (plan, from) =>
      `Le prix de votre abonnement ${plan} change le ${from}. Jusque-là, vous payez le prix actuel.`,
    openingOf: (count, plan, from) =>
      `Les prix de vos ${count} abonnements ${plan} changent le ${from}. Jusque-là, vous payez les prix actuels.`,
    openingEach: (count, plan, first) =>
      `Les prix de vos ${count} abonnements ${plan} changent, le premier le ${first}. Jusqu’à sa date, chacun reste au prix actuel.`,
    newPrice: 'Nouveau prix',
    per: {
      one: {
        day: 'par jour',
        week: 'par semaine',
        month: 'par mois',
        quarter: 'par trimestre',
        year: 'par an',
      },
      many: {
        day: 'tous les # jours',
        week: 'toutes les # semaines',
        month: 'tous les # mois',
        quarter: 'tous les # trimestres',
        year: 'tous les # ans',
      },
    },
    from: (day) => `à partir du ${day}`,
    until: (price) => `jusque-là ${price}`,
    several: (count) => `${count} abonnements`,
    each: (price) => `${price} l’unité`,
    net: 'Prix hors TVA ; elle s’ajoute lorsqu’elle est due.',
    endBy: (day) =>
      `Si vous ne souhaitez pas le nouveau prix, dites-le-nous au plus tard le ${day} ; il suffit de répondre à ce courriel. L’abonnement prend alors fin avant le début du nouveau prix.`,
    endInTime:
      'Si vous ne souhaitez pas un nouveau prix, dites-le-nous avant son premier jour ; il suffit de répondre à ce courriel. L’abonnement prend alors fin avant le début du nouveau prix.',
  },
  es: {
    title: (plan, from) => `Nuevo precio de ${plan}${from === undefined ? '' : ` desde el ${from}`}`,
    opening: (plan, from) =>
      `El precio de su suscripción a ${plan} cambia el ${from}. Hasta entonces sigue pagando el precio actual.`,
    openingOf: (count, plan, from) =>
      `Los precios de sus ${count} suscripciones a ${plan} cambian el ${from}. Hasta entonces sigue pagando los precios actuales.`,
    openingEach: (count, plan, first) =>
      `Los precios de sus ${count} suscripciones a ${plan} cambian, el primero el ${first}. Hasta su fecha, cada una mantiene el precio actual.`,
    newPrice: 'Nuevo precio',
    per: {
      one: { day: 'al día', week: 'a la semana', month: 'al mes', quarter: 'al trimestre', year: 'al año' },
      many: {
        day: 'cada # días',
        week: 'cada # semanas',
        month: 'cada # meses',
        quarter: 'cada # trimestres',
        year: 'cada # años',
      },
    },
    from: (day) => `desde el ${day}`,
    until: (price) => `hasta entonces ${price}`,
    several: (count) => `${count} suscripciones`,
    each: (price) => `${price} por unidad`,
    net: 'Precios sin IVA, que se añade cuando corresponda.',
    endBy: (day) =>
      `Si no desea el nuevo precio, comuníquenoslo a más tardar el ${day}; basta con responder a este correo. La suscripción termina entonces antes de que empiece el nuevo precio.`,
    endInTime:
      'Si no desea un nuevo precio, comuníquenoslo antes de su primer día; basta con responder a este correo. La suscripción termina entonces antes de que empiece el nuevo precio.',
  },
  it: {
    title: (plan, from) => `Nuovo prezzo di ${plan}${from === undefined ? '' : ` dal ${from}`}`,
    opening: (plan, from) =>
      `Il prezzo del Suo abbonamento ${plan} cambia il ${from}. Fino ad allora resta il prezzo attuale.`,
    openingOf: (count, plan, from) =>
      `I prezzi dei Suoi ${count} abbonamenti ${plan} cambiano il ${from}. Fino ad allora restano i prezzi attuali.`,
    openingEach: (count, plan, first) =>
      `I prezzi dei Suoi ${count} abbonamenti ${plan} cambiano, il primo il ${first}. Fino alla sua data ciascuno mantiene il prezzo attuale.`,
    newPrice: 'Nuovo prezzo',
    per: {
      one: {
        day: 'al giorno',
        week: 'alla settimana',
        month: 'al mese',
        quarter: 'al trimestre',
        year: 'all’anno',
      },
      many: {
        day: 'ogni # giorni',
        week: 'ogni # settimane',
        month: 'ogni # mesi',
        quarter: 'ogni # trimestri',
        year: 'ogni # anni',
      },
    },
    from: (day) => `dal ${day}`,
    until: (price) => `fino ad allora ${price}`,
    several: (count) => `${count} abbonamenti`,
    each: (price) => `${price} l’unità`,
    net: 'Prezzi senza IVA, che si aggiunge dove è dovuta.',
    endBy: (day) =>
      `Se non desidera il nuovo prezzo, ce lo comunichi entro il ${day}; basta rispondere a questa e-mail. L’abbonamento termina allora prima che inizi il nuovo prezzo.`,
    endInTime:
      'Se non desidera un nuovo prezzo, ce lo comunichi prima del suo primo giorno; basta rispondere a questa e-mail. L’abbonamento termina allora prima che inizi il nuovo prezzo.',
  },
  nl: {
    title: (plan, from) => `Nieuwe prijs van ${plan}${from === undefined ? '' : ` vanaf ${from}`}`,
    opening: (plan, from) =>
      `De prijs van uw abonnement ${plan} verandert op ${from}. Tot die tijd betaalt u de huidige prijs.`,
    openingOf: (count, plan, from) =>
      `De prijzen van uw ${count} abonnementen ${plan} veranderen op ${from}. Tot die tijd betaalt u de huidige prijzen.`,
    openingEach: (count, plan, first) =>
      `De prijzen van uw ${count} abonnementen ${plan} veranderen, de eerste op ${first}. Tot zijn dag houdt elk de huidige prijs.`,
    newPrice: 'Nieuwe prijs',
    per: {
      one: {
        day: 'per dag',
        week: 'per week',
        month: 'per maand',
        quarter: 'per kwartaal',
        year: 'per jaar',
      },
      many: {
        day: 'per # dagen',
        week: 'per # weken',
        month: 'per # maanden',
        quarter: 'per # kwartalen',
        year: 'per # jaar',
      },
    },
    from: (day) => `vanaf ${day}`,
    until: (price) => `tot die tijd ${price}`,
    several: (count) => `${count} abonnementen`,
    each: (price) => `${price} per stuk`,
    net: 'Prijzen zonder btw, die erbij komt waar zij verschuldigd is.',
    endBy: (day) =>
      `Wilt u de nieuwe prijs niet, laat het ons dan uiterlijk op ${day} weten; een antwoord op deze e-mail volstaat. Het abonnement eindigt dan voordat de nieuwe prijs begint.`,
    endInTime:
      'Wilt u een nieuwe prijs niet, laat het ons dan vóór de eerste dag ervan weten; een antwoord op deze e-mail volstaat. Het abonnement eindigt dan voordat de nieuwe prijs begint.',
  },
};
