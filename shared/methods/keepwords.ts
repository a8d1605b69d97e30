/** What the page says that keeps a card or an account without a payment, per language. A text that is missing does not compile. */
import type { Language } from '../kernel/party.ts';

export interface KeepWords {
  readonly title: string;
  readonly lead: (seller: string) => string;
  readonly button: string;
  readonly hint: string;
  readonly agree: string;
  readonly canceled: string;
  readonly unavailable: string;
  readonly waiting: string;
  readonly kept: string;
  readonly keptText: string;
  readonly over: string;
  readonly questions: (email: string) => string;
  readonly until: (day: string) => string;
}

export const KEEP_WORDS: Readonly<Record<Language, KeepWords>> = {
  en: {
    title: 'Keep a payment method',
    lead: (seller) =>
      `${seller} asks you to keep a card or a bank account for its invoices. Nothing is paid now.`,
    button: 'Continue',
    hint: 'You enter it on the secure page of our payment provider. We never see it.',
    agree: 'Please tick the box if you agree.',
    canceled: 'Nothing was kept. You can try again.',
    unavailable: 'This is not possible now. Please try again later.',
    waiting: 'Your payment method is being confirmed. This page looks again by itself.',
    kept: 'Your payment method is kept',
    keptText: 'Invoices will be charged to it. You are told before each charge.',
    over: 'Payment methods are not kept here any more.',
    questions: (email) => `Questions? Write to ${email}.`,
    until: (day) => `This link works until ${day}.`,
  },
  de: {
    title: 'Zahlungsmittel speichern',
    lead: (seller) =>
      `${seller} bittet Sie, eine Karte oder ein Bankkonto für Rechnungen zu speichern. Jetzt wird nichts bezahlt.`,
    button: 'Weiter',
    hint: 'Die Eingabe erfolgt auf der sicheren Seite unseres Zahlungsdienstleisters. Wir sehen sie nie.',
    agree: 'Bitte setzen Sie das Häkchen, wenn Sie einverstanden sind.',
    canceled: 'Es wurde nichts gespeichert. Sie können es erneut versuchen.',
    unavailable: 'Das ist gerade nicht möglich. Bitte versuchen Sie es später erneut.',
    waiting: 'Ihr Zahlungsmittel wird bestätigt. Diese Seite sieht von selbst wieder nach.',
    kept: 'Ihr Zahlungsmittel ist gespeichert',
    keptText: 'Rechnungen werden damit eingezogen. Sie werden vor jeder Abbuchung informiert.',
    over: 'Hier werden keine Zahlungsmittel mehr gespeichert.',
    questions: (email) => `Fragen? Schreiben Sie an ${email}.`,
    until: (day) => `Dieser Link gilt bis ${day}.`,
  },
  fr: {
    title: 'Enregistrer un moyen de paiement',
    lead: (seller) =>
      `${seller} vous propose d’enregistrer une carte ou un compte bancaire pour ses factures. Rien n’est payé maintenant.`,
    button: 'Continuer',
    hint: 'La saisie se fait sur la page sécurisée de notre prestataire de paiement. Nous ne la voyons jamais.',
    agree: 'Veuillez cocher la case si vous êtes d’accord.',
    canceled: 'Rien n’a été enregistré. Vous pouvez réessayer.',
    unavailable: 'Ce n’est pas possible pour l’instant. Veuillez réessayer plus tard.',
    waiting: 'Votre moyen de paiement est en cours de confirmation. Cette page vérifie d’elle-même.',
    kept: 'Votre moyen de paiement est enregistré',
    keptText: 'Les factures y seront prélevées. Vous êtes prévenu avant chaque prélèvement.',
    over: 'Les moyens de paiement ne sont plus enregistrés ici.',
    questions: (email) => `Une question ? Écrivez à ${email}.`,
    until: (day) => `Ce lien est valable jusqu’au ${day}.`,
  },
  es: {
    title: 'Guardar un medio de pago',
    lead: (seller) =>
      `${seller} le pide que guarde una tarjeta o una cuenta bancaria para sus facturas. Ahora no se paga nada.`,
    button: 'Continuar',
    hint: 'Lo introduce en la página segura de nuestro proveedor de pagos. Nosotros no lo vemos nunca.',
    agree: 'Marque la casilla si está de acuerdo, por favor.',
    canceled: 'No se ha guardado nada. Puede volver a intentarlo.',
    unavailable: 'Ahora no es posible. Vuelva a intentarlo más tarde, por favor.',
    waiting: 'Se está confirmando su medio de pago. Esta página vuelve a comprobarlo por sí sola.',
    kept: 'Su medio de pago está guardado',
    keptText: 'Las facturas se cobrarán en él. Se le avisa antes de cada cobro.',
    over: 'Aquí ya no se guardan medios de pago.',
    questions: (email) => `¿Preguntas? Escriba a ${email}.`,
    until: (day) => `Este enlace es válido hasta el ${day}.`,
  },
  it: {
    title: 'Conservare un metodo di pagamento',
    lead: (seller) =>
      `${seller} le chiede di conservare una carta o un conto bancario per le sue fatture. Ora non si paga nulla.`,
    button: 'Continua',
    hint: 'Lo inserisce sulla pagina sicura del nostro fornitore di pagamenti. Noi non lo vediamo mai.',
    agree: 'Spunti la casella se è d’accordo.',
    canceled: 'Non è stato conservato nulla. Può riprovare.',
    unavailable: 'Al momento non è possibile. Riprovi più tardi.',
    waiting: 'Il suo metodo di pagamento è in fase di conferma. Questa pagina controlla da sola.',
    kept: 'Il suo metodo di pagamento è conservato',
    keptText: 'Le fatture vi saranno addebitate. È avvisato prima di ogni addebito.',
    over: 'Qui non si conservano più metodi di pagamento.',
    questions: (email) => `Domande? Scriva a ${email}.`,
    until: (day) => `Questo link è valido fino al ${day}.`,
  },
  nl: {
    title: 'Een betaalmethode bewaren',
    lead: (seller) =>
      `${seller} vraagt u een kaart of bankrekening te bewaren voor zijn facturen. Er wordt nu niets betaald.`,
    button: 'Verder',
    hint: 'U voert hem in op de beveiligde pagina van onze betaaldienst. Wij zien hem nooit.',
    agree: 'Vink het vakje aan als u akkoord gaat.',
    canceled: 'Er is niets bewaard. U kunt het opnieuw proberen.',
    unavailable: 'Dat kan nu niet. Probeer het later opnieuw.',
    waiting: 'Uw betaalmethode wordt bevestigd. Deze pagina kijkt vanzelf opnieuw.',
    kept: 'Uw betaalmethode is bewaard',
    keptText: 'Facturen worden ervan afgeschreven. U krijgt vóór elke afschrijving bericht.',
    over: 'Hier worden geen betaalmethoden meer bewaard.',
    questions: (email) => `Vragen? Schrijf naar ${email}.`,
    until: (day) => `Deze link werkt tot en met ${day}.`,
  },
};
