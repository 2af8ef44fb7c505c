"""Spreadsheets, and the child process that reads what somebody else made.

- A file from outside is read in a child with limits (`certflow.child`): whatever it does, it does to nobody else.
- A workbook is looked at from outside first: what would unpack to more than is sensible is never unpacked.
- Only values are read. No formula is worked out, no macro run, no link followed.
"""
