import type { TokenRow } from '@ehlo/core';
import { pages } from './sources.js';

/*
 * What an access token says of itself, by service. A JWT can be read; tokens of personal accounts are opaque and pass.
 * `aud` is the address of the resource, or the ID that it has in every tenant.
 */

/** Exchange Online, for SMTP: `https://outlook.office.com`. */
export const exchangeToken = (resource: string, ...others: readonly string[]): TokenRow => ({
  audiences: [resource, ...others, '00000002-0000-0ff1-ce00-000000000000'],
  scopes: ['SMTP.Send'],
  ...named,
  ask: `${resource}/SMTP.Send`,
  because: 'A token is for one resource. SMTP refuses that of any other with 535 5.7.3, and does not say why.',
  source: pages.oauth,
});

/** Microsoft Graph: `https://graph.microsoft.com`. */
export const graphToken = (resource: string): TokenRow => ({
  audiences: [resource, '00000003-0000-0000-c000-000000000000'],
  scopes: ['Mail.Send', 'Mail.Send.Shared'],
  ...named,
  ask: `${resource}/Mail.Send`,
  because: 'A token is for one resource, and Graph sends for those that permit Mail.Send.',
  source: pages.graphSend,
});

const named = {
  names: ['upn', 'unique_name', 'preferred_username', 'email'],
  // The name of an account may stand in the first domain of the tenant, and a guest's holds a #, whatever their mail is.
  placeholders: /\.onmicrosoft\.(?:com|us|cn)$|#/i,
} as const;
