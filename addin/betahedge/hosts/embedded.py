"""Imports modules whose sources are texts; stands in the generated file, which has them."""

import importlib.abc
import importlib.machinery
import importlib.util
import sys
import types


class Folder:
    """The data files of a package, as importlib.resources asks for them."""

    def __init__(self, contents: dict[str, str], path: str) -> None:
        """Take the files of all packages, and the path of this one."""
        self.contents, self.path = contents, path

    def files(self) -> "Folder":
        """Give the folder itself."""
        return self

    def joinpath(self, name: str) -> "Folder":
        """Give a file in the folder."""
        return Folder(self.contents, f"{self.path}/{name}")

    def read_text(self, encoding: str = "utf-8") -> str:  # noqa: ARG002
        """Give a file's text, which is text already."""
        return self.contents[self.path]


class Embedded(importlib.abc.MetaPathFinder, importlib.abc.Loader):
    """Finds and loads the modules."""

    def __init__(self, sources: dict[str, str], contents: dict[str, str]) -> None:
        """Take the sources by the module's name, and the data files by their path."""
        self.sources, self.contents = sources, contents

    def find_spec(self, name: str, *_: object) -> importlib.machinery.ModuleSpec | None:
        """Say that a module is here, and whether it is a package."""
        if name not in self.sources:
            return None
        package = any(module.startswith(f"{name}.") for module in self.sources)
        return importlib.util.spec_from_loader(name, self, is_package=package)

    def exec_module(self, module: types.ModuleType) -> None:
        """Run a module's source."""
        name = module.__name__
        exec(compile(self.sources[name], f"<{name}>", "exec"), module.__dict__)  # noqa: S102

    def get_source(self, name: str) -> str:
        """Give a module's source, for whoever shows an error."""
        return self.sources[name]

    def get_resource_reader(self, name: str) -> Folder:
        """Give a package's data files."""
        return Folder(self.contents, name.replace(".", "/"))


def install(sources: dict[str, str], contents: dict[str, str]) -> None:
    """Make the modules importable, instead of any of the same names that were imported before."""
    tops = {name.partition(".")[0] for name in sources}
    for name in [name for name in sys.modules if name.partition(".")[0] in tops]:
        del sys.modules[name]
    sys.meta_path[:] = [each for each in sys.meta_path if type(each).__name__ != "Embedded"]
    sys.meta_path.insert(0, Embedded(sources, contents))
