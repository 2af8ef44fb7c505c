"""Pages: HTTP in, HTML out.

- A view asks one act of `actions/`, hands what it gives to a builder in `showing/`, and shows the page that it makes.
- Builders are pure: a dossier, its checklist and plan in; a dataclass of `pages` in the reader's language out.
- Every view says who may come in: `@needs(Permission.X)`, `@signed_in`, `@open_to_all`. One that forgot answers 403.
- Every form works as a plain POST with a token; scripts only save a click.
- Every answer carries the same strict headers, errors too, and nothing private is kept by a browser.
- A refusal of the rules becomes sentence and status in `errors.py`; views catch only what belongs on their page.
"""
