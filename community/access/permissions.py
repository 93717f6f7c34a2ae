"""Every permission, with the sentence that says what it is."""

from __future__ import annotations

from enum import Enum


class Permission(Enum):
    """Named noun:verb; the value's second part is the sentence that a person reads."""

    COMMUNITY_FIND = ("community:find", "See that it exists: name, purpose")
    COMMUNITY_READ = ("community:read", "Read its threads and pages, see its members")
    COMMUNITY_FOUND = ("community:found", "Found a community")
    COMMUNITY_JOIN = ("community:join", "Join")
    COMMUNITY_LEAVE = ("community:leave", "Leave")
    COMMUNITY_CHANGE = ("community:change", "Change its name, purpose and rules")
    COMMUNITY_VISIBILITY = ("community:visibility", "Change who sees it")
    COMMUNITY_ARCHIVE = ("community:archive", "Archive or revive it")
    MEMBER_ADD = ("member:add", "Add a person of the network")
    MEMBER_ROLE = ("member:role", "Change somebody's role")
    MEMBER_REMOVE = ("member:remove", "Remove somebody")
    THREAD_OPEN = ("thread:open", "Ask, discuss, share what worked")
    THREAD_ANONYMOUS = ("thread:anonymous", "Ask without a name")
    THREAD_ANNOUNCE = ("thread:announce", "Announce")
    POST_ANSWER = ("post:answer", "Answer")
    POST_COMMENT = ("post:comment", "Comment")
    POST_EDIT = ("post:edit", "Change a text")
    THREAD_DESCRIBE = ("thread:describe", "Change title and topics")
    THREAD_CONTEXT = ("thread:context", "Say what was being done")
    POST_DELETE = ("post:delete", "Delete")
    POST_RESTORE = ("post:restore", "Restore")
    THREAD_MOVE = ("thread:move", "Move to another community")
    THREAD_CLOSE = ("thread:close", "Close and open again")
    SOLUTION_ACCEPT = ("solution:accept", "Say that it worked: a solution")
    SOLUTION_WITHDRAW = ("solution:withdraw", "Take a solution back")
    CAUSE_WRITE = ("cause:write", "Write the cause: a fix")
    SOLUTION_SETTLE = ("solution:settle", "Declare it good enough: how we do it")
    OUTCOME_SAY = ("outcome:say", "Say that it worked, didn't work, or is wrong or unsafe")
    WARNING_LIFT = ("warning:lift", "Take a warning away")
    SAME_PROBLEM_SAY = ("same_problem:say", "Say: same problem here")
    SAME_AS_PROPOSE = ("same_as:propose", "Say that this may be answered there")
    SAME_AS_CONFIRM = ("same_as:confirm", "Say that the other one worked")
    WAITING_SET = ("waiting:set", "Say whom it rests with")
    WAITING_REPAIRED = ("waiting:repaired", "Say that it is repaired")
    PROMOTION_MAKE = ("promotion:make", "Write it up")
    PAGE_CREATE = ("page:create", "Write a page")
    PAGE_REVISE = ("page:revise", "Change a page")
    PAGE_RESTORE = ("page:restore", "Go back to a version")
    PAGE_MOVE = ("page:move", "Move a page")
    PAGE_DELETE = ("page:delete", "Delete or restore a page")
    TOPIC_ADD = ("topic:add", "Put a topic on")
    TOPIC_CURATE = ("topic:curate", "Rename and merge topics")
    PLACE_PROPOSE = ("place:propose", "Name a system or task")
    PLACE_CURATE = ("place:curate", "Keep the list of systems and tasks")
    UPLOAD_ADD = ("upload:add", "Add a picture")
    UPLOAD_READ = ("upload:read", "See a picture, as the thing it hangs on")
    PERSON_READ = ("person:read", "See a profile")
    PERSON_CLAIM = ("person:claim", "Say that a profile brought in from elsewhere is one's own")
    PERSON_HAND_OVER = ("person:hand_over", "Hand such a profile over to whose it is")
    PERSON_CHANGE = ("person:change", "Change one's own profile, sessions and texts")
    FOLLOW_SET = ("follow:set", "Follow, or mute")
    NOTIFICATION_READ = ("notification:read", "Read one's own inbox")
    SEARCH_ASK = ("search:ask", "Search, and be offered what is known")
    TOKEN_MAKE = ("token:make", "Make an API token")
    TOKEN_REVOKE = ("token:revoke", "End an API token")
    IMPORT_RUN = ("import:run", "Bring in")
    NETWORK_CHANGE = ("network:change", "Change the network's settings")
    NETWORK_PEOPLE = ("network:people", "Invite and suspend people")

    def __init__(self, code: str, sentence: str) -> None:
        self.code = code
        self.sentence = sentence
