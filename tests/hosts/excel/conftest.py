"""The add-in as a played Windows PC installs it, and the VBA in it."""

import pytest

from hosts.desktop import on_pc


@pytest.fixture(scope="module")
def roaming(tmp_path_factory):
    return tmp_path_factory.mktemp("AppData")


@pytest.fixture(scope="module")
def installed(roaming):
    done = on_pc("install", "desktop", roaming=roaming)
    assert done.returncode == 0, done.stderr
    path = roaming / "Microsoft" / "Excel" / "XLSTART" / "betahedge.xlam"
    assert str(path) in done.stdout
    return path


@pytest.fixture(scope="module")
def vba(installed):
    from oletools.olevba import VBA_Parser

    parser = VBA_Parser(str(installed))
    found = {name: code for _, _, name, code in parser.extract_macros()}
    parser.close()
    return found
