/** Why a rule holds, in Simplified Chinese: sender, recipients, limits, the message, and what holds of any. */
export const mailRules: Readonly<Record<string, string>> = {
  // Sender.
  'The words say that this login may not use this sender.': '这些话说，该登录不能使用该发件人。',
  'The sender is refused because of whose it is.': '发件人被拒绝，是因为它属于别人。',
  'The codes with which Exchange says it.': 'Exchange 用这些代码表示这一点。',
  'Sender and login are two addresses.': '发件人与登录名是两个地址。',
  'The right to send as another address is named.': '提到了以其他地址发信的权限。',
  'Zoho says the same of an account whose outgoing mail is not enabled yet.': 'Zoho 对尚未开通发信的帐号也说同样的话。',
  'The sender is not the address that logged in.': '发件人不是登录所用的地址。',
  'The words say that the sender, or while on trial the recipient, has to be verified first.':
    '这些话说，发件人（试用期内也包括收件人）必须先经过验证。',
  '5.7.9 behind a message is the policy of the domain in From.': '发完邮件后的 5.7.9，是 From 所在域名的策略。',
  'SPF, DKIM or DMARC of the domain of the sender is named.': '提到了发件人域名的 SPF、DKIM 或 DMARC。',
  'An address of the envelope is empty, wrongly written, or cannot be answered.':
    '信封中有一个地址为空、写错或无法回复。',
  'MAIL was refused for a mailbox or a domain that cannot be answered: it is the one of the sender.':
    'MAIL 因为邮箱或域名无法回复而被拒绝：那就是发件人。',
  'The client named no sender, whatever is said of it.': '不论怎么说，客户端没有给出发件人。',
  'The syntax of an address, or a parameter of MAIL or RCPT, was not understood.':
    '地址的语法，或 MAIL、RCPT 的参数，服务器不理解。',
  'The sender is refused as an address that could not be answered.': '发件人是无法回复的地址，因此被拒绝。',
  'An address of the message was thought worth telling.': '有人特意提到邮件中的一个地址。',
  'The envelope was refused before or at MAIL.': '信封在 MAIL 或之前就被拒绝。',
  // Recipients and limits.
  'The words say that the server does not relay for this client.': '这些话说，服务器不为该客户端转发。',
  'There is no such mailbox.': '没有这个邮箱。',
  'The domain of the recipient does not exist, or does not take mail.': '收件人的域名不存在，或不接收邮件。',
  'X.1.1: there is no such mailbox.': 'X.1.1：没有这个邮箱。',
  'The mailbox of the recipient is full or disabled.': '收件人的邮箱已满或已停用。',
  'Messages are counted by the day or the month.': '邮件数按天或按月计算。',
  'An allowance for sending is used up.': '发信额度已用完。',
  'Messages are counted by the second, the minute or the hour.': '邮件数按秒、分钟或小时计算。',
  'The recipients of one message are counted.': '计算的是一封邮件的收件人数。',
  'Connections are counted.': '计算的是连接数。',
  'The word itself.': '应答里就有这个词。',
  'Not now, without another reason: the usual answer to a sender not seen before.':
    '暂时不收，又没有别的原因：这是对初次见到的发件人的通常回答。',
  'The words count the recipients of one message.': '这些话说的是一封邮件的收件人数。',
  'The words speak of an allowance for a day, or of a plan.': '这些话说的是每日额度或套餐。',
  'The words speak of mail that comes too fast.': '这些话说的是发信太快。',
  'The first messages of many are taken, and the later ones are not.': '许多邮件中，前面几封被收下，后面的没有。',
  'It came with the number of messages.': '邮件一多，问题就出现了。',
  // The message.
  'X.3: the mail system itself has no room, no time or a fault.': 'X.3：邮件系统本身空间不足、时间不够或有故障。',
  'A fault of the server that passes.': '服务器的暂时故障。',
  'The words are about the size of the message.': '这些话说的是邮件大小。',
  'X.2.3 and X.3.4: larger than this mailbox or system takes.': 'X.2.3 和 X.3.4：超过了该邮箱或系统能接收的大小。',
  'The words are about what stands in the message: line ends, headers, attachments.':
    '这些话说的是邮件内容：换行、信头或附件。',
  'A filter refused the message after it was seen.': '过滤系统检查邮件之后拒绝了它。',
  // Of any cause.
  'What is told in between is about this, though no refusal of it is quoted.':
    '描述中讲的就是这件事，只是没有引用拒绝的原话。',
  'It is told what helped, and that tells what it was.': '已说明是什么办法解决的，由此可知原因。',
  'Nothing that was told rules it out, and at this stage it is among the most frequent.':
    '所给的信息都不能排除它，而在这个阶段它很常见。',
  'Ehlo printed this cause by its name, when the state of the session was known.':
    'Ehlo 在知道会话状态时，已指名报出这个原因。',
};
