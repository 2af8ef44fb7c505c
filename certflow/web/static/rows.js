// Adds and removes rows of a table without asking the server; without this file the same buttons ask it.
//
// A row is made from the last one, emptied. Names, ids and labels carry the row's number, so they are written anew whenever
// rows move. Autosave hears of it as of any other change.

const NUMBERED = ["id", "name", "for", "aria-describedby"];

class Rows {
  constructor(place) {
    this.place = place;
    this.stem = `${place.dataset.rows}.`;
    this.body = place.querySelector("tbody");
    place.addEventListener("click", (event) => this.pressed(event));
    place.closest("[data-question]")?.addEventListener("restoring", (event) => this.make(event.detail));
  }

  pressed(event) {
    const button = event.target.closest("button[name=row]");
    if (!button) return;
    event.preventDefault();
    if (button.value.startsWith("add:")) this.add().querySelector("input, select, textarea").focus();
    else this.remove(button.closest("tr"));
  }

  add() {
    const row = this.body.lastElementChild.cloneNode(true);
    for (const input of row.querySelectorAll("input, textarea")) input.value = "";
    for (const choice of row.querySelectorAll("select")) choice.selectedIndex = 0;
    this.body.append(row);
    this.number();
    return row;
  }

  remove(row) {
    if (this.body.children.length === 1) this.add();
    const next = row.nextElementSibling ?? row.previousElementSibling;
    row.remove();
    this.number();
    next.querySelector("button[name=row]").focus();
    next.dispatchEvent(new Event("change", { bubbles: true }));
  }

  number() {
    [...this.body.children].forEach((row, at) => this.renumber(row, String(at + 1)));
  }

  renumber(row, number) {
    const before = `${this.stem}${row.dataset.row}.`;
    const after = `${this.stem}${number}.`;
    for (const place of row.querySelectorAll("*")) {
      for (const name of NUMBERED) {
        const value = place.getAttribute(name);
        if (value?.startsWith(before)) place.setAttribute(name, after + value.slice(before.length));
      }
    }
    for (const place of row.querySelectorAll("[data-number]")) place.textContent = number;
    const button = row.querySelector("button[name=row]");
    button.value = button.value.replace(/\d+$/, number);
    row.dataset.row = number;
  }

  // Text that comes back from this browser may have had more rows than the page, or fewer.
  make(names) {
    const rows = names.filter((name) => name.startsWith(this.stem)).map((name) => parseInt(name.slice(this.stem.length), 10));
    const wanted = Math.max(1, ...rows.filter(Number.isInteger));
    while (this.body.children.length < wanted) this.add();
    while (this.body.children.length > wanted) this.body.lastElementChild.remove();
  }
}

for (const place of document.querySelectorAll("[data-rows]")) new Rows(place);
