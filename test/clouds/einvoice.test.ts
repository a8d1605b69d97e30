/** Our e-invoices before the rules of those who take them: KoSIT's for XRechnung 3.0.2, OpenPeppol's for BIS Billing 3.0 (2026.5). */
import * as fc from 'fast-check';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect } from 'vitest';
import { ciiOf } from '../../shared/documents/cii.ts';
import { ublOf } from '../../shared/documents/ubl.ts';
import type { Snapshot } from '../../shared/invoices/invoice.ts';
import { anyUnder, taken, under } from '../slices/documents/profiled.ts';
import { snapshot } from '../slices/documents/snapshots.ts';
import { einvoice, run, testWith } from './tools.ts';

const check = testWith(await einvoice());

const ubl = (of: Snapshot): string => {
  const made = ublOf(of);
  if (!made.ok) throw new Error(made.detail);
  return made.value;
};
const some = (profile: 'xrechnung' | 'peppol-bis-3', numRuns: number) =>
  fc.sample(anyUnder(profile), { seed: 20_261_122, numRuns });

const XRECHNUNG = some('xrechnung', 16);
const PEPPOL = [
  ...some('peppol-bis-3', 16),
  ...fc.sample(
    anyUnder('peppol-bis-3').filter(({ seller, buyer }) =>
      [seller, buyer].every(({ address }) => address.country === 'DE'),
    ),
    { seed: 20_261_122, numRuns: 6 },
  ),
];
/** Each is judged by the rules that its name begins with. */
const OURS: Readonly<Record<string, string>> = Object.fromEntries([
  ...XRECHNUNG.flatMap((of, at) => [
    [`xrechnung-invoice-${at}.xml`, ubl(of)],
    [`xrechnung-credit-${at}.xml`, ubl(taken(of))],
    [`xrechnung-cii-${at}.xml`, ciiOf(at % 3 === 0 ? taken(of) : of)],
  ]),
  ...PEPPOL.flatMap((of, at) => [
    [`peppol-invoice-${at}.xml`, ubl(of)],
    [`peppol-credit-${at}.xml`, ubl(taken(of))],
  ]),
]);
const XR = under('xrechnung', snapshot());
const PEP = under('peppol-bis-3', snapshot());
const without = (xml: string, element: string): string =>
  xml.replace(new RegExp(` *<${element}[ >][^]*?</${element}>\n`), '');
/** One thing wrong each, with the rule that has to see it. */
const BROKEN: readonly [name: string, rule: string, xml: string][] = [
  ['xrechnung-invoice-reference.xml', 'BR-DE-15', without(ubl(XR), 'cbc:BuyerReference')],
  ['xrechnung-invoice-phone.xml', 'BR-DE-6', without(ubl(XR), 'cbc:Telephone')],
  ['xrechnung-invoice-skonto.xml', 'BR-DE-18', ubl(XR).replace(/(<cbc:Note>)/, '$1#SKONTO#TAGE=14#&#10;')],
  ['xrechnung-credit-means.xml', 'BR-DE-1', without(ubl(taken(XR)), 'cac:PaymentMeans')],
  ['xrechnung-cii-phone.xml', 'BR-DE-6', without(ciiOf(XR), 'ram:TelephoneUniversalCommunication')],
  ['peppol-invoice-process.xml', 'PEPPOL-EN16931-R001', without(ubl(PEP), 'cbc:ProfileID')],
  ['peppol-invoice-scheme.xml', 'PEPPOL-EN16931-CL008', ubl(PEP).replace('schemeID="0204"', 'schemeID="EM"')],
  [
    'peppol-credit-endpoint.xml',
    'PEPPOL-EN16931-R010',
    ubl(taken(PEP)).replace(/<cbc:EndpointID schemeID="0204".*\n/, ''),
  ],
  [
    'peppol-credit-total.xml',
    'BR-CO-15',
    ubl(taken(PEP)).replace(/(TaxInclusiveAmount[^>]*>)837\.68/, '$1837.69'),
  ],
];

check(
  'the rules of XRechnung and of Peppol find nothing in ours, and see what is wrong in others',
  async (jars) => {
    const dir = mkdtempSync(join(tmpdir(), 'einvoice-'));
    for (const [name, xml] of [
      ...Object.entries(OURS),
      ...BROKEN.map(([name, , xml]) => [name, xml] as const),
    ])
      writeFileSync(join(dir, name), xml);
    const { code, output } = await run('java', [
      '-cp',
      `${jars}/*`,
      join(import.meta.dirname, 'Einvoice.java'),
      dir,
    ]);
    rmSync(dir, { recursive: true });
    const lines = output.split('\n');
    const judged = lines.filter((line) => line.startsWith('judged ')).length;
    expect([code, judged], output.slice(-4000)).toEqual([0, Object.keys(OURS).length + BROKEN.length]);
    const found = lines.filter((line) => line.startsWith('found '));
    expect(found.filter((line) => OURS[line.split(' ')[1]!] !== undefined)).toEqual([]);
    for (const [name, rule] of BROKEN)
      expect(
        found.filter((line) => line.startsWith(`found ${name} `)).map((line) => line.split(' ')[3]),
      ).toContain(rule);
  },
);
