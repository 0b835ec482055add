"""What Excel on the desktop gets: xlwings's own COM code, run on stubs of pywin32.

Oracles: xlwings, which refuses keyword-only arguments and hints it cannot convert, and Microsoft's
language specification of VBA.  What calls answer is among the cases that every host is asked.
"""

import inspect
import json
import os
import re
import subprocess
import sys
from pathlib import Path

import pytest

from betahedge.cells import CATALOGUE, declaration
from betahedge.cells.declaration import REQUIRED
from betahedge.cells.excel import CATEGORY, Answer, argument_help

EXCEL = Path(__file__).with_name("excel_over_com.py")

# [MS-VBAL] 3.3.5.2, Reserved Identifiers: no function or argument may have such a name, or the
# module that xlwings writes does not compile (xlwings issues 384 and 563).
RESERVED = """
    abs addressof and any array as attribute boolean byref byte byval call case cbool cbyte ccur
    cdate cdbl cdec cdecl cint circle clng clnglng clngptr close const csng cstr currency cvar cverr
    date debug decimal declare defbool defbyte defcur defdate defdbl defdec defint deflng deflnglng
    deflngptr defobj defsng defstr defvar dim do doevents double each else elseif empty end endif
    enum eqv erase event exit false fix for friend function get global gosub goto if imp implements
    in input inputb int integer is lbound len lenb let like linput lock long longlong longptr loop
    lset me mod new next not nothing null on open option optional or paramarray preserve print
    private pset public put raiseevent redim rem resume return rset scale seek select set sgn shared
    single spc static stop string sub tab then to true type typeof ubound unlock until variant wend
    while with withevents write xor
"""


@pytest.fixture(scope="module")
def excel():
    """What Excel would know of the add-in after xlwings has imported its functions."""
    done = subprocess.run(
        [sys.executable, "-W", "error", str(EXCEL)],
        input="[]",
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    return json.loads(done.stdout)


def test_every_function_and_nothing_else_is_registered(excel):
    assert set(excel["registered"]) == set(CATALOGUE)


def test_registered_as_declared(excel, any_function):
    """Names, help and defaults; raw values in, answers out; neither volatile nor asynchronous."""
    declared = declaration(any_function)
    found = excel["registered"][declared.name]
    assert (found["name"], found["category"]) == (declared.name, CATEGORY)
    assert found["ret"] == {"doc": declared.help, "options": {"convert": str(Answer)}}
    assert (found["sub"], found["volatile"], found["async_mode"]) == (False, False, None)
    assert found["call_in_wizard"] is True, "False would break the functions outside the wizard"
    assert [arg["name"] for arg in found["args"]] == [arg.name for arg in declared.args]
    for shown, arg, default in zip(found["args"], declared.args, declared.defaults):
        assert shown["options"] == {"convert": "raw"}
        assert shown["doc"] == argument_help(arg)
        assert not shown["vararg"]
        assert ("optional" in shown) == (default is not REQUIRED)
        if default is not REQUIRED:
            assert shown["optional"] == default


def test_the_function_wizard_shows_every_help_in_full(excel, any_function):
    """xlwings cuts at 255 characters; what it passes to Excel must be what was declared."""
    declared = declaration(any_function)
    (options,) = [o for n, o in excel["options"] if n == f"'betahedge.xlam'!{declared.name}"]
    assert options["Description"] == declared.help
    assert options["ArgumentDescriptions"] == (list(map(argument_help, declared.args)) or None)
    assert options["Category"] == CATEGORY


def test_the_function_wizard_has_room_for_the_names(any_function):
    """It fails where the names' characters and their number come to more than 254 together.

    Source: xlwings issue 1489.
    """
    names = [arg.name for arg in declaration(any_function).args]
    assert len("".join(names)) + len(names) <= 254


def test_names_are_legal_in_vba(any_function):
    """One reserved word as an argument's name, and no function of the add-in can be used."""
    declared = declaration(any_function)
    for name in (declared.name, *(arg.name for arg in declared.args)):
        assert re.fullmatch(r"[A-Za-z]\w{0,254}", name, re.ASCII), name
        assert name.lower() not in RESERVED.split(), f"{name} is a reserved word in VBA"


def test_vba_declares_every_function(excel, any_function):
    """Required arguments first, then the optional ones; called with all of them, in order."""
    declared = declaration(any_function)
    (vba,) = excel["vba"]
    names = [arg.name for arg in declared.args]
    written = [
        name if default is REQUIRED else f"Optional {name}"
        for name, default in zip(names, declared.defaults)
    ]
    assert vba.count(f"\nFunction {declared.name}({', '.join(written)})\n") == 1
    assert vba.count(f"\nFunction {declared.name}(") == 1, "twice would not compile"
    call = f'XLPy.CallUDF("betahedge.cells.excel", "{declared.name}", Array({", ".join(names)})'
    assert call in vba


def test_signature_is_what_xlwings_takes(any_function):
    """It refuses keyword-only arguments and *args with defaults, and reads hints as converters."""
    signature = inspect.signature(any_function)
    assert signature.return_annotation is inspect.Signature.empty
    for parameter in signature.parameters.values():
        assert parameter.kind is inspect.Parameter.POSITIONAL_OR_KEYWORD
        assert parameter.annotation is inspect.Parameter.empty
    assert any_function.__annotations__ == {}


def test_imports_anywhere():
    """Without Windows and without a key or server, xlwings's decorators do nothing."""
    environment = {k: v for k, v in os.environ.items() if not k.startswith("XLWINGS")}
    program = (
        "import betahedge.cells.excel as excel, betahedge.cells as cells\n"
        "assert excel.HEDGE_CONTRACTS is cells.HEDGE_CONTRACTS\n"
        "print(excel.HEDGE_CONTRACTS(325000, 65000))"
    )
    done = subprocess.run(
        [sys.executable, "-W", "error", "-c", program],
        env=environment,
        capture_output=True,
        text=True,
        check=False,
    )
    assert (done.stdout, done.stderr) == ("5.0\n", "")
