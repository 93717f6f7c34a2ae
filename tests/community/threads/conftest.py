"""Another open community, for moving."""

from tests.community.threads.moving_scene import tools  # noqa: F401  a fixture
