"""Pictures that people added to their texts, and what they hang on."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import Index, String
from sqlalchemy.orm import Mapped, mapped_column

from .base import ID_LENGTH, Base, Id, reference

DIGEST_LENGTH = 64


class Upload(Base):
    """A picture as it was made anew. The file itself lies in HOME under its digest."""

    __tablename__ = "upload"
    id: Mapped[Id]
    uploader_id: Mapped[str] = reference("person")
    digest: Mapped[str] = mapped_column(String(DIGEST_LENGTH), index=True, comment="sha256 of the file kept")
    sent: Mapped[str] = mapped_column(
        String(DIGEST_LENGTH), comment="sha256 of what came in: the same sent twice is one picture"
    )
    width: Mapped[int]
    height: Mapped[int]
    size: Mapped[int] = mapped_column(comment="bytes of the file kept")
    at: Mapped[datetime]
    __table_args__ = (Index(None, "uploader_id", "sent"),)


class Attachment(Base):
    """A text, as it is or as it once was, shows a picture: whoever may read that text may see it."""

    __tablename__ = "attachment"
    upload_id: Mapped[str] = reference("upload", primary_key=True)
    object: Mapped[str] = mapped_column(
        String(ID_LENGTH), primary_key=True, index=True, comment="the thread, post or page"
    )
    root: Mapped[str] = mapped_column(
        String(ID_LENGTH), index=True, comment="the thread or page it belongs to"
    )
    at: Mapped[datetime]
