"""pywin32 as stubs: enough that everything of xlwings that runs on Windows is imported for real."""

import ctypes
import importlib.abc
import importlib.util
import sys
from types import ModuleType
from unittest.mock import MagicMock

PYWIN32 = [
    "pythoncom",
    "pywintypes",
    "win32api",
    "win32con",
    "win32com",
    "win32com.client",
    "win32com.server",
    "win32com.server.dispatcher",
    "win32com.server.policy",
    "win32com.server.util",
    "win32event",
    "win32gui",
    "win32process",
    "win32timezone",
]
TYPES = {"CDispatch", "CoClassBaseClass", "DispatchBaseClass", "TimeType"}


class Stub(ModuleType):
    """A module of pywin32: it has every name."""

    def __getattr__(self, name):
        if name.startswith("__"):
            raise AttributeError(name)
        if name in TYPES:
            value = type(name, (), {})
        elif name == "com_error":
            value = type(name, (Exception,), {})
        else:
            value = MagicMock()
        setattr(self, name, value)
        return value


class Finder(importlib.abc.MetaPathFinder, importlib.abc.Loader):
    """Find the modules of pywin32, of which there are none here."""

    def find_spec(self, name, path=None, target=None):  # noqa: ARG002 - importlib's signature
        if name in PYWIN32:
            return importlib.util.spec_from_loader(name, self, is_package="." not in name)
        return None

    def create_module(self, spec):
        return Stub(spec.name)

    def exec_module(self, module):
        module.__path__, module.__file__ = [], ""
        if module.__name__ == "pywintypes":
            module.IID = str
        if module.__name__ == "pythoncom":
            module.TypeIIDs = {module.IID_IDispatch: type("PyIDispatch", (), {})}
        if module.__name__ == "win32com.client":
            module.Dispatch = lambda com_object: com_object


def on_windows():
    """Let xlwings, and whatever is imported from now on, believe that this is Windows."""
    sys.meta_path.insert(0, Finder())
    ctypes.windll = ctypes.oledll = ctypes.PyDLL = MagicMock()
    import xlwings
    from xlwings import _xlwindows, udfs

    xlwings._xlwindows = _xlwindows
    xlwings.engines.add(xlwings.Engine(impl=_xlwindows.engine))  # as xlwings does on Windows
    xlwings.func, xlwings.arg, xlwings.ret = udfs.xlfunc, udfs.xlarg, udfs.xlret
    return udfs
