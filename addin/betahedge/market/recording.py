"""Raw answers of an exchange, kept in a folder and given again without a network."""

from __future__ import annotations

import datetime
import json
import urllib.parse
from pathlib import Path
from typing import Any

import requests
from requests.adapters import BaseAdapter

from betahedge.books.text import escaped
from betahedge.errors import InputError
from betahedge.xlsx.files import write_new

ANSWERS, ABOUT = "answers.json", "about.json"


def key_of(method: str, url: str, body: Any, prefix: str = "") -> str:
    """Name a request by its place and by what is asked; a snapshot has one moment.

    prefix: an address that stands before that of the exchange.
    """
    bare = url.removeprefix(prefix) if prefix else url
    parts = urllib.parse.urlsplit(bare if "://" in bare else f"https://{bare}")
    said = dict(urllib.parse.parse_qsl(parts.query))
    if body:
        text = body.decode() if isinstance(body, bytes) else body
        said |= {str(name): str(value) for name, value in json.loads(text).items()}
    query = "?" + urllib.parse.urlencode(sorted(said.items())) if said else ""
    return f"{method} {parts.netloc}{parts.path}{query}"


class Recorder:
    """Keeps the answers of a session."""

    def __init__(self, prefix: str = "") -> None:
        self.prefix = prefix
        self.answers: dict[str, str] = {}

    def watch(self, session: requests.Session) -> None:
        """Keep what a session is answered from now on."""
        session.hooks["response"].append(self._keep)

    def _keep(self, response: requests.Response, **_more: Any) -> None:
        request = response.request
        key = key_of(request.method or "GET", request.url or "", request.body, self.prefix)
        if response.ok and _is_json(response.text):  # a page of HTML replaces no answer
            self.answers[key] = response.text

    def save(self, folder: Path, exchange: str, fetched_at: str) -> None:
        """Write the answers, and of what and when they are."""
        about = {"exchange": exchange, "fetched_at": fetched_at}
        try:
            folder.mkdir(parents=True, exist_ok=True)
            for name, content in ((ANSWERS, self.answers), (ABOUT, about)):
                text = json.dumps(content, indent=1, sort_keys=True, ensure_ascii=False)
                write_new(folder / name, f"{text}\n".encode(), force=True)
        except OSError as error:
            raise InputError(f"{folder}: cannot be written ({error.strerror})") from None


def _is_json(text: str) -> bool:
    try:
        json.loads(text)
    except (ValueError, RecursionError):
        return False
    return True


class Replay(BaseAdapter):
    """Gives recorded answers in the place of a network."""

    def __init__(self, answers: dict[str, str]) -> None:
        super().__init__()
        self.answers = answers

    def send(self, request: requests.PreparedRequest, **_more: Any) -> requests.Response:  # type: ignore[override]
        """Answer a request, with 404 where nothing was recorded."""
        key = key_of(request.method or "GET", request.url or "", request.body)
        response = requests.Response()
        response.request, response.url = request, request.url or ""
        found = self.answers.get(key)
        response.status_code = 404 if found is None else 200
        response.reason = "Not recorded" if found is None else "OK"
        response._content = (found or '{"msg":"not recorded"}').encode()
        response.encoding = "utf-8"
        return response

    def close(self) -> None:
        """Close nothing: there is no network."""


def read_recording(folder: Path) -> tuple[dict[str, str], str, float]:
    """Read the answers of a folder, of which exchange they are, and their moment in seconds."""
    try:
        answers = json.loads((folder / ANSWERS).read_text("utf-8"))
        about = json.loads((folder / ABOUT).read_text("utf-8"))
        moment = datetime.datetime.fromisoformat(about["fetched_at"]).timestamp()
        return {key: str(text) for key, text in answers.items()}, str(about["exchange"]), moment
    except OSError as error:
        raise InputError(f"{escaped(str(folder))}: holds no recording ({error.strerror})") from None
    except (ValueError, TypeError, LookupError, AttributeError):
        raise InputError(f"{escaped(str(folder))}: holds a damaged recording") from None
