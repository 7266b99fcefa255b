import { describe, expect, it } from 'vitest';
import { generic, presetFor, presetNamed, presetOfHost, presets, profileOf } from '../src/index.js';

describe('presets', () => {
  it('are 118, each with an id of its own', () => {
    expect(presets).toHaveLength(118);
    expect(new Set(presets.map((preset) => preset.id)).size).toBe(118);
  });

  it('are found by each of their domains, and by addresses there', () => {
    const domains = presets.flatMap((preset) => preset.domains.map((domain) => ({ domain, preset })));
    expect(domains).toHaveLength(365);
    for (const { domain, preset } of domains) {
      expect(presetFor(domain), domain).toBe(preset);
      expect(presetFor(`a@b@${domain.toUpperCase()}`), domain).toBe(preset);
      expect(domain).toBe(domain.toLowerCase());
    }
    expect(presetFor('example.com')).toBeUndefined();
  });

  it('are found by id and by the names of nodemailer, in any spelling', () => {
    const names = presets.flatMap((preset) => [preset.id, ...preset.aliases].map((name) => ({ name, preset })));
    for (const { name, preset } of names) expect(presetNamed(name.toUpperCase()), name).toBe(preset);
    expect(presetNamed('Mail.ru')?.id).toBe('mailru');
    expect(presetNamed('163')?.id).toBe('netease-163');
    expect(presetNamed('SES-EU-WEST-1')?.id).toBe('ses-eu-west-1');
    expect(presetNamed('constructor')).toBeUndefined();
  });

  it('are encrypted at every endpoint, on ports and hosts that can be', () => {
    for (const { id, endpoints } of presets) {
      for (const { host, port, security } of endpoints) {
        expect(['implicit', 'starttls'], id).toContain(security);
        expect(host, id).toMatch(/^[a-z0-9-]+(?:\.[a-z0-9-]+)+$/);
        expect(port, id).toBeGreaterThan(0);
        if (port === 465) expect(security, id).toBe('implicit');
        if (port === 587 || port === 25) expect(security, id).toBe('starttls');
      }
    }
    expect(presets.filter((preset) => preset.endpoints.length === 0).map((preset) => preset.id)).toEqual(['tuta']);
    expect(presets.filter((preset) => preset.security).map((preset) => preset.id)).toEqual([
      'mailpit',
      'mailhog',
      'maildev',
    ]);
  });

  it('have a source and notes without marks of their making', () => {
    for (const preset of presets) {
      expect(preset.source, preset.id).toMatch(/https:\/\/|seen in public configurations/);
      for (const note of preset.notes) expect(note, preset.id).toMatch(/^[A-Z].*\.$/);
    }
  });

  it('become profiles that keep endpoints, mechanisms, domains and notes', () => {
    for (const preset of presets) {
      const profile = profileOf(preset);
      expect(profile.endpoints.map(({ host, port, security }) => ({ host, port, security }))).toEqual(preset.endpoints);
      expect(profile.auth.map((row) => row.mechanism).slice(0, preset.auth.length)).toEqual(preset.auth);
      expect(profile.notes ?? []).toEqual(preset.notes);
      expect(profile.domains).toBe(preset.domains);
    }
  });

  it('are known by their hosts, except those of this machine', () => {
    expect(presetOfHost('SMTP.QQ.com')?.id).toBe('qq');
    expect(presetOfHost('127.0.0.1')).toBeUndefined();
    expect(presetOfHost('smtp.example.com')).toBeUndefined();
  });
});

describe('a transport by address or id', () => {
  const password = 'hunter2';

  it('is made for every domain, or refused with the reason', async () => {
    for (const { domains, package: owner, endpoints, id } of presets) {
      for (const domain of domains) {
        const make = () => generic.forAddress(`me@${domain}`, { password });
        if (owner !== undefined)
          expect(make).toThrowError(
            expect.objectContaining({ code: 'PROVIDER_HAS_ITS_OWN_PACKAGE', detail: expect.stringContaining(owner) }),
          );
        else if (endpoints.length === 0)
          expect(make).toThrowError(expect.objectContaining({ code: 'PROVIDER_HAS_NO_SMTP' }));
        else {
          await using transport = make();
          expect(transport.id).toBe(`smtp:${id}`);
        }
      }
    }
  });

  it.each([
    ['me@outlook.com', '@ehlo/outlook'],
    ['me@gmail.com', '@ehlo/gmail'],
  ])('names the package for %s, and goes on where a host is given', async (address, owner) => {
    expect(() => generic.forAddress(address, { password })).toThrowError(
      expect.objectContaining({ detail: expect.stringContaining(owner) }),
    );
    await using transport = generic.forAddress(address, { password, host: 'gateway.example' });
    expect(transport.id).toBe('smtp:generic');
  });

  it('warns where a host belongs to a provider with a package', async () => {
    await using transport = generic({ host: 'smtp.gmail.com', user: 'me@gmail.com', password });
    expect(transport.warnings).toMatchObject([{ code: 'PROVIDER_HAS_ITS_OWN_PACKAGE', field: 'host' }]);
  });

  it('uses the rules of a provider whose host is given', async () => {
    await using transport = generic({ host: 'smtp.163.com', user: 'me@163.com', password });
    expect(transport.id).toBe('smtp:netease-163');
  });

  it('refuses an unknown domain and an unknown id, naming the way out', () => {
    expect(() => generic.forAddress('me@example.com', { password })).toThrowError(
      expect.objectContaining({
        code: 'PROVIDER_UNKNOWN',
        field: 'address',
        detail: 'the domain example.com is in no preset; give the host option',
      }),
    );
    expect(() => generic.preset('nobody')).toThrowError(
      expect.objectContaining({ code: 'PROVIDER_UNKNOWN', field: 'preset' }),
    );
    expect(() => generic.forAddress('Me <me@163.com>')).toThrowError(
      expect.objectContaining({ code: 'CONFIG_VALUE_INVALID', field: 'address' }),
    );
    expect(() => generic({} as never)).toThrowError(
      expect.objectContaining({ code: 'CONFIG_VALUE_INVALID', field: 'host' }),
    );
  });

  it('warns where a preset rests on little', async () => {
    await using transport = generic.preset('ses-af-south-1', { user: 'AKIA', password });
    expect(transport.warnings).toMatchObject([{ code: 'PRESET_UNCONFIRMED' }]);
  });

  it('serves the options form too', async () => {
    await using transport = generic({ preset: 'qq', user: 'me@qq.com', password });
    expect(transport.id).toBe('smtp:qq');
  });
});
