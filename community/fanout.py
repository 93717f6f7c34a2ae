"""What happens when …: ONE table from event to listeners. Who hears of nothing else is not here."""

from __future__ import annotations

from community.core import events as e
from community.core.events import Fanout
from community.indexing.listeners import INDEX
from community.notifications.listeners import INBOX
from community.notifications.mail_links import MAIL_LINKS
from community.promotion.listeners import FOLLOW_PAGES
from community.topics.listeners import EXPERTS

FANOUT: Fanout = {
    e.ThreadOpened: (EXPERTS, INBOX, INDEX),
    e.ThreadDescribed: (EXPERTS, INDEX),
    e.ThreadMoved: (EXPERTS, INBOX, INDEX),
    e.ThreadClosed: (INDEX,),
    e.ThreadReopened: (INDEX,),
    e.ThreadDeleted: (EXPERTS, INDEX),
    e.ThreadRestored: (EXPERTS, INDEX),
    e.PostAnswered: (INBOX, INDEX),
    e.PostCommented: (INBOX, INDEX),
    e.PostEdited: (INDEX,),
    e.PostDeleted: (EXPERTS, INDEX),
    e.PostRestored: (EXPERTS, INDEX),
    e.SolutionAccepted: (EXPERTS, INBOX, INDEX),
    e.SolutionWithdrawn: (EXPERTS, INBOX, INDEX),
    e.CauseWritten: (INBOX, INDEX),
    e.SolutionSettled: (INDEX,),
    e.OutcomeSaid: (EXPERTS, INBOX, INDEX),
    e.OutcomeTakenBack: (EXPERTS, INDEX),
    e.WarningRaised: (EXPERTS, INBOX, INDEX),
    e.WarningLifted: (EXPERTS, INDEX),
    e.SameAsProposed: (INBOX,),
    e.SameAsConfirmed: (INBOX, INDEX),
    e.SameAsWithdrawn: (INDEX,),
    e.WaitingBegun: (INDEX,),
    e.WaitingEnded: (INBOX, INDEX),
    e.SolutionPromoted: (INBOX, INDEX),
    e.PromotionUndone: (INDEX,),
    e.ThreadsImported: (INDEX,),
    e.PageCreated: (INBOX, INDEX),
    e.PageRevised: (INBOX, INDEX),
    e.PageMoved: (INDEX,),
    e.PageDeleted: (FOLLOW_PAGES, INDEX),
    e.PageRestored: (FOLLOW_PAGES, INDEX),
    e.PlaceRenamed: (INDEX,),
    e.PlaceMerged: (INDEX,),
    e.VisibilityChanged: (INDEX,),
    e.MembershipChanged: (INBOX,),
    e.DemoRemoved: (INDEX,),
    e.LinkAsked: (MAIL_LINKS,),
    e.ProfileAskedFor: (INBOX,),
    e.ProfileRequestEnded: (INBOX,),
    e.ProfileClaimed: (EXPERTS, INBOX, INDEX),
}
