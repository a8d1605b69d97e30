/**
 * What a formal notice rests on, by the country of the seller: the statutes that it names, and what they assume. Written by us from the statutes and not by
 * a lawyer of the country: `assumes` is what a company has its own lawyer agree to before a policy has a legal level. A country that is not here names none.
 */
export interface Basis {
  /** As it is cited at home; in the notice after `words.basis`. */
  readonly law: string;
  readonly assumes: string;
}
export const BASES: Readonly<Record<string, Basis>> = {
  DE: {
    law: '§§ 280, 286, 288 BGB',
    assumes:
      'The debt is due and not disputed, and the payer is in default by a date of the calendar, by thirty days or by a reminder (§ 286 BGB). A consumer was told of the thirty days on the invoice. The notice threatens a court and nothing else.',
  },
  AT: {
    law: '§§ 918, 1333, 1334 ABGB; §§ 456, 458 UGB',
    assumes:
      'The debt is due and not disputed. Costs of collecting are as they are fit and in proportion (§ 1333 Abs. 2 ABGB).',
  },
  FR: {
    law: 'Articles 1344 et 1344-1 du Code civil\u202f; article L441-10 du Code de commerce',
    assumes:
      'The debt is certain and due. It is a mise en demeure only where the payer gets it: as a letter of registered post where that may be doubted.',
  },
  ES: {
    law: 'Artículos 1100, 1101 y 1973 del Código Civil; Ley 3/2004',
    assumes:
      'The debt is due. Interest of Ley 3/2004 is between businesses; who has to prove that it was received sends it by burofax too.',
  },
  IT: {
    law: 'Articoli 1219 e 2943 del Codice civile; D.Lgs. 231/2002',
    assumes:
      'The debt is due. Interest of D.Lgs. 231/2002 is between businesses; who has to prove that it was received sends it by registered post or PEC too.',
  },
  NL: {
    law: 'Artikelen 6:81, 6:82, 6:96 en 6:119a BW',
    assumes:
      'The payer is a business. A consumer has fourteen days from the day after it is received, and is told what costs follow (artikel 6:96 lid 6 BW): this notice does not say so.',
  },
  BE: {
    law: 'Loi du 2 août 2002 concernant la lutte contre le retard de paiement dans les transactions commerciales',
    assumes:
      'The payer is a business or a public body. A consumer has a first reminder that costs nothing and fourteen days, with caps (livre XIX du Code de droit économique): this notice does not say so.',
  },
  IE: {
    law: 'European Communities (Late Payment in Commercial Transactions) Regulations 2012 (S.I. No. 580 of 2012)',
    assumes:
      'The payer is an undertaking or a public authority, and the supplier has met its own obligations. Consumers are outside these regulations.',
  },
  GB: {
    law: 'Late Payment of Commercial Debts (Interest) Act 1998; Practice Direction – Pre-Action Conduct',
    assumes:
      'The payer is a business. Individuals and sole traders have the Pre-Action Protocol for Debt Claims with thirty days and its forms, which this notice is not.',
  },
};
