"""Tables in Markdown: every row has as many cells as the widest, since a cell beyond the head would be dropped."""

# Of the private use area, because str.strip and str.split take the control characters for spaces.
CELL = "\uf8f0"
ROW = "\uf8f1"


def table(marked: str) -> str:
    """The table of `marked`, whose cells end with CELL and rows with ROW ('h' before it for header cells)."""
    rows = [part.strip() for part in marked.split(ROW) if part.strip()]
    if not rows:
        return ""
    parsed = [([_barred(cell) for cell in row.split(CELL)[:-1]], row.endswith("h")) for row in rows]
    width = max(len(cells) for cells, _ in parsed)
    head = parsed.pop(0)[0] if parsed[0][1] else []
    lines = [_line(head, width), _line(["---"] * width, width), *(_line(cells, width) for cells, _ in parsed)]
    return "\n\n" + "\n".join(lines) + "\n\n"


def _line(cells: list[str], width: int) -> str:
    return f"| {' | '.join(cells + [''] * (width - len(cells)))} |"


def _barred(cell: str) -> str:
    return cell.strip().replace("|", "\\|")
