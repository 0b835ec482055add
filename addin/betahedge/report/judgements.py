"""What a report says of its numbers: limits, breaches, checks, sources, decisions."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Limit:
    """A limit of the policy: what it is now, what it must be, and what to do."""

    name: str
    value: str
    limit: str
    status: str
    action: str


@dataclass(frozen=True, slots=True)
class Breach:
    """What is outside the policy, BREACH, or near to it or small, WATCH."""

    level: str
    what: str
    limit: str
    action: str


@dataclass(frozen=True, slots=True)
class Check:
    """A check: what was found and what must be; result OK, FAIL or n.a."""

    id: str
    test: str
    value: str
    expected: str
    result: str
    advice: str


@dataclass(frozen=True, slots=True)
class Checks:
    """All checks, counted."""

    ok: int
    failed: int
    na: int
    lines: tuple[Check, ...]


@dataclass(frozen=True, slots=True)
class Source:
    """Where numbers are from, and how old they are."""

    what: str
    source: str
    as_of: str
    age: str


@dataclass(frozen=True, slots=True)
class Decision:
    """What the committee is asked, and why."""

    text: str
    why: str
