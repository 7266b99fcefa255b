import type { presets } from '@ehlo/generic';
import { code, page, source, table } from './markdown.js';

type Preset = (typeof presets)[number];

/** One table of all providers that the generic adapter knows by name or by address. */
export function presetsPage(all: readonly Preset[]): string {
  return page('Presets', 'packages/generic/src/presets.json', [
    "What `@ehlo/generic` knows of other providers: `generic.forAddress('me@163.com', { password })` finds the row by the domain of the address. The notes stand in the error when a login fails.",
    table(
      ['id', 'provider', 'servers', 'logins', 'user name', 'domains', 'notes', 'source'],
      all.map((preset) => [
        code(preset.id),
        preset.name,
        preset.endpoints.map(({ host, port, security }) => `${host}:${port} (${security})`).join('<br>') || 'none',
        preset.auth.join(' '),
        userName(preset),
        some(preset.domains),
        [preset.package && `has a package of its own: ${preset.package}`, ...preset.notes].filter(Boolean).join(' '),
        source(preset.source),
      ]),
    ),
  ]);
}

function userName({ user, fixedUser }: Preset): string {
  if (user === 'fixed') return fixedUser === undefined ? 'given by the provider' : code(fixedUser);
  return user === 'email' ? 'the address' : 'what stands before the @';
}

/** A provider may have a hundred domains; six tell which one it is. */
function some(domains: readonly string[]): string {
  const more = domains.length - 6;
  return domains.slice(0, 6).join(', ') + (more > 0 ? ` and ${more} more` : '');
}
