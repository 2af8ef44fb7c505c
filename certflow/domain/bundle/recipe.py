"""The recipe for people with a shell. It is part of the form: other words are another recipe, and refused.

Tests run every indented line of it.
"""

from __future__ import annotations

import hashlib

RECIPE = r"""certflow-bundle/1: how to verify this record without certflow

You need bash, the GNU tools (coreutils, grep, sed), OpenSSL 3 and, for the last step, any program that validates
signatures in PDF files (here: pdfsig and pdfdetach of poppler-utils). No network. Unpack the ZIP file, open a shell
in the folder, and type the indented lines. A step that finds something wrong says so and ends the shell; so does one
that lacks what it needs, and names it.

What you must have from elsewhere: the trust anchor of whoever issued the record, by a way you trust. The keys in this
folder prove nothing by themselves. And best of all: a checkpoint of the same ledger that somebody kept (step 4).

    set -eu; export LC_ALL=C; work=$(mktemp -d)
    wrong() { echo "WRONG: $*"; exit 2; }
    lacks() { echo "MISSING: $*"; exit 1; }
    for tool in base64 grep od openssl sed sha256sum; do command -v $tool > "$work/told" || lacks "$tool"; done
    unhex() { printf "$(printf '%s' "$1" | sed 's/../\\x&/g')"; }
    sha256() { sha256sum | cut -c 1-64; }

1. Nothing is missing, and the files are the ones that were packed.

    for file in MANIFEST record.pdf record.json keys/{anchor.json,ledger.pem,roots.pem,time-stamping.pem} \
      ledger/{entries,openings} ledger/checkpoints/* checklist/1-*; do
      test -f "$file" || wrong "$file is missing"
    done
    sha256sum --check --strict --quiet MANIFEST || wrong "a file was changed"
    test "$(find . -type f ! -name MANIFEST | wc -l)" -eq "$(wc -l < MANIFEST)" || wrong "a file was added"

2. The keys are among those of your anchor; one written after this bundle may name more. Set ANCHOR to its file first:
   ANCHOR=/path/to/anchor.json

    anchor=${ANCHOR:-keys/anchor.json} own=keys/anchor.json
    test -r "$anchor" || lacks "your anchor, $anchor"
    ledger() { sed -n 's/.*"ledger": "\([^"]*\)".*/\1/p' "$1"; }
    roots() { sed '/"time_stamping"/,$d' "$1" | grep -o -e '-----BEGIN[^"]*'; }
    stamping() { sed -n '/"time_stamping"/,$p' "$1" | grep -o -e '-----BEGIN[^"]*'; }
    test "$(ledger "$anchor")" = "$(ledger "$own")" || wrong "the key of another ledger"
    for keys in roots stamping; do
      test -z "$(comm -13 <("$keys" "$anchor" | sort) <("$keys" "$own" | sort -u))" || wrong "other keys"
    done
    pems() { while IFS= read -r pem; do printf '%b' "$pem"; done; }
    roots "$own" | pems | cmp - keys/roots.pem || wrong "keys/roots.pem"
    stamping "$own" | pems | cmp - keys/time-stamping.pem || wrong "keys/time-stamping.pem"
    ledger "$own" | cut -d + -f 3- | base64 -d | tail -c 32 > "$work/key"
    openssl pkey -pubin -in keys/ledger.pem -outform DER | tail -c 32 | cmp - "$work/key" || wrong "keys/ledger.pem"

3. The ledger's key signed every checkpoint. A checkpoint says, line by line: which ledger, how many entries, and the
   root of the hash tree (RFC 6962) over them; then come the signatures (https://c2sp.org/signed-note).

    signed() {
      sed '/^$/,$d' "$1" > "$work/text"
      sed -n 's/^\xe2\x80\x94 [^ ]* //p' "$1" | base64 -d | tail -c +5 > "$work/signature"
      openssl pkeyutl -verify -pubin -inkey keys/ledger.pem -rawin -in "$work/text" -sigfile "$work/signature"
    }
    for note in ledger/checkpoints/*; do
      signed "$note" > "$work/told" || wrong "$note is not signed by the ledger's key"
      test "$note" = "ledger/checkpoints/$(printf %012d "$(sed -n 2p "$note")")" || wrong "$note has another size"
    done

4. The entries are what the checkpoints sign. In ledger/entries a line is either an entry, or "WIDTH HASH": the hash
   of a complete subtree of that many entries of others. Every entry names the hash of the dossier's entry before it.
   If you hold a checkpoint, set KEPT to its file: KEPT=/path/to/checkpoint

    size=0 revision=0 before=null widths=() hashes=()
    inner() { unhex "01$1$2" | sha256; }
    root() {
      local i r=${hashes[-1]}
      for ((i = ${#hashes[@]} - 2; i >= 0; i--)); do r=$(inner "${hashes[i]}" "$r"); done
      echo "$r"
    }
    signs() { test "$(sed -n 3p "$1" | base64 -d | od -An -v -tx1 | tr -d ' \n')" = "$2"; }
    kept=${KEPT:-}; test -z "$kept" || test -r "$kept" || lacks "your checkpoint, $kept"
    test -z "$kept" || signed "$kept" > "$work/told" || wrong "the ledger's key did not sign $kept"
    while IFS= read -r line; do
      case $line in
        {*)
          width=1 hash=$({ printf '\0'; printf '%s' "$line"; } | sha256) revision=$((revision + 1))
          case $line in
            *"\"previous\":$before,\"revision\":$revision,\"rule\":"*"\"seq\":$((size + 1)),\"shown\":"*) ;;
            *) wrong "entry $((size + 1)) does not follow the one before";;
          esac
          before="\"$hash\"";;
        *) width=${line% *} hash=${line#* };;
      esac
      test $((size % width)) -eq 0 || wrong "no subtree of $width entries starts after entry $size"
      size=$((size + width))
      while [ "${#widths[@]}" -gt 0 ] && [ "${widths[-1]}" = "$width" ]; do
        hash=$(inner "${hashes[-1]}" "$hash") width=$((2 * width))
        unset 'widths[-1]' 'hashes[-1]'
      done
      widths+=("$width") hashes+=("$hash") note=ledger/checkpoints/$(printf %012d "$size")
      if [ -e "$note" ]; then signs "$note" "$(root)" || wrong "$note signs other entries"; last=$note; fi
      if [ -n "$kept" ] && [ "$(sed -n 2p "$kept")" = "$size" ]; then
        signs "$kept" "$(root)" || wrong "$kept signs another history"
        kept=
      fi
    done < ledger/entries
    test "$(sed -n 2p "${last:-/dev/null}")" = "$size" || wrong "no checkpoint signs the last entries"
    test -z "$kept" || wrong "this ledger never came by $kept: cut off, rolled back, older, or another history"

5. What was typed is what the entries commit to: SHA-256 over salt and value. Texts that were erased are not here.

    while IFS= read -r line; do
      field=${line#*\"field\":\"} field=${field%%\"*} salt=${line#*\"salt\":\"} salt=${salt%%\"*}
      seq=${line#*,\"seq\":} seq=${seq%%,*} value=${line#*,\"value\":} value=${value%\}}
      digest=$({ unhex "$salt"; printf '%s' "$value"; } | sha256)
      grep -F "\"seq\":$seq,\"shown\":" ledger/entries | grep -qF "\"$field\":{\"committed\":\"$digest\"}" ||
        wrong "the text $field of entry $seq"
    done < ledger/openings

6. The ledger says that exactly this record was sealed, on this edition of the checklist: the one that the dossier was
   opened on, or had gone over to when the record was asked for. The digest of an edition that stands alone is that of
   its file; one that extends another is named by the digests of both. Look at what follows the sealing: a later
   RecordSealed replaces the record, a RecordWithdrawn takes it back (RecordRenewed adds a time-stamp to it).

    record=$(sha256 < record.pdf) checklist= number=0
    for file in checklist/*; do
      own=$(sha256 < "$file") number=$((number + 1))
      test "$file" = "checklist/$number-${file#*-}" || wrong "$file stands in another place"
      checklist=$(if [ -z "$checklist" ]; then echo "$own"
        else printf 'certflow.extends %s %s' "$checklist" "$own" | sha256; fi)
    done
    sealed=$(grep -E '"kind":"Record(Sealed|Renewed)"' ledger/entries | grep -F "\"sha256\":\"$record\"") ||
      wrong "record.pdf"
    name=$(printf '%s' "$sealed" | head -n 1 | sed 's/.*"record":"\([^"]*\)".*/\1/')
    sed "/\"kind\":\"RecordRequested\".*\"record\":\"$name\"/q" ledger/entries |
      grep -E '"kind":"(DossierOpened|EditionMoved)"' | tail -n 1 | grep -qF "\"checklist_digest\":\"$checklist\"" ||
      wrong "checklist/"
    grep -o -E '"kind":"Record(Sealed|Renewed|Withdrawn)"|"at":"[^"]*"' ledger/entries | grep -B 1 kind

7. The seal was made under the anchor's roots, judged at the time of sealing. Time-stamps may follow it; each covers
   all that was there before it, and the last signature covers the whole file.

    at=$(date -d "$(printf '%s' "$sealed" | sed 's/.*"at":"\([^"]*\)".*/\1/')" +%s)
    ranges=($(grep -a -o '/ByteRange \[[0-9 ]*\]' record.pdf | tr -dc '0-9 \n'))
    for ((i = 0; i < ${#ranges[@]}; i += 4)); do
      first=${ranges[i + 1]} second=${ranges[i + 2]} end=$((ranges[i + 2] + ranges[i + 3]))
      { head -c "$first" record.pdf; head -c "$end" record.pdf | tail -c +$((second + 1)); } > "$work/covered"
      head -c "$second" record.pdf | tail -c +$((first + 1)) | tr -d '<>' > "$work/hex"
      unhex "$(cat "$work/hex")" > "$work/signature.der"
      if [ "$i" -eq 0 ]; then
        openssl cms -verify -cades -binary -inform DER -in "$work/signature.der" -content "$work/covered" \
          -out "$work/told" -CAfile keys/roots.pem -purpose any -attime "$at" || wrong "the seal"
      else
        openssl ts -verify -token_in -in "$work/signature.der" -data "$work/covered" -CAfile keys/time-stamping.pem \
          -attime "$at" || wrong "time-stamp number $((i / 4))"
      fi
    done
    test "${end:-0}" -eq "$(wc -c < record.pdf)" || wrong "no signature covers the end of the file"

8. A PDF validator says the same, and the files inside the record are those beside it.

    for tool in pdfsig pdfdetach; do command -v $tool > "$work/told" || lacks "$tool, or another validator"; done
    pdfsig -nocert record.pdf || wrong "the validator refuses the seal"
    pdfdetach -savefile record.json -o "$work/record.json" record.pdf
    cmp "$work/record.json" record.json || wrong "record.json"
    if grep -qF '"relationship":"Data"' record.json; then  # earlier records carried nothing but their data
      for file in checklist/*; do
        pdfdetach -savefile "${file#checklist/?-}" -o "$work/checklist" record.pdf || wrong "$file has another name"
        cmp "$work/checklist" "$file" || wrong "$file"
      done
    fi

    echo "All of it holds: $size entries, record $record"
"""

#: SHA-256 of every recipe that was ever packed under this form
RECIPES = frozenset(
    {
        # asked for the very anchor of the day; its bundles stay good
        "cf188d3702df418fb9e6303afb6cc1ce1a75636ab037c3d0ac358f0dde3d413f",
        # knew one checklist.yaml, and so no edition that extends another
        "2803621ff942e8487d76df05ede30d147e776de71b0ccf2559d8cf8ec1e8d777",
        # knew no dossier that went over to a later edition
        "03ada6e8d377d7ba37830655813116183d72245cd69160b488cd5dea54cdcbaf",
        # ended without a word where a file was missing
        "c2f5baefe049539e232e9f3326886c236a58185fb671bffd421f3c99f634836d",
        hashlib.sha256(RECIPE.encode()).hexdigest(),
    }
)
