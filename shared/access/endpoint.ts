/**
 * Electronic addresses: which schemes the official rules know, and the form and check digits of those whose procedure they
 * check themselves. Sources: code list EAS of the Connecting Europe Facility as EN 16931 takes it (BR-CL-25, release 1.3.15)
 * and as Peppol BIS Billing 3.0 does (PEPPOL-EN16931-CL008, PEPPOL-COMMON-R040 to R057, release 2026.5); KoSIT, "Format der
 * Leitweg-ID" 2.0.2.
 */
import type { Endpoint } from '../kernel/party.ts';
import { mod97 } from '../kernel/reference.ts';

const BOTH =
  '0002 0007 0009 0060 0088 0096 0097 0106 0130 0135 0142 0151 0183 0184 0188 0190 0191 0192 0195 0196 0198 0199 0200 0201 ' +
  '0204 0208 0209 0210 0211 0216 0218 0221 0225 0230 0235 0240 0244 9910 9913 9914 9915 9918 9919 9920 9922 9923 9924 9925 ' +
  '9926 9927 9928 9929 9930 9931 9932 9933 9934 9935 9936 9937 9938 9939 9940 9941 9942 9943 9944 9945 9946 9947 9948 9949 ' +
  '9950 9951 9952 9953 9957 9959';
const ONLY = {
  en16931:
    '0037 0147 0154 0158 0170 0177 0193 0194 0202 0203 0205 0212 0213 0215 0217 0219 0220 AN AQ AS AU EM',
  peppol: '0242 0245 0246 0248',
} as const;
/** Who reads the address: the rules of EN 16931 (XRechnung too), or those of the Peppol network. */
export type Reader = keyof typeof ONLY;

/** What is wrong with an address for one of its readers, by its member; undefined where nothing is. */
export const endpointFault = (
  { scheme, id }: Endpoint,
  readers: readonly Reader[],
): { member: keyof Endpoint; detail: string } | undefined => {
  const known = readers.some((reader) => `${BOTH} ${ONLY[reader]}`.split(' ').includes(scheme));
  if (!known)
    return {
      member: 'scheme',
      detail: `is not in the code list EAS of ${readers.map((one) => NAMES[one]).join(' or ')}`,
    };
  const { form, holds } = FORMS[scheme] ?? {};
  if (form && !form.test(id)) return { member: 'id', detail: `is not of the form of scheme ${scheme}` };
  return !holds || holds(id) ? undefined : { member: 'id', detail: 'has wrong check digits' };
};
const NAMES: Readonly<Record<Reader, string>> = { en16931: 'EN 16931', peppol: 'Peppol' };

const weighed = (text: string, weights: readonly number[]): number =>
  weights.reduce((sum, weight, at) => sum + weight * Number(text[at]), 0);
const last = (text: string): number => Number(text.at(-1));
const crossSum = (value: number): number => Math.floor(value / 10) + (value % 10);

/** Coarse part, fine part (optional), two check digits by ISO/IEC 7064 MOD 97-10 over both. */
export const isLeitwegId = (text: string): boolean =>
  LEITWEG.test(text) && mod97(text.replaceAll('-', '')) === 1;
const LEITWEG = /^\d{2,12}(-[A-Za-z0-9]{1,30})?-\d{2}$/;

const FORMS: Readonly<Record<string, { form: RegExp; holds?: (id: string) => boolean }>> = {
  '0007': {
    form: /^\d{10}$/,
    holds: (id) =>
      [...id].reduce((sum, digit, at) => sum + crossSum(Number(digit) * (at % 2 === 0 ? 2 : 1)), 0) % 10 ===
      0,
  },
  '0088': {
    form: /^\d{13}$/,
    holds: (id) => (10 - (weighed(id, [1, 3, 1, 3, 1, 3, 1, 3, 1, 3, 1, 3]) % 10)) % 10 === last(id),
  },
  '0096': { form: /^\d{10}$/ },
  '0106': { form: /^\d{8}$/ },
  '0151': {
    form: /^\d{11}$/,
    holds: (id) => (weighed(id, [10, 1, 3, 5, 7, 9, 11, 13, 15, 17, 19]) - 10) % 89 === 0,
  },
  '0184': { form: /^(DK)?\d{8}$/ },
  '0190': { form: /^\d{20}$/ },
  '0192': {
    form: /^\d{9}$/,
    holds: (id) => (11 - (weighed(id, [3, 2, 7, 6, 5, 4, 3, 2]) % 11)) % 11 === last(id),
  },
  '0198': { form: /^DK\d{8}$/ },
  '0204': { form: LEITWEG, holds: isLeitwegId },
  '0208': {
    form: /^\d{10}$/,
    holds: (id) => 97 - (Number(id.slice(0, 8)) % 97) === Number(id.slice(8)),
  },
  '0217': { form: /^\d{12}$/ },
  '9944': { form: /^NL\d{9}B\d{2}$/ },
  EM: { form: /^[^@\s]+@([^@.\s]+\.)+[^@.\s]+$/ },
};
