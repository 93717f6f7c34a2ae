"""What happens when …: ONE table from event to listeners. Who hears of nothing else is not here."""

from __future__ import annotations

from community.core import events as e
from community.core.events import Fanout
from community.notifications.listeners import INBOX
from community.notifications.mail_links import MAIL_LINKS
from community.promotion.listeners import FOLLOW_PAGES
from community.topics.listeners import EXPERTS

FANOUT: Fanout = {
    e.ThreadOpened: (EXPERTS, INBOX),
    e.ThreadDescribed: (EXPERTS,),
    e.ThreadDeleted: (EXPERTS,),
    e.ThreadRestored: (EXPERTS,),
    e.PostAnswered: (INBOX,),
    e.PostCommented: (INBOX,),
    e.PostDeleted: (EXPERTS,),
    e.PostRestored: (EXPERTS,),
    e.SolutionAccepted: (EXPERTS, INBOX),
    e.SolutionWithdrawn: (EXPERTS,),
    e.CauseWritten: (INBOX,),
    e.OutcomeSaid: (EXPERTS, INBOX),
    e.OutcomeTakenBack: (EXPERTS,),
    e.WarningRaised: (EXPERTS, INBOX),
    e.WarningLifted: (EXPERTS,),
    e.SameAsProposed: (INBOX,),
    e.SameAsConfirmed: (INBOX,),
    e.WaitingEnded: (INBOX,),
    e.SolutionPromoted: (INBOX,),
    e.PageDeleted: (FOLLOW_PAGES,),
    e.PageRestored: (FOLLOW_PAGES,),
    e.MembershipChanged: (INBOX,),
    e.LinkAsked: (MAIL_LINKS,),
}
