/** The pages that most rows rest on. */
export const pages = {
  oauth:
    'https://learn.microsoft.com/en-us/exchange/client-developer/legacy-protocols/how-to-authenticate-an-imap-pop-smtp-application-by-using-oauth',
  smtpAuth:
    'https://learn.microsoft.com/en-us/exchange/clients-and-mobile-in-exchange-online/authenticated-client-smtp-submission',
  devices:
    'https://learn.microsoft.com/en-us/exchange/mail-flow-best-practices/how-to-set-up-a-multifunction-device-or-application-to-send-email-using-microsoft-365-or-office-365',
  deviceFaults:
    'https://learn.microsoft.com/en-us/exchange/troubleshoot/email-delivery/fix-issues-with-printers-scanners-and-lob-applications-that-send-email-using-off',
  submission: 'https://learn.microsoft.com/en-us/exchange/troubleshoot/send-emails/smtp-submission-improvements',
  bounces:
    'https://learn.microsoft.com/en-us/exchange/troubleshoot/email-delivery/ndr/non-delivery-reports-in-exchange-online',
  basicAuth:
    'https://techcommunity.microsoft.com/blog/exchange/exchange-online-to-retire-basic-auth-for-client-submission-smtp-auth/4114750',
  personalLimits:
    'https://support.microsoft.com/en-us/office/sending-limits-in-outlook-com-279ee200-594c-40f0-9ec8-bb6af7735c2e',
  graphSend: 'https://learn.microsoft.com/en-us/graph/api/user-sendmail',
  graphSendAs: 'https://learn.microsoft.com/en-us/graph/outlook-send-mail-from-other-user',
  graphErrors: 'https://learn.microsoft.com/en-us/graph/errors',
  graphLimits: 'https://learn.microsoft.com/en-us/graph/throttling-limits',
  graphLarge: 'https://learn.microsoft.com/en-us/graph/outlook-large-attachments',
  ewsCodes: 'https://learn.microsoft.com/en-us/exchange/client-developer/web-service-reference/responsecode',
  emailEngine: 'https://github.com/postalsys/emailengine',
  sisimai: 'https://github.com/sisimai/rb-sisimai/blob/9c4a184/lib/sisimai/rhost/microsoft.rb',
} as const;
