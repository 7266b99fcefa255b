/** What the rows want of Haraka, by the port: logins, extensions left out, recipients, one connection at a time. */
const mailbox = require(process.env.EHLO_INTEROP_MAILBOX);
const { accounts, ports, mechanisms } = JSON.parse(process.env.EHLO_INTEROP);

const role = ({ local }) => Object.keys(ports).find((name) => ports[name] === local.port);
let crowd = 0;

exports.register = function () {
  this.inherits('auth/auth_base');
};

exports.hook_connect = (next, connection) => {
  if (role(connection) !== 'crowded') return next();
  crowd += 1;
  if (crowd > 1) return next(DENYSOFTDISCONNECT, '4.7.0 Too many connections');
  next();
};

exports.hook_disconnect = (next, connection) => {
  if (role(connection) === 'crowded') crowd -= 1;
  next();
};

exports.hook_capabilities = (next, connection) => {
  const without = { serial: 'PIPELINING', ascii: 'SMTPUTF8' }[role(connection)];
  connection.capabilities = connection.capabilities.filter((keyword) => keyword !== without);
  if (connection.tls.enabled || role(connection) === 'clear') {
    connection.capabilities.push(`AUTH ${mechanisms.join(' ')}`);
    connection.notes.allowed_auth_methods = mechanisms;
  }
  next();
};

exports.get_plain_passwd = (user, done) => {
  done(Object.values(accounts).find((account) => account.user === user)?.password);
};

exports.hook_rcpt = (next, connection, [recipient]) => {
  if (!connection.relaying) return next(DENY, '5.7.1 Relaying denied');
  const refusal = mailbox.refusal(recipient.address);
  if (refusal === undefined) return next(OK);
  next(refusal.code < 500 ? DENYSOFT : DENY, refusal.text);
};

exports.hook_queue = (next, { transaction }) => {
  transaction.message_stream.get_data((octets) => {
    const addresses = transaction.rcpt_to.map((recipient) => recipient.address);
    mailbox.deliver(addresses, octets).then(
      () => next(OK),
      (error) => next(DENYSOFT, error.message),
    );
  });
};

// Haraka asks this one in place of the other for who has logged in.
exports.hook_queue_outbound = exports.hook_queue;
