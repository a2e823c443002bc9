"""The site: base templates, style sheet, home, help.

What pages of every package share stands where all of them may import it: `comity.record.lists` (a list as a page,
JSON and CSV) and `comity.charter.day` (the day that a reader looks at).
"""
