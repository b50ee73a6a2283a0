"""A page of paper that says it is only a specimen: what stories and the demonstration deposit."""

from __future__ import annotations

from functools import cache

_FONT = "<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica /Encoding /WinAnsiEncoding >>"
_PAGE = (
    "<< /Type /Catalog /Pages 2 0 R >>",
    "<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
    f"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents 4 0 R /Resources << /Font << /F1 {_FONT} >> >> >>",
)


@cache
def specimen(*lines: str) -> bytes:
    """A PDF of one page with these lines, the first one larger; the same lines give the same bytes."""
    shown = "".join(
        f"BT /F1 {18 if place == 0 else 11} Tf 60 {770 - 26 * place} Td ({_escaped(line)}) Tj ET\n"
        for place, line in enumerate(lines)
    )
    stream = shown.encode("cp1252", errors="replace")
    parts = [*(one.encode("ascii") for one in _PAGE), b"<< /Length %d >>\nstream\n%sendstream" % (len(stream), stream)]
    out, places = b"%PDF-1.4\n", []
    for number, part in enumerate(parts, 1):
        places.append(len(out))
        out += b"%d 0 obj\n%s\nendobj\n" % (number, part)
    table = b"".join(b"%010d 00000 n \n" % place for place in places)
    size = len(parts) + 1
    return b"%sxref\n0 %d\n0000000000 65535 f \n%strailer\n<< /Size %d /Root 1 0 R >>\nstartxref\n%d\n%%%%EOF\n" % (
        out,
        size,
        table,
        size,
        len(out),
    )


def _escaped(text: str) -> str:
    return text.replace("\\", "\\\\").replace("(", "\\(").replace(")", "\\)")
