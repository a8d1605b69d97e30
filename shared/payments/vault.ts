/** The providers' credentials, from the vault, and the receipt that follows from an attempt. */
import { idOfCause } from '../runtime/context.ts';
import { secret } from '../runtime/secrets.ts';
import type { Attempt } from './payment.ts';
import type { Vault } from './psp/providers.ts';

export const providers = async (): Promise<Vault> => JSON.parse(await secret('providers')) as Vault;

/** One receipt per attempt: news of its success that comes twice finds it there. */
export const paymentOf = ({ id, createdAt }: Attempt): `pay_${string}` => idOfCause('pay', createdAt, id);
