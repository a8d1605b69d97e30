import type { OrderWords } from '../orderwords.ts';
import type { Words } from '../words.ts';

export const es: Words = {
  invoiceFrom: (number, seller) => `Factura ${number} de ${seller}`,
  invoice: (number) => `Factura ${number}`,
  number: 'Factura',
  owed: 'Importe a pagar',
  ofTotal: (total) => `de un total de ${total}`,
  due: (day) => `Vence el ${day}`,
  overdue: (days) => `${days} ${days === 1 ? 'día' : 'días'} de retraso`,
  poNumber: 'Su referencia',
  pay: (amount) => `Pagar ${amount}`,
  secure: 'Usted paga en la página segura de nuestro proveedor de pagos. Nunca vemos su tarjeta.',
  part: {
    title: 'Pagar una parte',
    least: (amount) => `Como mínimo ${amount}; el resto queda pendiente.`,
    pay: 'Pagar este importe',
  },
  pending:
    'Hay un pago en curso. No hace falta que vuelva a pagar; esta página lo mostrará en cuanto haya llegado.',
  download: 'Descargar la factura (PDF)',
  wrong: 'Hay un error en esta factura',
  details: (count) => `Detalle (${count} ${count === 1 ? 'artículo' : 'artículos'})`,
  item: 'Descripción',
  net: 'Base imponible',
  vat: 'IVA',
  total: 'Total',
  payments: 'Pagos recibidos',
  methods: {
    card: 'Tarjeta',
    bank_transfer: 'Transferencia',
    cash: 'Efectivo',
    cheque: 'Cheque',
    agency: 'Agencia de cobro',
    credit_note: 'Factura rectificativa',
    deposit: 'Anticipo',
  },
  open: 'Pendiente',
  transfer: 'Pagar por transferencia',
  transferHint: 'Indique la referencia exactamente como figura: así su pago se registrará sin demora.',
  scan: 'Escanee este código con su aplicación bancaria: rellena la transferencia.',
  payee: 'Beneficiario',
  bank: 'Banco',
  amount: 'Importe',
  reference: 'Referencia',
  until: (day) =>
    `Este enlace es válido hasta el ${day}. No lo comparta: quien lo tenga puede ver la factura.`,
  questions: (name) => `¿Tiene alguna pregunta sobre esta factura? Escriba a ${name}.`,
  processing: {
    title: 'Su pago se está confirmando',
    text: 'Tardará unos segundos. La página se actualiza sola.',
    wait: 'No vuelva a pagar, por favor.',
    again: 'Comprobar ahora',
  },
  receipt: {
    title: 'Gracias, su pago está confirmado',
    text: (amount, seller) => `Ha pagado ${amount} a ${seller}.`,
    paidOn: 'Pagado el',
    method: 'Forma de pago',
    rest: (amount) => `De esta factura quedan ${amount} pendientes.`,
  },
  paid: {
    title: 'Esta factura está pagada',
    credited: 'Esta factura se ha rectificado',
    closed: 'Esta factura no tiene nada pendiente',
    text: (number) => `No queda nada pendiente de la factura ${number}. No tiene que hacer nada más.`,
  },
  deposit: {
    from: (number, seller) => `Anticipo ${number} para ${seller}`,
    heading: (number) => `Anticipo ${number}`,
    download: 'Descargar la solicitud (PDF)',
    until: (day) =>
      `Este enlace es válido hasta el ${day}. No lo comparta: quien lo tenga puede ver la solicitud.`,
    questions: (name) => `¿Tiene alguna pregunta sobre este anticipo? Escriba a ${name}.`,
    rest: (amount) => `De este anticipo quedan ${amount} pendientes.`,
    title: 'Este anticipo está pagado',
    closed: 'Ya no se solicita nada',
    text: (number) =>
      `No queda nada pendiente del anticipo ${number}. Lo pagado se descontará de las facturas de su pedido.`,
  },
  failed: {
    title: 'Este enlace no funciona',
    text:
      'Puede que haya caducado, se haya sustituido o esté incompleto. Abra el correo más reciente sobre su factura ' +
      'y use el enlace que contiene, o pida uno nuevo al remitente.',
  },
  credit: {
    has: (amount) => `Tiene un saldo a favor de ${amount}.`,
    use: (amount) => `Usar su saldo: ${amount}`,
  },
  notices: {
    failed:
      'El pago no se ha realizado y no se ha cobrado nada. Inténtelo de nuevo o pague por transferencia.',
    canceled: 'Ha salido del pago antes de terminarlo. No se ha cobrado nada.',
    unavailable: 'En este momento no es posible pagar en línea. Pague por transferencia, por favor.',
    pending: 'Ya hay un pago en curso. No hace falta que vuelva a pagar.',
    amount: 'Indique un importe entre el mínimo y lo que se debe.',
    credited: 'Su saldo se ha aplicado. Aquí se muestra lo que queda por pagar.',
    promise:
      'No se pudo aceptar ese día: está demasiado lejos, o ya se prometieron demasiados. Elija otro, o hable con nosotros.',
  },
};

export const esOrder: OrderWords = {
  title: (order, seller) => `Pedido ${order} a ${seller}`,
  order: (order) => `Pedido ${order}`,
  total: 'Total del pedido',
  placed: (day) => `Realizado el ${day}`,
  states: {
    RESERVING: 'En revisión',
    HELD: 'En revisión',
    CONFIRMED: 'Confirmado',
    PART_FULFILLED: 'Entregado en parte',
    FULFILLED: 'Entregado',
    CANCELLED: 'Anulado',
  },
  items: (count) => `${count} ${count === 1 ? 'artículo' : 'artículos'}`,
  delivered: (quantity) => `entregado: ${quantity}`,
  backordered: (quantity) => `entrega posterior: ${quantity}`,
  returned: (quantity) => `devuelto: ${quantity}`,
  open: (quantity) => `por entregar: ${quantity}`,
  deliveries: 'Entregas',
  none: 'Todavía no se ha entregado nada.',
  questions: (email) => `¿Tiene alguna pregunta sobre este pedido? Escriba a ${email}.`,
  until: (day) =>
    `Este enlace es válido hasta el ${day}. No lo comparta: quien lo tenga puede ver el pedido.`,
};
