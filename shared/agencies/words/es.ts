/** What agencies read in Spanish. */
import type { Words } from '../words.ts';

export const ES: Words = {
  case: 'Expediente',
  yours: 'Su referencia',
  debtor: 'Deudor',
  toCollect: 'Por cobrar',
  stillToCollect: 'Aún por cobrar',
  files: 'Abrir los archivos',
  filesUntil: (day) => `El enlace se abre hasta el ${day}.`,
  reason: 'Motivo',
  handedOver: {
    title: 'Un expediente nuevo para usted',
    opening: (debtor) =>
      `Le encargamos el cobro de nuestros créditos frente a ${debtor}. Los archivos contienen todas las facturas, los intereses, los gastos y lo enviado hasta ahora. Cobre por favor lo que se reclama.`,
  },
  moved: {
    title: 'Novedades de un expediente',
    opening: (debtor) =>
      `Algo ha cambiado en el expediente contra ${debtor}. Por favor, no reclame más de lo que queda por cobrar.`,
  },
  recalled: {
    title: 'Retiramos un expediente',
    opening: (debtor) => `Por favor, deje de cobrar a ${debtor} y díganos lo que ha cobrado hasta ahora.`,
  },
  changes: {
    payment: 'Pago recibido por nosotros',
    credit_note: 'Nota de abono',
    write_off: 'Dado de baja',
    claim: 'Intereses o gastos',
    paused: 'En aclaración: por favor, suspenda el cobro',
    resumed: 'Aclarado: por favor, siga con el cobro',
    void: 'Anulada',
  },
  back: 'se devolvió y vuelve a estar por cobrar',
  page: {
    title: 'Archivos de un expediente',
    opening: (seller) => `${seller} le ha encargado este expediente.`,
    csv: 'Todo en CSV',
    json: 'Todo en JSON',
    invoice: (number) => `Factura ${number}`,
    rows: 'Filas',
    sha256: 'Suma de control (SHA-256)',
  },
};
