"""xlwings Lite: the workbook carries the code of its functions."""
