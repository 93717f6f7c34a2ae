"""The scene, for what is tried."""

from tests.community.finding_scene import as_, scene  # noqa: F401  fixtures
