"""Compile the translations into the package that is built. All else is told in pyproject.toml."""

from pathlib import Path
from runpy import run_path

from setuptools import setup
from setuptools.command.build_py import build_py


class WithTranslations(build_py):
    def run(self) -> None:
        super().run()
        if not self.editable_mode:
            run_path("src/comity/messages.py")["compile_outdated"](Path(self.build_lib) / "comity" / "locale")


setup(cmdclass={"build_py": WithTranslations})
