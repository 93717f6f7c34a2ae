"""The features of Throughway, and the way of data.

Edge (routes, api, sockets, commands) → draft → action → events → listeners. A door names its permission; the
edge loads by `fetch(viewer, Model, id, permission)`, makes a draft, calls one action, shows the result. Actions are
the only writers: hold, require, change, emit. Events go to the listeners that `fanout.py` names. Reads start from
`VISIBLE` with the viewer's tokens.

core      settings, session, units of work, events, outbox, streams, text      access   the law
people    profiles, signing in, tokens          communities  founding, joining, roles
topics    topics, systems, tasks, who knows     unfinished   texts begun, on every device
threads   roadblocks, answers, solutions        pages        pages and their versions
promotion write it up                           finder       search, suggestions, 'already solved?'
importing foreign sites                         indexing     from events to the search index
notifications  who is told                      operations   serving, health, housekeeping
"""
