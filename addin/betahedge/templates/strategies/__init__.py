"""The strategies of the article, each declared once: workbook, inputs file, terminal and JSON."""
