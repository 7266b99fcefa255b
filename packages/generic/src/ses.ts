import type { Preset } from './presets.js';

/** SES regions with an SMTP endpoint; nodemailer's table lists those of high confidence. */
const regions = {
  high: [
    'us-east-1',
    'us-east-2',
    'us-west-1',
    'us-west-2',
    'ca-central-1',
    'sa-east-1',
    'eu-central-1',
    'eu-west-1',
    'eu-west-2',
    'eu-west-3',
    'eu-north-1',
    'ap-south-1',
    'ap-northeast-1',
    'ap-northeast-2',
    'ap-northeast-3',
    'ap-southeast-1',
    'ap-southeast-2',
    'us-gov-east-1',
    'us-gov-west-1',
  ],
  medium: ['il-central-1'],
  /** Named by the pattern only. */
  low: [
    'af-south-1',
    'ap-south-2',
    'ap-southeast-3',
    'ap-southeast-5',
    'ca-west-1',
    'eu-central-2',
    'eu-south-1',
    'me-central-1',
    'me-south-1',
  ],
} as const;

/** One preset a region: `ses-eu-west-1`. */
export function sesPresets(): Preset[] {
  return (['high', 'medium', 'low'] as const).flatMap((confidence) =>
    regions[confidence].map((region) => sesPreset(region, confidence)),
  );
}

function sesPreset(region: string, confidence: Preset['confidence']): Preset {
  const host = `email-smtp.${region}.amazonaws.com`;
  return {
    id: `ses-${region}`,
    name: `Amazon SES ${region}`,
    aliases: [],
    domains: [],
    mx: [],
    endpoints: [
      { host, port: 465, security: 'implicit' },
      { host, port: 587, security: 'starttls' },
      { host, port: 2465, security: 'implicit' },
      { host, port: 2587, security: 'starttls' },
      { host, port: 25, security: 'starttls' },
    ],
    auth: ['PLAIN', 'LOGIN'],
    user: 'fixed',
    confidence,
    notes: [
      'User name and password are SMTP credentials, made in the SES console for this region; they are not the IAM access key and its secret.',
    ],
    source:
      confidence === 'high'
        ? 'https://github.com/nodemailer/nodemailer/blob/2f667f4/lib/well-known/services.json; https://docs.aws.amazon.com/ses/latest/dg/smtp-connect.html'
        : 'https://docs.aws.amazon.com/general/latest/gr/ses.html; https://docs.aws.amazon.com/ses/latest/dg/smtp-connect.html',
  };
}
