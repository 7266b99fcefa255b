"""The calls of smtplib by which QD sends a mail, in both forms, so that they can be tried against a server.

Reads one set of settings a line as JSON (form, host, port, ssl, starttls, user, password, sender, to, seconds) and writes what
QD's log would say, or null where the mail was sent: {"logged": [...], "error": null}.

`old` brings up TLS and then connects a second time, which throws the TLS away:
https://github.com/qd-today/qd/issues/516 and /424. `new` is the form since then: STARTTLS where it is on, and where
that fails, or is off, SSL or clear text as MAIL_SSL says.
"""

import json
import smtplib
import sys
from email.mime.text import MIMEText


def old_form(settings):
    host, port = settings["host"], settings["port"]
    if settings["starttls"]:
        client = smtplib.SMTP(host, port, timeout=settings["seconds"])
        client.starttls()
    elif settings["ssl"]:
        client = smtplib.SMTP_SSL(host, port, timeout=settings["seconds"])
    else:
        client = smtplib.SMTP(host, port, timeout=settings["seconds"])
    client.connect(host, port)
    client.login(settings["user"], settings["password"])
    client.sendmail(settings["sender"], settings["to"], message(settings))
    client.close()


def new_form(settings, logged):
    host, port = settings["host"], settings["port"]
    client = None
    if settings["starttls"]:
        client = smtplib.SMTP(host, port, timeout=settings["seconds"])
        try:
            client.starttls()
        except smtplib.SMTPException as error:
            logged.append(f"smtp starttls failed: {error}")
            client = None
    if client is None:
        kind = smtplib.SMTP_SSL if settings["ssl"] else smtplib.SMTP
        client = kind(host, port, timeout=settings["seconds"])
    try:
        if settings["user"] and settings["password"]:
            client.login(settings["user"], settings["password"])
        client.sendmail(settings["sender"], settings["to"], message(settings))
    finally:
        client.quit()


def message(settings):
    mail = MIMEText("<p>QD: 签到成功</p>", _subtype="html", _charset="utf-8")
    mail["Subject"] = "QD"
    mail["From"] = settings["sender"]
    mail["To"] = settings["to"]
    return mail.as_string()


for line in sys.stdin:
    given = json.loads(line)
    logged, error = [], None
    try:
        if given["form"] == "old":
            old_form(given)
        else:
            new_form(given, logged)
    except Exception as problem:  # QD catches everything, and logs the words alone.
        error = str(problem)
    print(json.dumps({"logged": logged, "error": error}), flush=True)
