"""From what the house knows to what a page is told: pure functions, one file for each noun.

They take a `Sight` (dossier, checklist and plan at one revision), the directory and the reader's `Words`, and give a
dataclass of `pages.py`. They ask no database, no clock and no request but for `url_for`, which only writes addresses.
"""
