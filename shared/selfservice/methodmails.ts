/** What the mails say that tell of a method that was kept or removed, per language. A text that is missing does not compile. */
import type { Language } from '../kernel/party.ts';

interface Changed {
  readonly subject: (method: string) => string;
  readonly title: string;
  readonly opening: string;
}
export interface MethodMails {
  readonly when: string;
  readonly kept: Changed;
  readonly ended: Changed;
}

export const METHOD_MAILS: Readonly<Record<Language, MethodMails>> = {
  en: {
    when: 'When',
    kept: {
      subject: (method) => `New payment method: ${method}`,
      title: 'A payment method was saved',
      opening: 'A payment method was saved for your account. Invoices may be charged to it as was agreed.',
    },
    ended: {
      subject: (method) => `Payment method removed: ${method}`,
      title: 'A payment method was removed',
      opening: 'A payment method was removed from your account. Nothing is charged to it any more.',
    },
  },
  de: {
    when: 'Wann',
    kept: {
      subject: (method) => `Neues Zahlungsmittel: ${method}`,
      title: 'Ein Zahlungsmittel wurde gespeichert',
      opening:
        'Für Ihr Konto wurde ein Zahlungsmittel gespeichert. Rechnungen können wie vereinbart darüber eingezogen werden.',
    },
    ended: {
      subject: (method) => `Zahlungsmittel entfernt: ${method}`,
      title: 'Ein Zahlungsmittel wurde entfernt',
      opening: 'Aus Ihrem Konto wurde ein Zahlungsmittel entfernt. Darüber wird nichts mehr eingezogen.',
    },
  },
  fr: {
    when: 'Quand',
    kept: {
      subject: (method) => `Nouveau moyen de paiement\u00a0: ${method}`,
      title: 'Un moyen de paiement a été enregistré',
      opening:
        'Un moyen de paiement a été enregistré pour votre compte. Les factures peuvent y être débitées comme convenu.',
    },
    ended: {
      subject: (method) => `Moyen de paiement supprimé\u00a0: ${method}`,
      title: 'Un moyen de paiement a été supprimé',
      opening: 'Un moyen de paiement a été supprimé de votre compte. Plus rien n’y est débité.',
    },
  },
  es: {
    when: 'Cuándo',
    kept: {
      subject: (method) => `Nuevo medio de pago: ${method}`,
      title: 'Se ha guardado un medio de pago',
      opening:
        'Se ha guardado un medio de pago para su cuenta. Las facturas pueden cobrarse en él según lo acordado.',
    },
    ended: {
      subject: (method) => `Medio de pago eliminado: ${method}`,
      title: 'Se ha eliminado un medio de pago',
      opening: 'Se ha eliminado un medio de pago de su cuenta. Ya no se cobra nada en él.',
    },
  },
  it: {
    when: 'Quando',
    kept: {
      subject: (method) => `Nuovo mezzo di pagamento: ${method}`,
      title: 'È stato salvato un mezzo di pagamento',
      opening:
        'Per il Suo conto è stato salvato un mezzo di pagamento. Le fatture possono essere addebitate su di esso come concordato.',
    },
    ended: {
      subject: (method) => `Mezzo di pagamento rimosso: ${method}`,
      title: 'È stato rimosso un mezzo di pagamento',
      opening: 'Dal Suo conto è stato rimosso un mezzo di pagamento. Non vi viene più addebitato nulla.',
    },
  },
  nl: {
    when: 'Wanneer',
    kept: {
      subject: (method) => `Nieuw betaalmiddel: ${method}`,
      title: 'Er is een betaalmiddel bewaard',
      opening:
        'Voor uw account is een betaalmiddel bewaard. Facturen kunnen er zoals afgesproken van worden afgeschreven.',
    },
    ended: {
      subject: (method) => `Betaalmiddel verwijderd: ${method}`,
      title: 'Er is een betaalmiddel verwijderd',
      opening: 'Uit uw account is een betaalmiddel verwijderd. Er wordt niets meer van afgeschreven.',
    },
  },
};
