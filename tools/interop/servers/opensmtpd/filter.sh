#!/bin/sh
# Which recipients are served, as a filter of OpenSMTPD (smtpd-filters(7)). $1: the domain.
while IFS= read -r line && [ "$line" != 'config|ready' ]; do :; done
printf 'register|filter|smtp-in|rcpt-to\nregister|ready\n'
seen=' '
while IFS='|' read -r _ _ _ _ _ session token address; do
  answer=proceed
  case $address in
    "busy@$1") answer='reject|450 4.2.1 Mailbox is busy, try again later' ;;
    "full@$1") answer='reject|552 5.2.2 Mailbox is full' ;;
    box-grey-*)
      case $seen in
        *" $address "*) ;;
        *)
          answer='reject|451 4.7.1 Greylisted, try again later'
          seen="$seen$address "
          ;;
      esac
      ;;
    box-*) ;;
    *) answer='reject|550 5.1.1 No such mailbox' ;;
  esac
  printf 'filter-result|%s|%s|%s\n' "$session" "$token" "$answer"
done
