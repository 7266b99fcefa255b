/** A program or device that answers in a server's place, by the authority with which it signs. */
export interface InterceptorRow {
  readonly name: string;
  readonly kind: 'antivirus' | 'network';
  /** Matched against the names of those who issued the certificate: common name or organization. */
  readonly issuer: RegExp;
  readonly source: string;
}

/** What browsers know them by. */
const chromium =
  'https://chromium.googlesource.com/chromium/src/+/main/chrome/browser/resources/ssl/ssl_error_assistant/ssl_error_assistant.asciipb';

/** Those of one machine first: their owner can turn them off. */
export const interceptors: readonly InterceptorRow[] = [
  {
    name: 'Avast',
    kind: 'antivirus',
    issuer: /Avast!? (?:Web\/Mail Shield|Antivirus)/i,
    source: 'https://github.com/mscdex/node-imap/issues/741',
  },
  { name: 'AVG', kind: 'antivirus', issuer: /^AVG /, source: 'https://github.com/curl/curl/issues/11268' },
  {
    name: 'a scanner with a Web/Mail Shield',
    kind: 'antivirus',
    issuer: /Web\/Mail Shield/i,
    source: 'https://github.com/mscdex/node-imap/issues/741',
  },
  {
    name: 'Kaspersky',
    kind: 'antivirus',
    issuer: /Kaspersky Anti-Virus Personal Root/i,
    source: chromium,
  },
  { name: 'Bitdefender', kind: 'antivirus', issuer: /Bitdefender Personal CA/i, source: chromium },
  {
    name: 'ESET',
    kind: 'antivirus',
    issuer: /ESET SSL Filter CA/i,
    source: 'https://help.eset.com/eav/10/en-US/idh_config_epfw_ssl_cert_set.htm',
  },
  { name: 'Cisco Umbrella', kind: 'network', issuer: /Cisco Umbrella/i, source: chromium },
  { name: 'ContentKeeper', kind: 'network', issuer: /ContentKeeper/i, source: chromium },
  { name: 'Cyberoam', kind: 'network', issuer: /Cyberoam/i, source: chromium },
  { name: 'Forcepoint', kind: 'network', issuer: /Forcepoint/i, source: chromium },
  { name: 'Fortinet', kind: 'network', issuer: /FortiGate|Fortinet/i, source: chromium },
  { name: 'McAfee Web Gateway', kind: 'network', issuer: /McAfee Web Gateway/i, source: chromium },
  { name: 'NetSpark', kind: 'network', issuer: /netspark/i, source: chromium },
  { name: 'Smoothwall', kind: 'network', issuer: /Smoothwall/i, source: chromium },
  { name: 'SonicWall', kind: 'network', issuer: /SonicWALL/i, source: chromium },
  { name: 'Sophos', kind: 'network', issuer: /Sophos/i, source: chromium },
  { name: 'Symantec Blue Coat', kind: 'network', issuer: /Blue Coat/i, source: chromium },
  { name: 'Trend Micro InterScan', kind: 'network', issuer: /IWSS\.TREND/i, source: chromium },
  { name: 'Zscaler', kind: 'network', issuer: /Zscaler/i, source: chromium },
];

/** Who signed in the server's place, if it is one that is known. */
export function interceptorOf(issuers: readonly string[]): InterceptorRow | undefined {
  return interceptors.find(({ issuer }) => issuers.some((name) => issuer.test(name)));
}
