"""What a person would read in their mail: the address of the newest link."""

from sqlalchemy import select

from shop.kernel.database import db
from shop.notices.models import Notice


def mailed_path(app) -> str:
    with app.app_context():
        asked = select(Notice).where(Notice.sealed.is_not(None)).order_by(Notice.id.desc())
        return db.session.scalars(asked).first().sealed["path"]


def told(app) -> list[str]:
    with app.app_context():
        return list(db.session.scalars(select(Notice.kind).order_by(Notice.id)))
