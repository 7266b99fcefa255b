import type { Certificate } from '../../kit/certificates.js';
import { host } from '../../world.js';

export interface SubmissionSettings {
  /** Where Debian's dovecot-submissiond is unpacked. */
  readonly packages: string;
  readonly certificate: Certificate;
  readonly relayPort: number;
  readonly ports: readonly number[];
  /** One more, with TLS from the start. */
  readonly implicitPort?: number;
  readonly tls?: boolean;
  /** SIZE; Dovecot's own default is 40 MB. */
  readonly size?: number;
  /** At a time, of one user from one address. */
  readonly connections?: number;
  /** What the relay is to be taken for; where nothing is said, it is asked. */
  readonly relayOffers?: string;
}

/** dovecot.conf for the submission service alone. */
export function submissionConf(settings: SubmissionSettings): string {
  const {
    packages,
    certificate,
    relayPort,
    ports,
    implicitPort,
    tls = true,
    size = 200_000_000,
    relayOffers,
    connections = 1_000,
  } = settings;
  const listener = (port: number, ssl: 'yes' | 'no'): string => `
  inet_listener port-${port} {
    address = 127.0.0.1
    port = ${port}
    ssl = ${ssl}
  }`;
  return `
protocols = submission
ssl = ${tls ? 'required' : 'no'}
ssl_cert = <${certificate.certFile}
ssl_key = <${certificate.keyFile}
ssl_min_protocol = TLSv1.2
hostname = ${host}
mail_location = maildir:/nonexistent
mail_max_userip_connections = ${connections}
submission_relay_host = 127.0.0.1
submission_relay_port = ${relayPort}
submission_max_mail_size = ${size}
${relayOffers === undefined ? '' : `submission_backend_capabilities = ${relayOffers}`}

service submission-login {
  executable = ${packages}/usr/lib/dovecot/submission-login
  inet_listener submission {
    port = 0
  }
  inet_listener submissions {
    port = 0
  }${ports.map((port) => listener(port, 'no')).join('')}${implicitPort === undefined ? '' : listener(implicitPort, 'yes')}
}
# As the SASL server behind Postfix: the file of passwords is root's.
service auth {
  user = root
}
service submission {
  executable = ${packages}/usr/lib/dovecot/submission
}
`;
}
