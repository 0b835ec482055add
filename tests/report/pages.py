"""A PDF as a reader sees it: its text, its pages, what is attached to it."""

import io

import pypdf

MARGIN = 14 / 25.4 * 72  # of the page, in points
MINUS = "\N{MINUS SIGN}"


def text_of(data: bytes, *pages: int) -> str:
    """Give the text of pages from 1, all of them unless said; minus as a hyphen."""
    reader = pypdf.PdfReader(io.BytesIO(data))
    wanted = pages or range(1, len(reader.pages) + 1)
    text = "\n".join(reader.pages[page - 1].extract_text() for page in wanted)
    return text.replace(MINUS, "-").replace("\N{NO-BREAK SPACE}", " ")


def places(data: bytes, words: str, axis: int = 4) -> list[float]:
    """Give where some words begin on page one, in points from the left; axis 5: from below."""
    found: list[float] = []

    def look(text: str, matrix: list[float], own: list[float], *_: object) -> None:
        if words in text.replace(MINUS, "-"):
            scale = matrix[0 if axis == 4 else 3]
            found.append(own[axis] * scale + matrix[axis])

    pypdf.PdfReader(io.BytesIO(data)).pages[0].extract_text(visitor_text=look)
    return found


def attachment(data: bytes) -> bytes:
    """Give report.json as the PDF carries it."""
    [content] = pypdf.PdfReader(io.BytesIO(data)).attachments["report.json"]
    return content


def is_archival(data: bytes) -> bool:
    """Tell a PDF/A-3a by what its metadata says, and that it is tagged."""
    reader = pypdf.PdfReader(io.BytesIO(data))
    meta = reader.trailer["/Root"]["/Metadata"].get_data().decode()
    part = "<pdfaid:part>3</pdfaid:part>" in meta and "<pdfaid:conformance>A<" in meta
    return part and bool(reader.trailer["/Root"].get("/MarkInfo"))
