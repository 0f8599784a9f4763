"""
The typesetter: typst in this process, kept warm, with the fonts it was given and no others.

It reads one folder of its own (templates and the pictures of the poster being set), gets facts as
data and fetches nothing. A page that was set before costs about a tenth of its first time.
"""

import shutil
import tempfile
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from datetime import UTC, datetime, time
from functools import cache
from pathlib import Path
from threading import Lock
from typing import Literal

import typst

from porchlight.house.ui.sheets import FONTS
from porchlight.programmes.posters.rules import layout
from porchlight.programmes.posters.rules.content import PosterFacts
from porchlight.programmes.posters.rules.layout import Paper, Shape, TypstInput
from porchlight.programmes.posters.rules.wording import wording

TEMPLATES = Path(__file__).parent.parent / "templates/posters/print"
WEIGHTS = ("400Regular", "500Medium", "700Bold", "800ExtraBold")
FAMILIES = ("atkinson-hyperlegible-next", "noto-sans")
# One point of the picture's page is one pixel.
PICTURE_PPI = 72


class Typesetter:
    """A kept compiler per template. One page at a time: the pictures' folder is shared."""

    def __init__(self, font_dir: Path = FONTS) -> None:
        """
        Read the fonts below ``font_dir``.

        :raises FileNotFoundError: if a typeface is missing: a poster in a substitute is a fault
        """
        folders = [font_dir / family / weight for family in FAMILIES for weight in WEIGHTS]
        for folder in folders:
            if not any(folder.glob("*.ttf")):
                raise FileNotFoundError(f"No typeface in {folder}. Run: make static")
        self._fonts = typst.Fonts(
            include_system_fonts=False,
            include_embedded_fonts=True,
            font_paths=[str(folder) for folder in folders],
        )
        self._folder = tempfile.TemporaryDirectory(prefix="porchlight-posters-")
        self._root = Path(self._folder.name)
        self._pictures = self._root / "photographs"
        self._pictures.mkdir()
        for template in TEMPLATES.glob("*.typ"):
            shutil.copyfile(template, self._root / template.name)
        self._compilers: dict[str, typst.Compiler] = {}
        self._lock = Lock()

    def pdf(self, facts: PosterFacts, paper: Paper, photographs: Mapping[str, bytes]) -> bytes:
        """
        Return the poster as tagged PDF (PDF/UA-1). ``photographs`` are JPEG or PNG by SHA-256.

        :raises RuleBroken: if a text says what a poster never says
        :raises KeyError: if a photograph of the facts is not given
        """
        page = layout.document(facts, paper, wording(facts.language))
        issued = datetime.combine(facts.issued_on, time(12), UTC)
        return self._set(page, photographs, "pdf", issued)

    def png(self, facts: PosterFacts, shape: Shape, photographs: Mapping[str, bytes]) -> bytes:
        """
        Return the picture for social media.

        :raises RuleBroken: if a text says what a poster never says
        :raises KeyError: if a photograph of the facts is not given
        """
        return self._set(layout.picture(facts, shape, wording(facts.language)), photographs, "png")

    def preview(self, facts: PosterFacts, photographs: Mapping[str, bytes]) -> bytes:
        """
        Return the first page of the Letter poster as PNG at twice the size of a screen's page.

        :raises RuleBroken: if a text says what a poster never says
        :raises KeyError: if a photograph of the facts is not given
        """
        page = layout.document(facts, Paper.LETTER, wording(facts.language))
        return self._set(page, photographs, "png", ppi=144)

    def withdrawn(self, form: Paper | Shape, language: str) -> bytes:
        """Return what stands where the poster was: PDF for a paper, PNG for a shape."""
        page = layout.withdrawn(form, wording(language))
        return self._set(page, {}, "pdf" if isinstance(form, Paper) else "png")

    def _set(
        self,
        page: TypstInput,
        photographs: Mapping[str, bytes],
        form: Literal["pdf", "png"],
        at: datetime | None = None,
        ppi: float = PICTURE_PPI,
    ) -> bytes:
        with self._lock, self._laid_out(page, photographs):
            made = self._compiler(page.template).compile(
                format=form,
                sys_inputs={"data": page.data},
                ppi=ppi,
                pdf_standards=["ua-1"] if form == "pdf" else [],
                timestamp=at or datetime(2000, 1, 1, tzinfo=UTC),
            )
        first = made[0] if isinstance(made, list) else made
        # Without a path to write to, the compiler always hands the bytes back.
        return first or b""

    def _compiler(self, template: str) -> typst.Compiler:
        if template not in self._compilers:
            self._compilers[template] = typst.Compiler(
                str(self._root / template), root=str(self._root), font_paths=self._fonts
            )
        return self._compilers[template]

    @contextmanager
    def _laid_out(self, page: TypstInput, photographs: Mapping[str, bytes]) -> Iterator[None]:
        """The pictures of this page in the folder, and none of them after it."""
        paths = {self._pictures / sha256: photographs[sha256] for sha256 in page.images}
        try:
            for path, content in paths.items():
                path.write_bytes(content)
            yield
        finally:
            for path in paths:
                path.unlink(missing_ok=True)


@cache
def typesetter(font_dir: Path = FONTS) -> Typesetter:
    """Return the process's typesetter; made on first use."""
    return Typesetter(font_dir)


def pdf(facts: PosterFacts, paper: Paper, photographs: Mapping[str, bytes]) -> bytes:
    """Return the poster as PDF; errors as in :meth:`Typesetter.pdf`."""
    return typesetter().pdf(facts, paper, photographs)


def png(facts: PosterFacts, shape: Shape, photographs: Mapping[str, bytes]) -> bytes:
    """Return the picture for social media; errors as in :meth:`Typesetter.png`."""
    return typesetter().png(facts, shape, photographs)
