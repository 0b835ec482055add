"""A Windows PC, played: betahedge's command line on stubs of pywin32 and of the registry.

Run as a program, with the command's words as arguments; the registry is the JSON of the environment
variable REGISTRY, values by key, as in {"HKCU\\Software\\Microsoft": {"name": 1}}.
"""

import json
import mimetypes  # before there is a registry, which it would read
import os
import platform
import sys
from contextlib import contextmanager
from pathlib import Path
from types import ModuleType

sys.path.insert(0, str(Path(__file__).parent.parent / "cells"))
from pywin32_stubs import on_windows

KEYS = json.loads(os.environ.get("REGISTRY", "{}"))


@contextmanager
def open_key(hive, path):
    if f"{hive}\\{path}" not in KEYS:
        raise FileNotFoundError(path)
    yield list(KEYS[f"{hive}\\{path}"].items())


def registry():
    module = ModuleType("winreg")
    module.HKEY_CURRENT_USER, module.HKEY_CLASSES_ROOT = "HKCU", "HKCR"
    module.OpenKey = open_key
    module.QueryInfoKey = lambda key: (0, len(key), 0)
    module.EnumValue = lambda key, index: (*key[index], 1)
    return module


mimetypes.init()
on_windows()
sys.modules["winreg"] = registry()
platform.system = lambda: "Windows"

from betahedge.cli import main  # noqa: E402 - on what has been put in place
from betahedge.hosts.excel.vba.modules import write_modules  # noqa: E402

if sys.argv[1] == "--modules":  # the VBA of the add-in, module by module, into a file
    texts = {each.name: each.text for each in write_modules()}
    Path(sys.argv[2]).write_text(json.dumps(texts), "utf-8")
else:
    main(prog_name="betahedge")
