"""A form that a script sends: where to go on to stands in a header, as a script is not told where a redirect leads.

The script keeps the text until then, so that a send that fails loses nothing.
"""

from __future__ import annotations

from flask import Flask, Response, request

SENT_BY = "X-Sent-By"
GO_TO = "X-Go-To"
SEE_OTHER = 303


def init_app(app: Flask) -> None:
    """Have every redirect after an act be one that a script can follow, where a script asked."""
    app.after_request(_say_where)


def is_sent_by_script() -> bool:
    """Whether a form came by a script of ours; no other site can set the header."""
    return request.headers.get(SENT_BY) == "script"


def _say_where(response: Response) -> Response:
    if is_sent_by_script() and response.status_code == SEE_OTHER:
        response.headers[GO_TO] = response.headers.pop("Location")
        response.set_data(b"")
        response.status_code = 204
    return response
