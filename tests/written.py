"""The pages that are written from declarations; `python -m written` writes them anew."""

from betahedge.books.pages import page as books
from betahedge.cells.pages import questions, reference, summary
from betahedge.cli.pages import reference as commands
from betahedge.report.meanings import page as checks
from documents import ROOT

WRITTEN = {  # page: the marks of the parts that are written, nothing for all of it; their writers
    "addin/FUNCTIONS.md": {"": reference},
    "docs/books.md": {"": books},
    "docs/checks.md": {"": checks},
    "docs/commands.md": {"options": commands},
    "docs/functions.md": {"questions": questions, "functions": summary},
}


def parted(text, mark):
    """Give what stands before, between and after the marks of a part."""
    before, rest = text.split(f"<!-- {mark}: ")
    said, rest = rest.split(" -->\n", 1)
    between, after = rest.split(f"<!-- end of {mark} -->")
    return f"{before}<!-- {mark}: {said} -->\n", between.strip(), f"<!-- end of {mark} -->{after}"


def part_of(page, mark):
    """Give the part of a page."""
    return parted((ROOT / page).read_text("utf-8"), mark)[1]


def as_written(page):
    """Give a page as it must be."""
    text = (ROOT / page).read_text("utf-8")
    for mark, write in WRITTEN[page].items():
        if not mark:
            return write()
        before, _, after = parted(text, mark)
        text = f"{before}\n{write()}\n\n{after}"
    return text


if __name__ == "__main__":
    for page in WRITTEN:
        (ROOT / page).write_text(as_written(page), "utf-8")
