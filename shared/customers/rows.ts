/** A row of a file of customers as a profile: what its columns mean, and what is wrong with them. */
import type { Row } from '../kernel/rows.ts';
import { CustomerProfile, ExternalId } from './customer.ts';

export interface Good {
  readonly externalId: string;
  readonly profile: CustomerProfile;
}
export type Read = { readonly good: Good } | { readonly bad: readonly { field: string; reason: string }[] };

/** Columns of lists hold their parts with `|` between; tax ids are written `DE:123`. */
const LISTS = new Set(['emails', 'ibans', 'tags']);
const ADDRESS = new Set(['line1', 'line2', 'postalCode', 'city', 'country']);
const partsOf = (text: string): string[] =>
  text
    .split('|')
    .map((part) => part.trim())
    .filter((part) => part !== '');

/** The columns of a CSV as the fields of a profile. */
export const nested = (flat: Readonly<Record<string, string>>): Record<string, unknown> => {
  const fields: Record<string, unknown> = {};
  const address: Record<string, string> = {};
  for (const [name, text] of Object.entries(flat)) {
    if (text.trim() === '') continue;
    if (ADDRESS.has(name)) address[name] = text;
    else if (LISTS.has(name)) fields[name] = partsOf(text);
    else if (name === 'paymentTermsDays') fields[name] = Number(text);
    else if (name === 'taxIds')
      fields[name] = partsOf(text).map((part) => {
        const [country, value] = part.includes(':') ? (part.split(':', 2) as [string, string]) : ['', part];
        return { ...(country !== '' && { country }), value };
      });
    else fields[name] = text.trim();
  }
  return { ...fields, address };
};

/** The row as a profile under its external id, or every field that is wrong with its reason. */
export const readRow = ({ fields, fault }: Row): Read => {
  if (fault !== undefined) return { bad: [{ field: '', reason: fault }] };
  const { externalId, ...rest } = fields;
  const name = ExternalId.safeParse(externalId);
  const profile = CustomerProfile.safeParse(rest);
  if (name.success && profile.success) return { good: { externalId: name.data, profile: profile.data } };
  return {
    bad: [
      ...(name.success
        ? []
        : [{ field: 'externalId', reason: 'must be 1 to 80 of letters, digits and . _ : / -' }]),
      ...(profile.success
        ? []
        : profile.error.issues.map((issue) => ({
            field: [...issue.path, ...(issue.code === 'unrecognized_keys' ? issue.keys : [])].join('.'),
            reason: issue.code === 'unrecognized_keys' ? 'is not a field of a customer' : issue.message,
          }))),
    ],
  };
};
