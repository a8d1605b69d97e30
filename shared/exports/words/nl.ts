/** What recipients of files read in Dutch. */
import type { Words } from '../words.ts';

export const NL: Words = {
  kinds: {
    open_items: 'Openstaande posten',
    cash_journal: 'Kasjournaal',
    ledger_journal: 'Journaal',
    journal_batch: 'Journaalbatch',
    ageing: 'Ouderdomsanalyse per klant',
    unapplied: 'Niet toegewezen geld',
    disputes: 'Geschillen',
    credit: 'Kredietlimieten en benutting',
    exceptions: 'Wat op iemand wacht',
    kpi_pack: 'Kerncijfers',
    tax_summary: 'Verschuldigde btw',
    numbering_audit: 'Documentnummers',
    statements: 'Rekeningoverzichten van klanten',
    review_pack: 'Vergelijking van twee perioden',
    finance_report: 'Financieel verslag',
  },
  opening: (seller) => `${seller} heeft een bestand voor u.`,
  empty: (seller) => `${seller} heeft een bestand voor u. Het is leeg: er is niets om op te nemen.`,
  open: 'Bestand ophalen',
  until: (day) => `De link opent tot en met ${day}.`,
  yours:
    'De link is alleen voor u: wie hem heeft, krijgt het bestand. Stuur dit bericht niet door en vraag ons om het bestand als de link verlopen is.',
  facts: {
    file: 'Bestand',
    company: 'Bedrijf',
    day: 'Dag',
    days: 'Periode',
    between: (from, to) => `${from} tot en met ${to}`,
    batch: 'Batchnummer',
    rows: 'Regels',
    total: 'Controletotaal',
    sha256: 'Controlesom (SHA-256)',
  },
  page: { opening: (seller) => `Dit bestand komt van ${seller}.`, fetch: 'Bestand downloaden' },
  gone: {
    title: 'Deze link opent geen bestand',
    text: 'Hij is verlopen, ingetrokken of niet volledig. Vraag een nieuwe aan bij de financiële afdeling van het bedrijf dat hem stuurde.',
  },
};
