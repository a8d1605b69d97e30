/** HTTP API and control port. */
import { describe, expect, test } from 'vitest';
import { withCloud } from './support.ts';

describe.each(['child', 'worker'] as const)(
  'with %s environments',
  (host) => {
    const my = withCloud(host);
    const { api } = my;

    test('the event has the shape of payload format 2.0', async () => {
      const response = await api('/echo?a=1&a=2', {
        method: 'POST',
        body: 'a=b',
        headers: { cookie: 'x=1; y=2', 'X-One': 'Two', 'content-type': 'application/x-www-form-urlencoded' },
      });
      expect(response.headers.get('set-cookie')).toBe('a=1; Path=/');
      const { event, remaining } = (await response.json()) as {
        event: Record<string, unknown>;
        remaining: number;
      };
      expect(remaining).toBeGreaterThan(5000);
      expect(event).toMatchObject({
        version: '2.0',
        routeKey: 'POST /echo',
        rawPath: '/echo',
        rawQueryString: 'a=1&a=2',
        queryStringParameters: { a: '1,2' },
        cookies: ['x=1', 'y=2'],
        headers: { 'x-one': 'Two' },
        body: Buffer.from('a=b').toString('base64'),
        isBase64Encoded: true,
        requestContext: { stage: '$default', http: { method: 'POST', path: '/echo', sourceIp: '127.0.0.1' } },
      });
      expect(event).not.toHaveProperty('headers.cookie');
    });

    test('unknown routes, too large bodies and failing functions have the answers of AWS', async () => {
      const missing = await api('/nowhere');
      expect([missing.status, await missing.text()]).toEqual([404, '{"message":"Not Found"}']);
      const large = await api('/echo', { method: 'POST', body: Buffer.alloc(10 * 1024 * 1024 + 1) });
      expect(large.status).toBe(413);
      const broken = await api('/broken');
      expect([broken.status, await broken.text()]).toEqual([500, '{"message":"Internal Server Error"}']);
    });

    test('the authorizer is asked, and its answer kept for as long as the template says', async () => {
      const guarded = (token?: string) =>
        api('/guarded', token === undefined ? {} : { headers: { authorization: token } });
      const context = async () => {
        const { event } = (await (await guarded('good')).json()) as {
          event: { requestContext: { authorizer: { lambda: { token: string; at: string } } } };
        };
        return event.requestContext.authorizer.lambda;
      };
      expect([
        (await guarded()).status,
        (await guarded('bad')).status,
        (await guarded('boom')).status,
      ]).toEqual([401, 403, 500]);
      const first = await context();
      expect(first.token).toBe('good');
      expect(await context()).toEqual(first);
      await my.cloud.clock.advance(my.cloud.clock.now() + 61_000);
      expect(Number((await context()).at)).toBeGreaterThan(Number(first.at) + 60_000);
    });

    test('a preflight is answered by the gateway', async () => {
      const headers = { origin: 'https://shop.example', 'access-control-request-method': 'GET' };
      const preflight = await api('/any', { method: 'OPTIONS', headers });
      expect(preflight.status).toBe(204);
      expect(preflight.headers.get('access-control-allow-origin')).toBe('https://shop.example');
      expect(preflight.headers.get('access-control-max-age')).toBe('60');
      const foreign = await api('/any', { headers: { origin: 'https://evil.example' } });
      expect(foreign.headers.has('access-control-allow-origin')).toBe(false);
    });

    test('the control port moves the clock, invokes, injects and tells', async () => {
      const control = async (path: string, method = 'GET', body?: unknown) => {
        const init = body === undefined ? { method } : { method, body: JSON.stringify(body) };
        return (await (await fetch(`${my.cloud.urls.console}/control/${path}`, init)).json()) as Record<
          string,
          unknown
        >;
      };
      const before = Date.parse(String((await control('clock'))['now']));
      const after = await control('clock', 'POST', { by: 'P1D' });
      expect(Date.parse(String(after['now'])) - before).toBeGreaterThanOrEqual(86_400_000);
      expect(await control('clock', 'POST', { to: '1999-01-01' })).toEqual({
        message: 'The clock does not go back',
      });
      expect(await control('invoke/Writer', 'POST', { do: 'throw' })).toMatchObject({
        error: { type: 'TypeError' },
      });
      expect((await control('logs?function=Writer'))['log']).toContain('on purpose');
      expect(await control('faults', 'POST', { kind: 'boom', when: 'before' })).toHaveProperty('message');
      await control('faults', 'POST', { service: 'dynamodb', kind: 'error', when: 'before' });
      expect((await control('faults'))['faults']).toMatchObject([{ service: 'dynamodb', seen: 0 }]);
      await control('faults', 'DELETE');
      expect((await control('queues'))['queues']).toMatchObject([{ name: 'App-Parked' }]);
      const foreign = await fetch(`${my.cloud.urls.console}/control/settle`, {
        method: 'POST',
        headers: { 'sec-fetch-site': 'cross-site' },
      });
      expect(foreign.status).toBe(403);
    });
  },
  60_000,
);
