"""Exchange: checklists from and to the formats of others. Pure: bytes or rows in, data out, and the way back.

- What the language can say becomes language. What it cannot is kept beside it, word for word, under the namespace of
  the format (`extra`), and written back on export: import followed by export gives the original.
- Only the difference is kept. Who edits a text afterwards sees the edit in the export, not what was there before.
- Nothing is guessed in silence: what was read, kept aside and not understood is counted and told.
"""
