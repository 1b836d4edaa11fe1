"""Pictures that officials put up: re-encoded at once, never kept as sent, shown to everybody from then on."""

from dataclasses import dataclass

from sqlalchemy import select

from shop.catalogue.pictures import Rendered, check_upload, render
from shop.kernel.codes import new_key
from shop.kernel.database import db, is_writing
from shop.kernel.storage import NoSuchFile, storage


@dataclass(frozen=True)
class StoredPicture:
    """What was sent, checked, re-encoded and stored, not yet known to the database."""

    file_key: str
    widths: tuple[int, ...]
    dominant_colour: str

    @property
    def columns(self) -> dict[str, object]:
        return {"file_key": self.file_key, "widths": list(self.widths), "dominant_colour": self.dominant_colour}


class PictureFolder:
    """The files of one kind: `<folder>/<file_key>/<width>.webp`. `model` has `file_key` and `widths` of those that are known."""

    def __init__(self, folder: str, model: type[db.Model]) -> None:
        self._folder, self._model = folder, model

    def store(self, content: bytes) -> StoredPicture:
        """Before the transaction begins. Raises PhotoRefused."""
        if is_writing():
            raise RuntimeError("files are stored before the transaction begins")
        check_upload(content)
        return self.keep(render(content))

    def keep(self, made: Rendered) -> StoredPicture:
        """The files of a picture, where everybody may see them."""
        file_key = new_key()
        for width, file in made.files.items():
            storage.put(self.file_name(file_key, width), file)
        return StoredPicture(file_key, tuple(sorted(made.files)), made.dominant_colour)

    def public_file(self, file_key: str, width: int) -> bytes | None:
        picture = db.session.scalar(select(self._model).where(self._model.file_key == file_key))
        if picture is None or width not in picture.widths:
            return None
        try:
            return storage.get(self.file_name(file_key, width))
        except NoSuchFile:
            return None

    def missing_files(self, limit: int = 20) -> list[str]:
        """Files that the database knows and the storage has not: for `doctor`."""
        there = set(storage.keys(self._folder))
        asked = select(self._model.file_key, self._model.widths).order_by(self._model.id)
        wanted = (self.file_name(key, width) for key, widths in db.session.execute(asked) for width in widths)
        return [file for file in wanted if file not in there][:limit]

    def file_name(self, file_key: str, width: int) -> str:
        return f"{self._folder}/{file_key}/{width}.webp"
