"""The formulas of items: links, calculations, calls, and on the proof's sheet their twins."""

from betahedge.sheets.items import Call, Difference, Here
from betahedge.sheets.names import LOADED, NOT_AVAILABLE, Names


def loaded(formula: str, otherwise: str = NOT_AVAILABLE) -> str:
    """Write a formula of the add-in, and what stands in its place where it is not loaded."""
    return f"IF({LOADED},{formula},{otherwise})"


def has_twin(call: Call) -> bool:
    """Tell a call that can be written natively."""
    return bool(call.native) or call.declared.native is not None


def guarded(formula: str, filled: str, empty: str) -> str:
    """Leave the row blank, or as it says, that has no name in its first column."""
    return f'IF({filled}="",{empty},{formula})' if filled else formula


def call_text(item: str, call: Call, here: Here, names: Names) -> str:
    """Write a call, with its twin for where the add-in is not loaded."""
    arguments = [names.text(each, here, native=False) for each in call.arguments]
    text = call.declared.call(*arguments)
    if call.part:
        column = names.text(str(call.part[1]), here)
        text = f"INDEX({text},{call.part[0]},{column})"
    text = _without_error(text, call)
    otherwise = NOT_AVAILABLE
    if item in names.natives:
        otherwise = names.text(f"{{{item}}}", here)
    return _needed(loaded(text, otherwise), call, here, names)


def twin_text(call: Call, here: Here, names: Names) -> str:
    """Write the native form of a call."""
    if call.native:
        text = names.text(call.native, here)
    else:
        text = call.declared.native_form(*(names.text(each, here) for each in call.arguments))
    return _needed(_without_error(text, call), call, here, names)


def _without_error(text: str, call: Call) -> str:
    return f"IFERROR({text},{call.error})" if call.error else text


def _needed(text: str, call: Call, here: Here, names: Names) -> str:
    """Call only where nothing that is needed is 0."""
    if not call.needs:
        return text
    product = "*".join(names.text(f"{{{each}}}", here) for each in call.needs)
    return f"IF({product}=0,{names.text(call.otherwise, here)},{text})"


def difference_text(gap: Difference, here: Here, names: Names) -> str:
    """Write the difference of an item and its twin; of words it is 1 or 0."""
    item = f"{{{gap.item}}}"
    own, twin = (names.text(item, here, native=native) for native in (False, True))
    apart = f'--NOT(EXACT({own}&"",{twin}&""))'
    relative = f"ABS({own}-{twin})/MAX(1,ABS({twin}))"
    if gap.words:
        return loaded(apart)
    if gap.either:
        return loaded(f"IF(AND(ISNUMBER({own}),ISNUMBER({twin})),{relative},{apart})")
    return loaded(relative)
