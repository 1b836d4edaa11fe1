"""Mail leaves here: by SMTP where `MAIL_URL` is set, else as .eml files under `instance/outbox/`."""

import os
import smtplib
import ssl
from dataclasses import dataclass
from email.message import EmailMessage
from email.utils import format_datetime, formataddr
from pathlib import Path
from urllib.parse import SplitResult, parse_qs, unquote, urlsplit

from shop.kernel.clock import now

TIMEOUT_SECONDS = 20
SUBMISSION_PORT, SMTPS_PORT = 587, 465


class MailTrouble(Exception):
    """The mail did not go. `reason` names the kind of trouble and holds no address; `is_final`: trying again will not help."""

    def __init__(self, reason: str, is_final: bool = False) -> None:
        super().__init__(reason)
        self.reason, self.is_final = reason, is_final


@dataclass(frozen=True)
class Letter:
    """One mail. `key` is the same at each attempt: it makes the Message-ID, by which a receiver knows a repeated mail."""

    key: str
    to: str
    subject: str
    text: str
    html: str
    locale: str


@dataclass(frozen=True)
class Post:
    """How mail leaves. `url`: `smtp://user:password@host:port?tls=1` (STARTTLS), `smtps://...`, or empty for files."""

    url: str
    sender: str
    sender_name: str
    folder: Path

    def send(self, letter: Letter) -> None:
        """Hand the letter over. Raises MailTrouble."""
        if self.url:
            _send_by_smtp(urlsplit(self.url), self._compose(letter, "quoted-printable"))
        else:
            _write_file(self.folder / f"{letter.key}.eml", self._compose(letter, "8bit"))

    def _compose(self, letter: Letter, encoding: str) -> EmailMessage:
        """`encoding`: 8bit can be read in a file as it is; not every server takes it."""
        message = EmailMessage()
        message["From"] = formataddr((self.sender_name, self.sender))
        message["To"] = letter.to
        message["Subject"] = " ".join(letter.subject.split())
        message["Date"] = format_datetime(now())
        message["Message-ID"] = f"<{letter.key}@{self.sender.rpartition('@')[2]}>"
        message["Content-Language"] = letter.locale
        message["Auto-Submitted"] = "auto-generated"  # RFC 3834: no holiday replies
        message.set_content(letter.text, cte=encoding)
        message.add_alternative(letter.html, subtype="html", cte=encoding)
        return message


def _write_file(file: Path, message: EmailMessage) -> None:
    """The whole file or none. A second attempt writes the same file again."""
    try:
        file.parent.mkdir(parents=True, exist_ok=True)
        draft = file.with_suffix(f".{os.getpid()}.part")
        with os.fdopen(os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "wb") as out:
            out.write(message.as_bytes())
        draft.replace(file)
    except OSError as trouble:
        raise MailTrouble(type(trouble).__name__) from trouble


def _send_by_smtp(server: SplitResult, message: EmailMessage) -> None:
    try:
        with _connect(server) as smtp:
            if server.username:
                smtp.login(unquote(server.username), unquote(server.password or ""))
            smtp.send_message(message)
    except smtplib.SMTPRecipientsRefused as refused:
        code = max(code for code, _ in refused.recipients.values())
        raise MailTrouble(f"smtp {code}", is_final=code >= 500) from refused
    except smtplib.SMTPAuthenticationError as refused:  # the operator will mend it: not the letter's fault
        raise MailTrouble(f"smtp sign-in refused ({refused.smtp_code})") from refused
    except smtplib.SMTPResponseException as refused:
        raise MailTrouble(f"smtp {refused.smtp_code}", is_final=refused.smtp_code >= 500) from refused
    except smtplib.SMTPNotSupportedError as refused:
        raise MailTrouble("smtp server lacks STARTTLS or sign-in") from refused
    except (OSError, smtplib.SMTPException) as trouble:
        raise MailTrouble(type(trouble).__name__) from trouble


def _connect(server: SplitResult) -> smtplib.SMTP:
    host = server.hostname or ""
    if server.scheme == "smtps":
        return smtplib.SMTP_SSL(host, server.port or SMTPS_PORT, timeout=TIMEOUT_SECONDS, context=ssl.create_default_context())
    smtp = smtplib.SMTP(host, server.port or SUBMISSION_PORT, timeout=TIMEOUT_SECONDS)
    if parse_qs(server.query).get("tls") == ["1"]:
        try:
            smtp.starttls(context=ssl.create_default_context())
        except BaseException:
            smtp.close()
            raise
    return smtp
