/** What recipients of files read in Spanish. */
import type { Words } from '../words.ts';

export const ES: Words = {
  kinds: {
    open_items: 'Partidas abiertas',
    cash_journal: 'Diario de cobros',
    ledger_journal: 'Diario contable',
    journal_batch: 'Lote del diario',
    ageing: 'Antigüedad de saldos por cliente',
    unapplied: 'Dinero sin aplicar',
    disputes: 'Reclamaciones',
    credit: 'Límites de crédito y riesgo vivo',
    exceptions: 'Casos por resolver',
    kpi_pack: 'Indicadores',
    tax_summary: 'IVA repercutido',
    numbering_audit: 'Números de documentos',
    statements: 'Extractos de clientes',
    review_pack: 'Comparación de dos periodos',
    finance_report: 'Informe financiero',
  },
  opening: (seller) => `${seller} tiene un archivo para usted.`,
  empty: (seller) => `${seller} tiene un archivo para usted. Está vacío: no hay nada que listar.`,
  open: 'Obtener el archivo',
  until: (day) => `El enlace se abre hasta el ${day}.`,
  yours:
    'El enlace es solo para usted: quien lo tiene obtiene el archivo. No reenvíe este mensaje, por favor, y pídanos el archivo cuando el enlace haya caducado.',
  facts: {
    file: 'Archivo',
    company: 'Sociedad',
    day: 'Día',
    days: 'Periodo',
    between: (from, to) => `del ${from} al ${to}`,
    batch: 'Número de lote',
    rows: 'Filas',
    total: 'Total de control',
    sha256: 'Suma de control (SHA-256)',
  },
  page: { opening: (seller) => `Este archivo es de ${seller}.`, fetch: 'Descargar el archivo' },
  gone: {
    title: 'Este enlace no abre ningún archivo',
    text: 'Ha caducado, fue retirado o no está completo. Pida uno nuevo al departamento financiero de la empresa que lo envió.',
  },
};
