"""Communities: founding, finding, joining, roles, and who sees them.

Slots on a community's home, filled with (viewer, community), only for those who may read it:
`community.latest` (what is talked about), `community.pages` (what is written up), `community.aside`.
Pages of others within a community begin with `head(viewer, community, here)` of communities/_tabs.html.
"""
