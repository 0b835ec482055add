"""Excel by Office.js, played: a request to xlwings Server for each call, and its answer.

Run as a program, with the licence in the environment.  It reads the calls and prints the answers,
as JSON.
"""

import asyncio
import json
import sys

import xlwings
from xlwings.server import custom_functions_call

import betahedge.cells.excel as module

REQUEST = {
    "caller_address": "Office[book.xlsx]Sheet1!A1",
    "content_language": "en-US",
    "version": xlwings.__version__,
    "runtime": "1.4",
}


async def answers(calls):
    return [
        await custom_functions_call({**REQUEST, "func_name": name, "args": arguments}, module)
        for name, arguments in calls
    ]


print(json.dumps(asyncio.run(answers(json.load(sys.stdin)))))
