"""The stage on which the tests of writing up play."""

from tests.community.promotion.scene import stage

__all__ = ["stage"]
