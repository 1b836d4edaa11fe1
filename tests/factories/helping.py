"""Consents for tests: asked on screen, sent as a code, photographed."""

from datetime import timedelta
from unittest.mock import patch

from shop.evidence.photos import StoredPhoto
from shop.groups.models import Group
from shop.helping import codes, papers, service
from shop.helping.models import Consent
from shop.helping.papers import consent_photos
from shop.kernel.access import Actor, HelpScope, Role
from shop.kernel.clock import today
from shop.kernel.codes import new_key
from shop.kernel.storage import storage
from shop.people.models import Account
from tests.factories.people import given_an_official

CODE = "123456"
UNTIL = service.last_moment(today() + timedelta(days=100))


def given_a_volunteer(name: str = "อารีย์", **columns: object) -> Account:
    """Registered by the office."""
    account = given_an_official(Role.LABOUR_VOLUNTEER, **columns)
    account.name = name
    return account


def acting(volunteer: Account) -> Actor:
    return Actor(volunteer.id, frozenset({Role.BUYER, Role.LABOUR_VOLUNTEER}))


def _registered(person: Account | None) -> Account:
    """Somebody else where nobody, or nobody registered, is named."""
    is_one = person is not None and any(granted.role is Role.LABOUR_VOLUNTEER for granted in person.roles)
    return person if is_one else given_a_volunteer()


def given_a_request(group: Group, volunteer: Account | None = None, scope: HelpScope = HelpScope.LISTINGS) -> Consent:
    return service.ask(group, scope, UNTIL, acting(_registered(volunteer)))


def given_a_code(group: Group, volunteer: Account | None = None, scope: HelpScope = HelpScope.LISTINGS) -> tuple[Consent, str]:
    """The code is the second."""
    with patch("shop.helping.codes.randbelow", return_value=int(CODE)):
        return codes.send_code(group, scope, UNTIL, acting(_registered(volunteer))), CODE


def given_a_paper(group: Group, volunteer: Account | None = None, scope: HelpScope = HelpScope.ORDERS) -> Consent:
    photo = StoredPhoto(new_key(), (320,))
    storage.put(consent_photos.file_key(photo.key, 320), b"RIFF....WEBP")
    return papers.photographed(group, scope, UNTIL, photo, acting(_registered(volunteer)))
