"""Build hook: carry the content folders of the checkout into the wheel as `mandate_flow/_content`.

A checkout (and so an editable install) reads the folders where they are; an installed product has only the copy.
"""

import shutil
from pathlib import Path

from setuptools import setup
from setuptools.command.build_py import build_py

ROOT = Path(__file__).parent
CONTENT = ("law", "workflows", "notifications", "territory", "demo")


class BuildWithContent(build_py):
    """The ordinary build, then one copy of each content folder that exists."""

    def run(self) -> None:
        super().run()
        if self.editable_mode:
            return
        for source, target in self._content_files():
            target.parent.mkdir(parents=True, exist_ok=True)
            shutil.copyfile(source, target)

    def get_outputs(self, include_bytecode: bool = True) -> list[str]:  # noqa: FBT001, FBT002 - setuptools' signature
        outputs: list[str] = super().get_outputs(include_bytecode)
        return outputs if self.editable_mode else outputs + [str(target) for _, target in self._content_files()]

    def _content_files(self) -> list[tuple[Path, Path]]:
        inside = Path(self.build_lib) / "mandate_flow" / "_content"
        return [
            (source, inside / source.relative_to(ROOT))
            for folder in CONTENT
            for source in sorted((ROOT / folder).rglob("*"))
            if source.is_file() and "__pycache__" not in source.parts
        ]


setup(cmdclass={"build_py": BuildWithContent})
