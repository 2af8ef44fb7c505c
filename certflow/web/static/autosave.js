// Saves one question when it changes, by the same POST that the form's button makes.
//
// - The text is kept in sessionStorage until the server has acknowledged it, so a closed lid or a dead link loses nothing.
// - One request at a time, in the order of typing: each carries the revision the reader saw, and gets the next one back.
// - A poor link is tried again after 1, 2, 4 … 60 seconds, and at once when the browser says it is back.
// - What is refused for another reason says so, is kept, and waits until it is typed in again.
// - 409 means somebody else changed the answer: the page that shows both is one link away, nothing is overwritten.

const TYPING = 900; // ms of silence after which a text is saved
const LONGEST = 60_000;
const GIVE_UP = 20_000; // ms after which a request counts as lost

class Autosave {
  constructor(form) {
    this.form = form;
    this.words = form.dataset;
    this.changed = new Set(); // ids of questions not yet acknowledged
    this.stopped = new Map(); // id → why it waits for a person: conflict or refused
    this.busy = false;
    this.wait = 1000;
    form.addEventListener("input", (event) => this.touched(event, TYPING));
    form.addEventListener("change", (event) => this.touched(event, 0));
    form.addEventListener("focusout", () => this.soon(100));
    form.addEventListener("submit", () => this.handOver());
    window.addEventListener("online", () => this.soon(0));
    document.addEventListener("visibilitychange", () => document.hidden && this.soon(0));
    this.restore();
  }

  question(id) {
    return this.form.querySelector(`[data-question="${CSS.escape(id)}"]`);
  }

  touched(event, delay) {
    const question = event.target.closest("[data-question]");
    if (!question || event.target.type === "file") return;
    const id = question.dataset.question;
    if (this.stopped.get(id) === "refused") this.stopped.delete(id);
    this.changed.add(id);
    this.keep(id);
    this.soon(delay);
  }

  soon(delay) {
    clearTimeout(this.timer);
    this.timer = setTimeout(() => this.next(), delay);
  }

  // A date with a day and no month yet is no mistake while somebody is still in it.
  unfinished(id) {
    const question = this.question(id);
    const place = document.activeElement?.closest("[data-row]") ?? question;
    const parts = [...place.querySelectorAll(".cf-part input")];
    const asked = question.querySelector("[type=radio]:checked")?.value ?? "na";
    return asked === "na" && parts.some((part) => part.value === "") && question.contains(document.activeElement);
  }

  async next() {
    if (this.busy) return;
    const id = [...this.changed].find((one) => !this.stopped.has(one) && !this.unfinished(one));
    if (id === undefined) return;
    this.busy = true;
    const typed = this.inputs(id);
    this.say(id, "saving", this.words.saving);
    try {
      await this.answer(id, typed, await this.send(typed));
    } catch {
      this.again(id);
    } finally {
      this.busy = false;
    }
  }

  async send(typed) {
    const body = new URLSearchParams([["csrf_token", this.form.elements.csrf_token.value], ...typed, ["then", "stay"]]);
    return fetch(this.form.action, {
      method: "POST",
      body,
      headers: { Accept: "application/json" },
      credentials: "same-origin",
      redirect: "error",
      signal: AbortSignal.timeout(GIVE_UP),
    });
  }

  async answer(id, typed, response) {
    if (response.status >= 500 || response.status === 408 || response.status === 429) return this.again(id);
    const told = await this.heard(response);
    this.wait = 1000;
    if (told.sign_in) return this.link(id, "kept", this.words.signedOut, told.sign_in, this.words.signIn);
    if (told.conflict) return this.link(id, "conflict", this.words.conflict, told.conflict, this.words.choose);
    if (!response.ok && !told.errors) return this.refused(id, told.text);
    if (response.ok) this.saved(id, typed, told);
    this.wrong(id, told.errors?.[id] ?? "");
    if (!response.ok) this.settled(id, typed);
    this.soon(0);
  }

  // Something between us and the server may answer in its place; only the server's own word counts as saved.
  async heard(response) {
    if (response.headers.get("Content-Type")?.startsWith("application/json")) return response.json();
    if (response.ok) throw new TypeError("not an answer of certflow");
    return {};
  }

  refused(id, sentence) {
    this.stopped.set(id, "refused");
    this.say(id, "kept", [sentence, this.words.refused].filter(Boolean).join(" "));
    this.soon(0);
  }

  saved(id, typed, told) {
    for (const [question, revision] of Object.entries(told.seen ?? {})) {
      const seen = this.form.elements[`seen.${question}`];
      if (seen) seen.value = revision;
    }
    for (const [question, words] of Object.entries(told.answered ?? {})) {
      const place = this.question(question)?.querySelector("[data-answered]");
      if (place) place.textContent = words;
    }
    this.settled(id, typed);
    this.swap("[data-moved]", told.moved);
    if (told.moved) this.link(id, "saved", this.words.saved, "#moved-title", this.words.see);
    else this.say(id, "saved", this.words.saved);
    this.swap("[data-level]", told.level);
    this.swap("[data-state]", told.state);
  }

  // The question is done unless it was typed in again while the request was under way.
  settled(id, typed) {
    if (String(this.inputs(id, false)) !== String(typed.filter(([name]) => !name.startsWith("seen.")))) return;
    this.changed.delete(id);
    sessionStorage.removeItem(this.key(id));
  }

  again(id) {
    this.say(id, "kept", this.words.kept);
    this.soon(this.wait * (0.75 + Math.random() / 2));
    this.wait = Math.min(this.wait * 2, LONGEST);
  }

  // Our own server drew this, with every word in it escaped; an empty text leaves the page as it is.
  swap(place, html) {
    const target = document.querySelector(place);
    if (!target || typeof html !== "string") return;
    const drawn = new DOMParser().parseFromString(html, "text/html");
    target.replaceChildren(...drawn.body.childNodes);
  }

  wrong(id, sentence) {
    const place = this.question(id)?.querySelector("[data-error]");
    if (!place) return;
    place.hidden = sentence === "";
    place.querySelector("[data-sentence]").textContent = sentence;
    this.question(id).classList.toggle("govuk-form-group--error", sentence !== "");
    const described = this.question(id).querySelector("fieldset, input:not([type=hidden]), textarea, select");
    const others = (described.getAttribute("aria-describedby") ?? "").split(" ").filter((one) => one && one !== place.id);
    described.setAttribute("aria-describedby", [...others, ...(sentence ? [place.id] : [])].join(" "));
    if (sentence) this.say(id, "", "");
  }

  say(id, now, words) {
    const place = this.question(id)?.querySelector("[data-saving]");
    if (!place) return;
    place.dataset.now = now;
    place.textContent = words;
  }

  link(id, now, words, href, label) {
    if (now === "conflict") this.stopped.set(id, "conflict");
    this.say(id, now, `${words} `);
    const link = Object.assign(document.createElement("a"), { className: "govuk-link", href, textContent: label });
    this.question(id).querySelector("[data-saving]").append(link);
  }

  // What the question would post now: [name, value] pairs, the seen revision first.
  inputs(id, seen = true) {
    const names = new Set([...this.question(id).querySelectorAll("[name]")].map((input) => input.name));
    return [...new FormData(this.form)].filter(
      ([name, value]) => names.has(name) && typeof value === "string" && (seen || !name.startsWith("seen.")),
    );
  }

  key(id) {
    return `certflow:${this.words.key}:${id}`;
  }

  keep(id, sent = false) {
    try {
      sessionStorage.setItem(this.key(id), JSON.stringify({ inputs: this.inputs(id), sent }));
    } catch {
      // A full or forbidden store only takes the safety net away, not the saving.
    }
  }

  // The button sends the whole form. What was not acknowledged yet stays here, marked, in case the link breaks now.
  handOver() {
    clearTimeout(this.timer);
    this.busy = true;
    for (const id of this.changed) this.keep(id, true);
  }

  // Text that never reached the server comes back with the revision it was typed against, so a newer answer is noticed.
  restore() {
    for (const question of this.form.querySelectorAll("[data-question]")) {
      const id = question.dataset.question;
      const kept = JSON.parse(sessionStorage.getItem(this.key(id)));
      if (!kept) continue;
      if (this.arrived(id, kept)) {
        sessionStorage.removeItem(this.key(id));
        continue;
      }
      this.fill(question, kept.inputs);
      this.changed.add(id);
      this.say(id, "kept", this.words.restored);
    }
    if (this.changed.size) this.soon(1000);
  }

  // Whether the server has what was kept: the same text stands there, or the answer has moved on since the form was sent.
  arrived(id, kept) {
    const typed = kept.inputs.filter(([name]) => !name.startsWith("seen."));
    const seen = Object.fromEntries(kept.inputs)[`seen.${id}`];
    return String(typed) === String(this.inputs(id, false)) || (kept.sent && seen !== this.form.elements[`seen.${id}`].value);
  }

  fill(question, kept) {
    // whoever draws rows makes as many as there were
    question.dispatchEvent(new CustomEvent("restoring", { detail: kept.map(([name]) => name) }));
    for (const input of question.querySelectorAll("[name]")) {
      const values = kept.filter(([name]) => name === input.name).map(([, value]) => value);
      if (input.type === "radio" || input.type === "checkbox") input.checked = values.includes(input.value);
      else if (input.type !== "file" && values.length) input.value = values[0];
    }
  }
}

for (const form of document.querySelectorAll("form[data-autosave]")) new Autosave(form);
