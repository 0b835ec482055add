"""report.json and its schema, which follows from the classes of the rows."""

from __future__ import annotations

import json
import math
import types
import typing
from collections.abc import Iterator, Mapping
from dataclasses import MISSING, asdict, fields, is_dataclass
from functools import cache
from importlib.resources import files
from typing import Any

from betahedge.report.rows import SCHEMA, Report

_READ: dict[str, Any] = {"string": str, "number": int | float, "integer": int, "boolean": bool,
         "null": type(None), "array": list, "object": dict}  # fmt: skip
_PLAIN = {str: "string", float: "number", int: "integer", bool: "boolean"}


def report_json(report: Report) -> bytes:
    """Write a report, every number by name."""
    text = json.dumps(asdict(report), ensure_ascii=False, indent=1, allow_nan=False)
    return (text + "\n").encode()


def schema_json() -> bytes:
    """Give the schema as it is committed."""
    return files("betahedge.report").joinpath("report.schema.json").read_bytes()


@cache
def make_schema() -> dict[str, Any]:
    """Make the schema from the classes."""
    parts: dict[str, Any] = {}
    whole = _object(Report, parts)
    whole["properties"]["schema"] = {"const": SCHEMA}
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "$id": f"urn:betahedge:{SCHEMA}",
        "title": "A hedge report: every number by name",
        **whole,
        "$defs": dict(sorted(parts.items())),
    }


def _object(kind: type, parts: dict[str, Any]) -> dict[str, Any]:
    hints = typing.get_type_hints(kind)
    return {
        "type": "object",
        "description": " ".join((kind.__doc__ or "").split()),
        "properties": {each.name: _kind(hints[each.name], parts) for each in fields(kind)},
        "required": [
            each.name
            for each in fields(kind)
            if each.default is MISSING and each.default_factory is MISSING
        ],
        "additionalProperties": False,
    }


def _kind(hint: Any, parts: dict[str, Any]) -> dict[str, Any]:
    """Describe a type: a plain one, one or None, a list, a table, or a class by its name."""
    if hint in _PLAIN:
        return {"type": _PLAIN[hint]}
    if is_dataclass(hint) and isinstance(hint, type):
        if hint.__name__ not in parts:
            parts[hint.__name__] = {}
            parts[hint.__name__] = _object(hint, parts)
        return {"$ref": f"#/$defs/{hint.__name__}"}
    origin, inner = typing.get_origin(hint), typing.get_args(hint)
    if origin in (types.UnionType, typing.Union):
        return {"anyOf": [_kind(each, parts) for each in inner]}
    if hint is type(None):
        return {"type": "null"}
    if origin is tuple:
        return {"type": "array", "items": _kind(inner[0], parts)}
    return {"type": "object"}


def find_fault(value: Any, kind: Mapping[str, Any], place: str) -> str:
    """Name the first place of a value that was read and is not as the schema says; "" for none."""
    if "$ref" in kind:
        kind = make_schema()["$defs"][kind["$ref"].rpartition("/")[2]]
    if "anyOf" in kind:
        faults = [find_fault(value, each, place) for each in kind["anyOf"]]
        return "" if "" in faults else faults[0]
    is_bool, wanted = isinstance(value, bool), kind["type"]
    if not isinstance(value, _READ[wanted]) or is_bool != (wanted == "boolean"):
        return place
    if isinstance(value, float) and not math.isfinite(value):
        return place
    inside = (find_fault(*part) for part in _parts(value, kind, place))
    return next(filter(None, inside), "")


def _parts(
    value: Any, kind: Mapping[str, Any], place: str
) -> Iterator[tuple[Any, Mapping[str, Any], str]]:
    """Give what a list or an object holds, each with its kind and its place."""
    if kind["type"] == "array":
        yield from ((each, kind["items"], f"{place}[{n}]") for n, each in enumerate(value))
    for name, each in kind.get("properties", {}).items():
        if name in value or name in kind["required"]:
            yield value.get(name), each, f"{place}.{name}"
