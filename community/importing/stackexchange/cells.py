"""Tables in Markdown: every row has as many cells as the widest, since a cell beyond the head would be dropped."""

# Of the private use area, because str.strip and str.split take the control characters for spaces.
CELL = "\uf8f0"
ROW = "\uf8f1"
# Before a CELL: to which side its column keeps.
SIDES = {"left": "\uf8f3", "center": "\uf8f4", "right": "\uf8f5"}
_RULES = {SIDES["left"]: ":--", SIDES["center"]: ":-:", SIDES["right"]: "--:"}


def table(marked: str) -> str:
    """The table of `marked`, whose cells end with CELL and rows with ROW ('h' before it for header cells).

    A column keeps to the side that the first of its cells which names one does.
    """
    rows = [part.strip() for part in marked.split(ROW) if part.strip()]
    if not rows:
        return ""
    parsed = [([_barred(cell) for cell in row.split(CELL)[:-1]], row.endswith("h")) for row in rows]
    width = max(len(cells) for cells, _ in parsed)
    sides = [_rule([cells[at][-1:] for cells, _ in parsed if at < len(cells)]) for at in range(width)]
    parsed = [
        ([cell.rstrip("".join(_RULES)).strip() for cell in cells], is_head) for cells, is_head in parsed
    ]
    head = parsed.pop(0)[0] if parsed[0][1] else []
    lines = [_line(head, width), _line(sides, width), *(_line(cells, width) for cells, _ in parsed)]
    return "\n\n" + "\n".join(lines) + "\n\n"


def _rule(ends: list[str]) -> str:
    return next((_RULES[end] for end in ends if end in _RULES), "---")


def _line(cells: list[str], width: int) -> str:
    return f"| {' | '.join(cells + [''] * (width - len(cells)))} |"


def _barred(cell: str) -> str:
    return cell.strip().replace("|", "\\|")
