/** The port over HTTP with JSON. What the other side answers is read strictly; what it refuses is thrown and asked again. */
import * as z from 'zod';
import { compare } from '../kernel/decimal.ts';
import { UnsignedDecimal } from '../kernel/decimal.ts';
import type { Confirm, Inventory, Reserve } from './port.ts';

export interface Account {
  /** `https://stock.example.com/v1`: the paths below stand behind it. */
  readonly baseUrl: string;
  readonly apiKey: string;
}
export type Fetch = (
  url: string,
  init: { method: string; headers: Record<string, string>; body?: string },
) => Promise<Response>;

const Reserved = z.object({ lines: z.array(z.object({ line: z.string(), reserved: UnsignedDecimal })) });

export const overHttp = ({ baseUrl, apiKey }: Account, fetch: Fetch): Inventory => {
  const post = async (path: string, key: string, body: object): Promise<unknown> => {
    const response = await fetch(`${baseUrl.replace(/\/$/, '')}${path}`, {
      method: 'POST',
      headers: {
        authorization: `Bearer ${apiKey}`,
        'content-type': 'application/json',
        'idempotency-key': key,
      },
      body: JSON.stringify(body),
    });
    if (!response.ok) throw new Error(`the stock system answered ${response.status}`);
    return response.status === 204 ? undefined : response.json();
  };
  return {
    reserve: async (wanted: Reserve) => {
      const { lines } = Reserved.parse(await post('/reservations', wanted.reservation, wanted));
      const asked = new Map(wanted.lines.map(({ line, quantity }) => [line, quantity]));
      return new Map(
        lines.flatMap(({ line, reserved }) => {
          const most = asked.get(line);
          if (most === undefined) return [];
          return [[line, compare(reserved, most) > 0 ? most : reserved] as const];
        }),
      );
    },
    confirm: async ({ reservation, delivery, lines }: Confirm) => {
      await post(`/reservations/${reservation}/confirm`, delivery, { delivery, lines });
    },
    release: async (reservation) => {
      await post(`/reservations/${reservation}/release`, `${reservation}-release`, {});
    },
  };
};
