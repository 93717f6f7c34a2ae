"""What a person follows, and how closely: a little, normal, everything; or mute. Nobody else sees it."""
