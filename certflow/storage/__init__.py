"""SQL and files. It keeps facts, whatever they are about, so a new act seldom touches it.

- Look inside `database.reading(engine)`, write inside `database.writing(engine)`; both hand out the `conn` that every
  function here takes first. A turn is alone, all or nothing, and durable when it ends.
- `entries.append` is the only way to write a fact. It seals it, chains it, grows the tree, projects it.
- Facts are the truth. `project.py` says what they come to; `rebuild.rebuild(conn)` makes that again from nothing.
- Secrets and passing things (password hashes, sessions, invitations, throttle, leases) stand beside the ledger.
- A file is in its store, synced, before the fact that names it is written.
- A full disk is Refused("storage.full"), a turn that waited too long Refused("storage.busy"): nothing was saved then.
  No database is Refused("storage.away"), and what was being saved just then may or may not be there.

    database     connect(url) → Engine · writing(engine) · reading(engine)
    schema       upgrade(engine) · require_newest(conn) · schema_version(conn) · newest() · grant(conn, role)
    entries      append(conn, dossier=, fact=, by=, at=, salt=, shown=, rule=, software=) → Entry
                 of_dossier(conn, dossier, after_revision=0) · of_dossiers(conn, after)
                 about_people(conn, after_seq=0) · one(conn, seq) · last(conn) · revision(conn, dossier)
                 every(conn) · bodies(conn, dossier)
    openings     of_dossier(conn, dossier) → Opening… · erase_dossier(conn, dossier) · erase_person(conn, person)
    tree         size(conn) · root(conn, size) · hashes(conn, places)
                 prove_inclusion(conn, seq, size) · prove_consistency(conn, a, b)
    checkpoints  sign(conn, key, signer, at) → Signed(size, note, at) · last(conn) · every(conn)
    check        check(conn) → Trouble(seq, what) | None
    dossiers     visible_to(conn, organisation, limit=, before=) → DossierRow… · count_visible_to · parties
    cases        submitted_for(conn, organisation) → CaseRow… · of_dossier(conn, dossier)
    records      by_id · by_sha256 · of_dossier · pending(conn) · every(conn) → RecordRow…
    people       directory(conn) → Directory · mark(conn) · person_by_id · person_by_email
    credentials  put(conn, person, hashed, at) · of_person(conn, person) → Credential | None · remove
    sessions     begin(conn, id_hash, person, at) · find · touch · end · end_all_of(…, but=) · sweep
    invites      put(conn, token_hash, person, expires) · person_of(conn, token_hash, at) · use(conn, token_hash, at)
    throttle     hit(conn, key, at, window) → count · tries(conn, key, at) · clear(conn, key) · sweep(conn, at)
    leases       take(conn, name, holder, at, until) → bool · renew(conn, name, holder, until) · release
    files        open_store(where) → Files: put(source, limit) → Stored(sha256, size) · get(sha256) → chunks · has
"""
