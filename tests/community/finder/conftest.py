"""The scene, for what is found."""

from tests.community.finding_scene import as_, scene, search  # noqa: F401  fixtures
