import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { sandbox, type WebSandbox, webErrors } from '../src/index.js';
import { type Answer, calm, createFetch, form } from './fetch.js';

let web: WebSandbox;
let fetch: ReturnType<typeof createFetch>;

beforeAll(async () => {
  web = await sandbox.web();
  fetch = createFetch(web.ca);
});
afterAll(() => web.close());
afterEach(() => calm(web));

const refresh = { grant_type: 'refresh_token', refresh_token: 'whatever', scope: 'a-scope' };

describe("Microsoft's token endpoint", () => {
  const ask = (): Promise<Answer> =>
    fetch(`${web.url}/common/oauth2/v2.0/token`, { body: form({ ...refresh, client_id: web.microsoft.clientId }) });

  it.each(webErrors.microsoft)('%s', async (name) => {
    web.refuse('microsoft', name, { times: 1 });
    const { status, json } = await ask();
    expect(status).toBeGreaterThanOrEqual(400);
    expect(json).toEqual({
      error: expect.stringMatching(/^[a-z_]+$/),
      error_description: expect.stringMatching(
        /^[A-Z].+\r\nTrace ID: [\da-f-]{36}\r\nCorrelation ID: [\da-f-]{36}\r\nTimestamp: \d{4}-\d\d-\d\d \d\d:\d\d:\d\dZ$/,
      ),
      error_codes: name === 'slow_down' ? [] : [Number(name)],
      timestamp: expect.stringMatching(/^\d{4}-\d\d-\d\d \d\d:\d\d:\d\dZ$/),
      trace_id: expect.any(String),
      correlation_id: expect.any(String),
      error_uri: `https://login.microsoftonline.com/error?code=${name}`,
      ...(json.suberror === undefined ? {} : { suberror: expect.stringMatching(/^[a-z_]+$/) }),
    });
    expect(json.error_description.startsWith(name === 'slow_down' ? 'The client' : `AADSTS${name}: `)).toBe(true);
    expect(json.error_description).not.toMatch(/[{}]|undefined/);
    // Once, as it was said; and the request is on record with it.
    expect((await ask()).json.error_codes).toEqual([70000]);
    expect(web.requests[0]).toMatchObject({ error: name, place: 'microsoft/token', grant: 'refresh_token', status });
  });

  it('has a code for each that Microsoft was seen to answer a mail client with', () => {
    const known = [
      50011, 50020, 500011, 50034, 50126, 50053, 50055, 50057, 50058, 50059, 50072, 50074, 50076, 50078, 50079, 50105,
      50131, 53000, 53001, 53002, 53003, 530032, 530035, 50132, 50133, 50173, 50147, 501481, 501491, 50194, 50196,
      54005, 65001, 65004, 65005, 650052, 650056, 650057, 70000, 70008, 700082, 700084, 70043, 700016, 700011, 70002,
      7000215, 7000222, 7000218, 700025, 700027, 700030, 70011, 700022, 28000, 70016, 70018, 70019, 90002, 9001023,
      9002332, 90014, 900144, 9002313, 90033, 90055, 90038, 90094, 90119, 90120, 90121, 7000112, 700005,
    ];
    expect(webErrors.microsoft).toEqual(expect.arrayContaining(known.map(String)));
  });
});

describe("Google's token endpoint", () => {
  it.each(webErrors.google)('%s', async (name) => {
    web.refuse('google', name);
    const { status, json } = await fetch(`${web.url}/token`, { body: form(refresh) });
    expect(status).toBeGreaterThanOrEqual(400);
    expect(json).toEqual({
      error: expect.stringMatching(/^[a-z_]+$/),
      error_description: expect.stringMatching(/^[^{}]+$/),
      ...(name === 'reauth-required' ? { error_subtype: 'invalid_rapt' } : {}),
    });
    expect(web.requests[0]).toMatchObject({ error: name, place: 'google/token', grant: 'refresh_token', status });
  });
});

describe('Graph', () => {
  it.each(webErrors.graph)('%s', async (name) => {
    web.refuse('graph', name);
    const { status, headers, json } = await fetch(`${web.url}/v1.0/me/sendMail`, { body: '{}' });
    expect(status).toBeGreaterThanOrEqual(400);
    expect(json).toEqual({
      error: {
        code: name.split(':')[0],
        message: expect.stringMatching(/^[^{}]+$/),
        innerError: {
          date: expect.stringMatching(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d$/),
          'request-id': expect.stringMatching(/^[\da-f-]{36}$/),
          'client-request-id': expect.stringMatching(/^[\da-f-]{36}$/),
        },
      },
    });
    const waits = [
      'ApplicationThrottled',
      'TooManyRequests',
      'serviceNotAvailable',
      'gatewayTimeout',
      'bandwidthLimitExceeded',
    ];
    expect(headers['retry-after'] !== undefined).toBe(waits.includes(name));
    expect(web.requests[0]).toMatchObject({ error: name, place: 'graph/send', status });
  });
});

describe('the Gmail API', () => {
  it.each(webErrors.gmail)('%s', async (name) => {
    web.refuse('gmail', name);
    const { status, json } = await fetch(`${web.url}/gmail/v1/users/me/messages/send`, { body: '{}' });
    const [reason, code] = name.split(':');
    if (/^\d+$/.test(code ?? '')) expect(status).toBe(Number(code));
    expect(json).toEqual({
      error: {
        code: status,
        message: expect.stringMatching(/^[^{}]+$/),
        status: expect.stringMatching(/^[A-Z_]+$/),
        errors: [
          {
            message: json.error.message,
            domain: /(Limit|daily)/i.test(reason!) ? 'usageLimits' : 'global',
            reason: reason === 'delegationDenied' ? 'forbidden' : reason,
            ...(reason === 'authError' ? { locationType: 'header', location: 'Authorization' } : {}),
          },
        ],
      },
    });
  });
});

describe('refuse', () => {
  it('works at other places, one error a place', async () => {
    const device = (): Promise<Answer> =>
      fetch(`${web.url}/common/oauth2/v2.0/devicecode`, {
        body: form({ client_id: web.microsoft.clientId, scope: 'Mail.Send' }),
      });
    web.refuse('microsoft', '90033', { at: 'microsoft/devicecode' });
    web.refuse('microsoft', '90055', { at: 'microsoft/devicecode' });
    expect((await device()).status).toBe(429);
    web.refuse(null);
    expect((await device()).status).toBe(200);
  });

  it('refuses what it does not know', () => {
    // @ts-expect-error: no such error
    expect(() => web.refuse('microsoft', '12345')).toThrow('unknown error of microsoft "12345"; known are 28000');
    // @ts-expect-error: no such service
    expect(() => web.refuse('yahoo', 'x')).toThrow(
      'unknown service "yahoo"; known are microsoft, google, graph, gmail',
    );
    expect(() => web.refuse('microsoft', '90055', { at: 'google/token' })).toThrow(
      'unknown place of microsoft "google/token"; known are microsoft/discovery',
    );
  });
});
