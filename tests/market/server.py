"""A server of this machine that answers as exchanges do, and misbehaves when told to."""

import json
import threading
import time
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

from betahedge.market.recording import key_of

BODIES: dict[int, tuple[bytes, bytes]] = {  # of the code alone, and of OKX
    429: (
        b'{"code":-1003,"msg":"Too many requests"}',
        b'{"code":"50011","msg":"Too Many Requests"}',
    ),
    418: (b'{"code":-1003,"msg":"Way too much request weight used; IP banned"}',) * 2,
    451: (b'{"code":0,"msg":"Service unavailable from a restricted location"}',) * 2,
    500: (b"Internal Server Error",) * 2,
}


class Venue(ThreadingHTTPServer):
    """Answers by the key of a request: exactly, or without what chooses among its answers."""

    daemon_threads = True
    block_on_close = False

    def __init__(self, answers: dict[str, Any]) -> None:
        super().__init__(("127.0.0.1", 0), Handler)
        self.answers, self.asked, self.faults = answers, [], {}
        self.lock = threading.Lock()
        threading.Thread(target=self.serve_forever, args=(0.02,), daemon=True).start()

    @property
    def prefix(self) -> str:
        return f"http://127.0.0.1:{self.server_port}/"

    def fail(self, part: str, *kinds: Any) -> None:
        """Let the next requests whose key holds a part fail, one a kind."""
        self.faults[part] = list(kinds)

    def answer(self, key: str) -> Any:
        place, _, query = key.partition("?")
        said = set(query.split("&")) if query else set()
        best = None
        for known, answer in self.answers.items():
            where, _, chosen = known.partition("?")
            needs = set(chosen.split("&")) if chosen else set()
            if where == place and needs <= said and (best is None or len(needs) > best[0]):
                best = (len(needs), answer)
        return None if best is None else best[1]


class Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    server: Venue

    def log_message(self, *_words: Any) -> None:
        """Say nothing."""

    def do_GET(self) -> None:
        self.reply(b"")

    def do_POST(self) -> None:
        self.reply(self.rfile.read(int(self.headers.get("content-length", 0))))

    def send(self, code: int, data: bytes, kind: str = "application/json", size: int = -1) -> None:
        self.send_response(code)
        self.send_header("content-type", kind)
        self.send_header("content-length", str(len(data) if size < 0 else size))
        self.end_headers()
        self.wfile.write(data)

    def reply(self, body: bytes) -> None:
        key = key_of(self.command, self.path[1:], body)
        venue = self.server
        with venue.lock:
            kind = next((f.pop(0) for part, f in venue.faults.items() if part in key and f), None)
            venue.asked.append(key)
        found = venue.answer(key)
        data = json.dumps(found).encode()
        if kind in BODIES:
            self.send(kind, BODIES[kind]["okx" in key])
        elif kind == "html":
            self.send(200, b"<html><body>Just a moment...</body></html>", "text/html")
        elif kind == "empty":
            self.send(200, b"[]" if "binance" in key else b'{"code":"0","msg":"","data":[]}')
        elif kind == "hang":
            time.sleep(1.5)
            self.close_connection = True
        elif kind == "reset":
            self.close_connection = True
        elif kind == "cut":
            self.send(200, data[: len(data) // 2], size=len(data))
            self.close_connection = True
        elif found is None:
            self.send(404, json.dumps({"code": "404", "msg": "not recorded"}).encode())
        else:
            time.sleep(0.2 if kind == "slow" else 0)
            self.send(200, data)
