/** A page of a session as an answer. */
import { stylesOf } from '../portal/pages.tsx';
import { page, type PageAnswer } from '../runtime/page.ts';
import type { In } from './entering.ts';
import { sellerOf } from './outside.ts';
import { MY_STYLE, type Around } from './shell.tsx';

export const aroundOf = ({ customer, entity, token }: In): Around => ({
  language: customer.language,
  seller: sellerOf(entity),
  name: customer.name,
  token,
});
export const html = (who: In, text: string): PageAnswer =>
  page(200, text, stylesOf(who.entity.brand?.colour, MY_STYLE));
