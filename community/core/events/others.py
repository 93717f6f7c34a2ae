"""What happens to pages, communities and people."""

from __future__ import annotations

from dataclasses import dataclass

from community.core.streams import Entry

from .base import Event


@dataclass(frozen=True, kw_only=True)
class NetworkChanged(Event):
    """The network has another name, or other people may come in or read."""


@dataclass(frozen=True, kw_only=True)
class PageEvent(Event):
    """Something about a page; it stands in the page's stream and its community's list."""

    page_id: str
    community_id: str
    raises = True

    def entries(self) -> tuple[Entry, ...]:
        """The page's own stream, and its community's list."""
        return (
            Entry(f"page:{self.page_id}", "page.changed", self.page_id),
            Entry(f"list:{self.community_id}", "page.changed", self.page_id),
        )


@dataclass(frozen=True, kw_only=True)
class PageCreated(PageEvent):
    """A page was written."""


@dataclass(frozen=True, kw_only=True)
class PageRevised(PageEvent):
    """A new version stands."""

    revision: int


@dataclass(frozen=True, kw_only=True)
class PageMoved(PageEvent):
    """It stands in another community; `left_id` is the one it stood in."""

    left_id: str
    raises = False

    def entries(self) -> tuple[Entry, ...]:
        """The page's own stream, and the lists of both communities."""
        return (*super().entries(), Entry(f"list:{self.left_id}", "page.changed", self.page_id))


@dataclass(frozen=True, kw_only=True)
class PageDeleted(PageEvent):
    """Deleted; restorable for 30 days."""

    raises = False


@dataclass(frozen=True, kw_only=True)
class PageRestored(PageEvent):
    """Brought back from deletion."""

    raises = False


@dataclass(frozen=True, kw_only=True)
class CommunityFounded(Event):
    """Somebody founded a community."""

    community_id: str


@dataclass(frozen=True, kw_only=True)
class CommunityChanged(CommunityFounded):
    """Its name or purpose changed."""


@dataclass(frozen=True, kw_only=True)
class VisibilityChanged(CommunityFounded):
    """Who sees it changed."""


@dataclass(frozen=True, kw_only=True)
class MembershipChanged(CommunityFounded):
    """Somebody joined, left, or has another role."""

    person_id: str


@dataclass(frozen=True, kw_only=True)
class OwnerAppointed(Event):
    """Somebody answers for a system or task."""

    place_id: str
    person_id: str


@dataclass(frozen=True, kw_only=True)
class OwnerReleased(OwnerAppointed):
    """Somebody no longer answers for a system or task."""


@dataclass(frozen=True, kw_only=True)
class PlaceRenamed(Event):
    """A system or task goes by another name."""

    place_id: str


@dataclass(frozen=True, kw_only=True)
class PlaceMerged(PlaceRenamed):
    """A system or task is one with another, `place_id`, from now on; `left_id` is no more."""

    left_id: str


@dataclass(frozen=True, kw_only=True)
class PersonRegistered(Event):
    """Somebody signed up, was created or claimed a profile."""

    person_id: str


@dataclass(frozen=True, kw_only=True)
class PersonChanged(PersonRegistered):
    """A profile changed."""


@dataclass(frozen=True, kw_only=True)
class AdministratorAppointed(PersonRegistered):
    """Somebody runs the network from now on."""


@dataclass(frozen=True, kw_only=True)
class AdministratorDismissed(PersonRegistered):
    """Somebody no longer runs the network."""


@dataclass(frozen=True, kw_only=True)
class DemoRemoved(Event):
    """The demo was taken away: these threads and pages are no more, or have another state mark."""

    root_ids: tuple[str, ...]


@dataclass(frozen=True, kw_only=True)
class ProfileAskedFor(Event):
    """Somebody says that an imported profile is theirs."""

    profile_id: str
    claim_id: str


@dataclass(frozen=True, kw_only=True)
class ProfileRequestEnded(ProfileAskedFor):
    """Their word was taken back, or declined with a reason."""


@dataclass(frozen=True, kw_only=True)
class ProfileLinkMade(ProfileAskedFor):
    """A link was handed out to whoever an imported profile is."""


@dataclass(frozen=True, kw_only=True)
class ProfileClaimed(ProfileAskedFor):
    """What came in under a profile is somebody's own from now on."""

    person_id: str


@dataclass(frozen=True, kw_only=True)
class LinkAsked(Event):
    """A one-time link is to be mailed (reset, confirmation)."""

    link_id: str
