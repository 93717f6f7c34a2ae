"""What those who run the network have chosen for it."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy import JSON, String
from sqlalchemy.orm import Mapped, mapped_column

from .base import Base, Ref


class NetworkSetting(Base):
    """One choice, and whose it is. What the environment or throughway.toml says comes before it."""

    __tablename__ = "network_setting"
    name: Mapped[str] = mapped_column(
        String(40), primary_key=True, comment="network_name | sign_up | public_read | first_run"
    )
    value: Mapped[Any] = mapped_column(JSON)
    by_id: Mapped[Ref | None]
    at: Mapped[datetime]
