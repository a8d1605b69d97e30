import type { Words } from '../words.ts';

export const en: Words = {
  card: 'Card',
  account: 'Bank account',
  by: 'Charged to',
  mandate: 'Mandate reference',
  creditor: 'Creditor identifier',
  notice: {
    subject: (number, amount, day) => `Invoice ${number}: ${amount} will be charged on ${day}`,
    card: {
      title: 'Your card will be charged',
      opening: (day) => `As you agreed, we will charge your card for this invoice on ${day}.`,
    },
    direct_debit: {
      title: 'Your account will be debited',
      opening: (day) => `As you agreed, we will debit your bank account for this invoice on ${day}.`,
    },
    sooner: 'If you pay sooner, nothing is charged.',
    view: 'View',
    choice: 'Skip or stop',
    after: 'You need not do anything. If you do not want this charge, tell us by the button before that day.',
  },
  failed: {
    subject: (number) => `Your payment for invoice ${number} failed`,
    title: 'Your payment failed',
    opening: 'We could not charge your payment method for the invoice below. Please pay it online.',
    after: 'If you keep another payment method as you pay, we will charge that from now on.',
  },
  authentication: {
    subject: (number) => `Please confirm your payment for invoice ${number}`,
    title: 'Your bank asks you to confirm',
    opening: 'Your bank wants you to confirm this payment yourself. Please pay the invoice below online.',
    after: 'It takes a minute on the secure page of our payment provider.',
  },
  ceiling: {
    subject: (number) => `Please pay invoice ${number} yourself`,
    title: 'More than you agreed to',
    opening:
      'With this invoice, more would be charged than you agreed to, so we do not charge it. Please pay it online.',
    after: 'Later invoices are charged as before.',
  },
  page: {
    title: (number) => `Charge for invoice ${number}`,
    planned: (amount, day) => `${amount} will be charged on ${day}.`,
    skip: 'Do not charge this invoice',
    skipHint: 'You pay it yourself by the day that it is due.',
    stop: 'Stop all charges',
    stopHint: (seller) => `No invoice from ${seller} is charged by itself any more.`,
    skipped: 'This invoice will not be charged. Please pay it yourself.',
    stopped: 'Invoices are not charged by themselves any more. Please pay them yourself.',
    underWay: 'The charge is on its way and cannot be stopped any more.',
    over: 'No charge is planned for this invoice.',
    pay: 'View and pay',
  },
};

export const es: Words = {
  card: 'Tarjeta',
  account: 'Cuenta bancaria',
  by: 'Se cobra en',
  mandate: 'Referencia del mandato',
  creditor: 'Identificador del acreedor',
  notice: {
    subject: (number, amount, day) => `Factura ${number}: se cobrarán ${amount} el ${day}`,
    card: {
      title: 'Se hará un cobro en su tarjeta',
      opening: (day) => `Como acordó, cobraremos esta factura en su tarjeta el ${day}.`,
    },
    direct_debit: {
      title: 'Se hará un adeudo en su cuenta',
      opening: (day) => `Como acordó, adeudaremos esta factura en su cuenta bancaria el ${day}.`,
    },
    sooner: 'Si paga antes, no se cobra nada.',
    view: 'Ver',
    choice: 'Omitir o detener',
    after: 'No tiene que hacer nada. Si no quiere este cobro, díganoslo con el botón antes de ese día.',
  },
  failed: {
    subject: (number) => `Su pago de la factura ${number} ha fallado`,
    title: 'Su pago ha fallado',
    opening: 'No hemos podido cobrar la factura siguiente en su medio de pago. Páguela en línea, por favor.',
    after: 'Si al pagar guarda otro medio de pago, lo usaremos a partir de ahora.',
  },
  authentication: {
    subject: (number) => `Confirme su pago de la factura ${number}`,
    title: 'Su banco le pide que confirme',
    opening:
      'Su banco quiere que usted mismo confirme este pago. Pague en línea la factura siguiente, por favor.',
    after: 'Tarda un minuto en la página segura de nuestro proveedor.',
  },
  ceiling: {
    subject: (number) => `Pague usted mismo la factura ${number}, por favor`,
    title: 'Más de lo acordado',
    opening: 'Con esta factura se cobraría más de lo acordado. No la cobramos. Páguela en línea, por favor.',
    after: 'Las facturas siguientes se cobran como hasta ahora.',
  },
  page: {
    title: (number) => `Cobro de la factura ${number}`,
    planned: (amount, day) => `Se cobrarán ${amount} el ${day}.`,
    skip: 'No cobrar esta factura',
    skipHint: 'La paga usted mismo antes de su vencimiento.',
    stop: 'Detener todos los cobros',
    stopHint: (seller) => `Ya no se cobrará automáticamente ninguna factura de ${seller}.`,
    skipped: 'Esta factura no se cobrará. Páguela usted mismo, por favor.',
    stopped: 'Las facturas ya no se cobran automáticamente. Páguelas usted mismo, por favor.',
    underWay: 'El cobro está en curso y ya no se puede detener.',
    over: 'No hay ningún cobro previsto para esta factura.',
    pay: 'Ver y pagar',
  },
};
