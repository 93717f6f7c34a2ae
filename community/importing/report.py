"""What an import did, or would find: in words for a person, in figures for a machine."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import asdict
from datetime import datetime
from itertools import islice
from typing import Any

from community.core.addresses import community_path
from community.importing.naming import Dump
from community.importing.stackexchange.plan import LeftOut, Plan
from community.importing.stackexchange.rows import BadRow
from community.importing.stackexchange.survey import Survey
from community.importing.tally import Tally
from community.importing.texts import LISTED
from models import Community

NO_SITE = (
    "The folder's name tells no site, so nothing has a link to its original:"
    " name the folder after the site, as in 'cardano' or 'superuser.com'."
)
POST_TYPES = {
    3: "wikis",
    4: "tag excerpts",
    5: "tag wikis",
    6: "nominations",
    7: "site wikis",
    8: "privilege wikis",
}


def survey_words(dump: Dump, found: Survey) -> str:
    """A dry run's report."""
    lines = [
        f"{dump.name}: nothing was written. There are",
        *_figures(
            {
                "roadblocks (questions)": found.questions,
                "of them closed": found.closed,
                "answers": found.answers,
                "solutions (accepted answers)": found.accepted,
                "comments": found.comments,
                "people with an account": found.users,
                "links": found.links,
                "of them same as": found.same_as,
                "entries of history": sum(found.history.values()),
                "votes": sum(found.votes.values()),
                "topics": found.tags,
            }
        ),
    ]
    if found.earliest and found.latest:
        lines.append(f"Written from {found.earliest:%Y-%m-%d} to {found.latest:%Y-%m-%d}.")
    lines += [f"Licence {name}: {number} posts." for name, number in sorted(found.licences.items())]
    lost = {
        "answers whose question is missing": found.answers_orphan,
        "comments whose post is missing": found.comments_orphan,
        "entries of history whose post is missing": found.history_orphan,
        "links to posts that are missing": found.links_dangling,
        "badges": found.badges,
        **_post_types(found.skipped),
    }
    lines += _unless_empty("Left out will be", lost)
    if found.missing:
        lines.append(f"Files that are not there: {', '.join(found.missing)}.")
    return "\n".join([*lines, *_no_site(dump), *_bad(found.first_bad, found.bad)])


def survey_data(dump: Dump, found: Survey) -> dict[str, Any]:
    """A dry run's report for a machine."""
    figures = asdict(found)
    rows = figures.pop("first_bad")
    return {
        "dry_run": True,
        "site": dump.name,
        **{name: _plain(value) for name, value in figures.items()},
        "bad_rows": rows,
    }


def words(dump: Dump, community: Community, tally: Tally, plan: Plan) -> str:
    """The report of a run."""
    lines = [
        f"{dump.name} is in {community.name} ({community_path(community.slug)}). New in this run are",
        *_figures(_new(tally)),
    ]
    if tally.already:
        lines.append(f"{tally.already} roadblocks were here already, as they are there.")
    if tally.renewed:
        lines.append(f"{tally.renewed} roadblocks that were here have something new.")
    lines += _unless_empty("Of what was here follow the original", _renewed(tally))
    if tally.left:
        lines.append(f"Texts that were changed there, and here too, so they stay as they are: {tally.left}")
    lines += _unless_empty("Left out are", _left(plan.left_out()))
    if tally.cut:
        lines.append(f"Texts that were cut, with a link to the rest: {tally.cut}")
        lines += _some(tally.first_cut, tally.cut)
    if tally.failed:
        lines.append(f"Questions that could not be brought in: {tally.failed}")
        lines += _some(tally.first_failed, tally.failed)
    bad = list(islice(plan.bad(), LISTED))
    return "\n".join([*lines, *_no_site(dump), *_bad(bad, sum(1 for _ in plan.bad()))])


def data(dump: Dump, community: Community, tally: Tally, plan: Plan) -> dict[str, Any]:
    """The report of a run for a machine."""
    bad = list(islice(plan.bad(), LISTED))
    return {
        "dry_run": False,
        "site": dump.name,
        "community": community.slug,
        "url": community_path(community.slug),
        "new": _new(tally),
        "already": tally.already,
        "renewed": tally.renewed,
        "followed": _renewed(tally),
        "left_as_changed_here": tally.left,
        "left_out": _left(plan.left_out()),
        "cut": tally.cut,
        "cut_texts": tally.first_cut,
        "failed": tally.failed,
        "failed_questions": tally.first_failed,
        "bad": sum(1 for _ in plan.bad()),
        "bad_rows": [asdict(row) for row in bad],
    }


def _new(tally: Tally) -> dict[str, int]:
    return {
        "roadblocks": tally.threads,
        "answers": tally.answers,
        "comments": tally.comments,
        "solutions": tally.solutions,
        "closed": tally.closed,
        "earlier versions": tally.versions,
        "links": tally.relations,
        "people": tally.people,
    }


def _renewed(tally: Tally) -> dict[str, int]:
    return {"texts changed there": tally.texts, "scores": tally.scores}


def _left(left: LeftOut) -> dict[str, int]:
    return {
        "answers whose question is missing": left.answers,
        "comments on other posts": left.comments,
        "entries of history of other posts": left.history,
        "links to other posts": left.links,
        "votes on other posts": left.votes,
        **_post_types(left.skipped),
    }


def _post_types(skipped: Mapping[int, int]) -> dict[str, int]:
    return {POST_TYPES.get(kind, f"posts of type {kind}"): number for kind, number in sorted(skipped.items())}


def _figures(figures: Mapping[str, int]) -> Iterator[str]:
    return (f"{number:>9,} {name}" for name, number in figures.items())


def _unless_empty(heading: str, figures: Mapping[str, int]) -> list[str]:
    some = {name: number for name, number in figures.items() if number}
    return [heading, *_figures(some)] if some else []


def _bad(rows: Iterable[BadRow], number: int) -> list[str]:
    listed = [f"{row.file}, line {row.line}: {row.reason}" for row in rows]
    return [f"Rows that cannot be used: {number}", *_some(listed, number)] if number else []


def _some(lines: list[str], number: int) -> list[str]:
    more = [f"  … and {number - len(lines)} more"] if number > len(lines) else []
    return [*(f"  {line}" for line in lines), *more]


def _no_site(dump: Dump) -> list[str]:
    return [] if dump.site is not None else [NO_SITE]


def _plain(value: Any) -> Any:
    if isinstance(value, datetime):
        return value.isoformat()
    return {str(key): number for key, number in value.items()} if isinstance(value, Mapping) else value
