"""The pages that are written from declarations; `python -m written` writes them anew."""

from betahedge.books.pages import page as books
from betahedge.cells.pages import reference, summary
from betahedge.cli.pages import reference as commands
from betahedge.report.meanings import page as checks
from documents import ROOT

WRITTEN = {  # page: the mark of the part that is written, or nothing for all of it; the writer
    "addin/FUNCTIONS.md": ("", reference),
    "docs/books.md": ("", books),
    "docs/checks.md": ("", checks),
    "docs/commands.md": ("options", commands),
    "docs/functions.md": ("functions", summary),
}


def part_of(page, mark):
    """Give what stands before, between and after the marks of a part."""
    before, rest = (ROOT / page).read_text("utf-8").split(f"<!-- {mark}: ")
    said, rest = rest.split(" -->\n", 1)
    between, after = rest.split(f"<!-- end of {mark} -->")
    return f"{before}<!-- {mark}: {said} -->\n", between.strip(), f"<!-- end of {mark} -->{after}"


def as_written(page):
    """Give a page as it must be."""
    mark, write = WRITTEN[page]
    if not mark:
        return write()
    before, _, after = part_of(page, mark)
    return f"{before}\n{write()}\n\n{after}"


if __name__ == "__main__":
    for page in WRITTEN:
        (ROOT / page).write_text(as_written(page), "utf-8")
