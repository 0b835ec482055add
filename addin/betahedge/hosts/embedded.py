"""Imports modules whose sources are texts; stands in the generated file, which has them."""

import importlib.abc
import importlib.machinery
import importlib.util
import io
import sys
import types
import zipfile


class Embedded(importlib.abc.MetaPathFinder, importlib.abc.Loader):
    """Finds and loads the modules, and finds their data files."""

    def __init__(self, root: zipfile.Path) -> None:
        """Take the folder that all packages are in."""
        self.root = root

    def find_spec(self, name: str, *_: object) -> importlib.machinery.ModuleSpec | None:
        """Say that a module is here, and whether it is a package."""
        if not self._source(name).is_file():
            return None
        return importlib.util.spec_from_loader(name, self, is_package=self._place(name).is_dir())

    def exec_module(self, module: types.ModuleType) -> None:
        """Run a module's source."""
        name = module.__name__
        exec(compile(self.get_source(name), f"<{name}>", "exec"), module.__dict__)  # noqa: S102

    def get_source(self, name: str) -> str:
        """Give a module's source, also for whoever shows an error."""
        return self._source(name).read_text("utf-8")

    def get_resource_reader(self, name: str) -> types.SimpleNamespace:
        """Give a package's data files, as importlib.resources asks for them."""
        return types.SimpleNamespace(files=lambda: self._place(name))

    def _place(self, name: str) -> zipfile.Path:
        return self.root / name.replace(".", "/")

    def _source(self, name: str) -> zipfile.Path:
        package = self._place(name) / "__init__.py"
        return package if package.is_file() else self.root / f"{name.replace('.', '/')}.py"


def install(sources: dict[str, str]) -> None:
    """Make files importable, by their path, instead of modules imported before by their names."""
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w") as archive:
        for path, text in sources.items():
            archive.writestr(path, text)
    tops = {path.partition("/")[0] for path in sources}
    for name in [name for name in sys.modules if name.partition(".")[0] in tops]:
        del sys.modules[name]
    sys.meta_path[:] = [each for each in sys.meta_path if type(each).__name__ != "Embedded"]
    sys.meta_path.insert(0, Embedded(zipfile.Path(zipfile.ZipFile(stream))))
