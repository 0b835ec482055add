"""Checks: every promise of the workbook; the lines follow from what the other sheets declare."""

from betahedge.sheets.blocks import Panel, Sheet
from betahedge.sheets.items import Flag, Item

ALARM = Flag('{master}="FAIL"')
FAILED = 'COUNTIF({checks.result:all},"FAIL")'
MASTER = Panel("master_panel", "", (
    Item("failed", "Checks that FAIL", FAILED, "alarms", "", "output", name="failed_checks"),
    Item("master", "Master check", f'IF({FAILED}=0,"OK","FAIL")', "word", "", "check",
         name="master_check", flag=ALARM),
), ("checks.test", "checks.sheet"))  # fmt: skip
SHEET = Sheet("Checks", "what must hold, and what to do where it does not", (MASTER,),
              lists_checks=True, reads_checks=True)  # fmt: skip
