import type { Words } from '../words.ts';

export const es: Words = {
  greeting: (name) => `Buenos días, ${name}:`,
  closing: 'Atentamente',
  questions: (email) => `¿Tiene alguna pregunta? Responda a este correo o escriba a ${email}.`,
  off: 'No recibir más correos de este tipo',
  amountDue: 'Importe a pagar',
  dueOn: 'Vencimiento',
  reference: 'Referencia',
  order: 'Pedido',
  poNumber: 'Su referencia',
  number: 'Factura',
  net: 'Base imponible',
  vat: 'IVA',
  total: 'Total',
  payee: 'Beneficiario',
  bank: 'Banco',
  pay: 'Ver y pagar',
  payShort: 'Pagar',
  overdue: 'Retraso',
  days: (days) => `${days} ${days === 1 ? 'día' : 'días'}`,
  paidInFull: 'Pagada por completo',
  stillOpen: 'pendientes de pago',
  vatId: 'NIF-IVA',
  confirmed: {
    subject: (order) => `Pedido ${order} confirmado`,
    title: 'Su pedido está confirmado',
    opening: 'Gracias por su pedido. Se lo confirmamos como sigue.',
    after: 'Recibirá la factura con la entrega.',
  },
  amended: {
    subject: (order) => `Pedido ${order} modificado`,
    title: 'Su pedido se ha modificado',
    opening: 'Hemos modificado su pedido. Ahora queda como sigue.',
    after: 'Lo que ya se había entregado no cambia. Recibirá la factura con la entrega.',
  },
  viewOrder: 'Ver el pedido',
  discount: 'Descuento',
  backordered: (quantity) => `entrega posterior: ${quantity}`,
  invoice: {
    subject: (number, amount, due) => `Factura ${number}: ${amount}, vencimiento ${due}`,
    free: (number) => `Factura ${number}`,
    title: (number) => `Factura ${number}`,
    opening: (order) => `Le enviamos adjunta la factura de su pedido ${order}.`,
    after: 'Puede pagar en línea o por transferencia bancaria indicando esta referencia:',
    nothing: 'No hay nada que pagar.',
  },
  credit: {
    subject: (number, amount) => `Factura rectificativa ${number}: ${amount}`,
    title: (number) => `Factura rectificativa ${number}`,
    opening: (invoice) =>
      `Hemos rectificado la factura ${invoice} como sigue. Le enviamos adjunta la factura rectificativa.`,
    after: 'No tiene que hacer nada.',
    label: 'Importe abonado',
    settled: 'Descontado de la factura',
    owed: 'Saldo a su favor',
  },
  receipt: {
    subject: (amount) => `Hemos recibido su pago de ${amount}`,
    title: 'Gracias por su pago',
    opening: (amount, on) => `Hemos recibido ${amount} el ${on}.`,
    label: 'Pago recibido',
    unapplied: (amount) =>
      `No hemos podido asignar ${amount} a ninguna factura pendiente. Lo guardamos como saldo a su favor; ` +
      'díganos si el pago tenía otro fin.',
  },
  creditUsed: {
    subject: (amount) => `Hemos aplicado su saldo de ${amount}`,
    title: 'Hemos aplicado su saldo',
    opening: (amount) => `Hemos usado ${amount} de su saldo a favor para estas facturas.`,
    label: 'Saldo aplicado',
  },
  reminder: {
    1: {
      subject: (what, count) => `Recordatorio: ${what} ${count === 1 ? 'vencida' : 'vencidas'}`,
      title: 'Recordatorio de pago',
      opening:
        'Quizá se le haya pasado por alto: todavía no hemos recibido el importe que figura a continuación.',
      after: 'Si entretanto ya ha pagado, se lo agradecemos y le rogamos que no tenga en cuenta este aviso.',
    },
    2: {
      subject: (what, count) =>
        `Segundo recordatorio: ${what} ${count === 1 ? 'pendiente' : 'pendientes'} de pago`,
      title: 'Segundo recordatorio',
      opening:
        'El importe que figura a continuación sigue pendiente pese a nuestro recordatorio. Le rogamos que lo abone ya.',
      after: '¿Hay algún problema con la entrega o con la factura? Díganoslo y lo revisaremos.',
    },
    3: {
      subject: (what) => `Último aviso: ${what}`,
      title: 'Último aviso de pago',
      opening:
        'Pese a nuestros recordatorios, no hemos recibido el importe que figura a continuación. ' +
        'Le rogamos que pague en los próximos siete días.',
      after:
        'Si no recibimos el pago, podremos cobrar los intereses de demora legales y los gastos de cobro, ' +
        'y suspender las próximas entregas.',
    },
  },
  several: (count) => `${count} facturas`,
  courtesy: {
    subject: (what) => `Próximo vencimiento: ${what}`,
    title: 'Un aviso antes del vencimiento',
    opening:
      'No hay nada vencido. Solo le avisamos a tiempo de que el importe que figura a continuación vence pronto.',
    after: 'Si ya ha previsto el pago, se lo agradecemos. Si algo no está claro, díganoslo ahora.',
  },
  deposit: {
    subject: (what) => `Recordatorio: ${what}`,
    title: 'Recordatorio de su anticipo',
    opening:
      'Todavía no hemos recibido el anticipo que figura a continuación. No es una deuda: en cuanto lo recibamos, seguiremos con su pedido.',
    after: 'Si entretanto ya ha pagado, se lo agradecemos. Si ya no desea el pedido, díganoslo.',
    several: (count) => `${count} anticipos`,
  },
};
