"""The bundle: one ZIP by which an outsider checks a record without us, without certflow and without a network.

- Nothing in it is compressed, and every byte has one allowed value: same ledger, same bytes, and nothing can hide.
- It holds all entries of one dossier. Entries of others are folded into the hashes of the subtrees they fill, just
  enough to reckon the ledger's root at every size that was ever signed.
- What it brings along to be trusted (keys, recipe) proves nothing by itself; it is compared with what we know.

    archive   pack(files) → bytes · unpack(bytes) → files
    form      the names inside, and MANIFEST
    folded    the ledger as lines: entries, and hashes for what lies between
    openings  salt and value of what was typed
    checks    the recipe, step by step: what holds, or the first thing that does not
    recipe    the same for people with a shell: README.txt
"""
