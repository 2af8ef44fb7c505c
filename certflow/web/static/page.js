// Small comforts on every page; each page works without them.

// The error summary takes focus, so that a screen reader starts there after a refused form.
document.querySelector("[data-problems]")?.focus();

// A link to an input puts the cursor into it, and its label in view.
document.addEventListener("click", (event) => {
  const link = event.target.closest?.("[data-problems] a[href^='#']");
  const input = link && document.getElementById(decodeURIComponent(link.hash.slice(1)));
  if (!input) return;
  event.preventDefault();
  (input.closest("fieldset, .govuk-form-group") ?? input).scrollIntoView();
  input.focus({ preventScroll: true });
});

// An open menu closes on Escape and on a click elsewhere.
const menus = () => document.querySelectorAll("details.cf-menu[open]");
document.addEventListener("keydown", (event) => {
  if (event.key !== "Escape") return;
  for (const menu of menus()) {
    menu.open = false;
    menu.querySelector("summary").focus();
  }
});
document.addEventListener("click", (event) => {
  for (const menu of menus()) if (!menu.contains(event.target)) menu.open = false;
});

// A form is sent once: a second press within the same page does nothing. Autosave and going back make it whole again.
document.addEventListener("submit", (event) => {
  const form = event.target;
  if (form.dataset.sent) event.preventDefault();
  else form.dataset.sent = "yes";
});

// A folded section brings its tasks when it is opened; without this its link leads to them.
for (const fold of document.querySelectorAll("details[data-fragment]")) {
  fold.addEventListener("toggle", async () => {
    const address = fold.dataset.fragment;
    if (!fold.open || !address) return;
    delete fold.dataset.fragment;
    try {
      const answer = await fetch(address, { redirect: "error" });
      if (!answer.ok) throw new Error(String(answer.status));
      fold.querySelector(".cf-fold__body").innerHTML = await answer.text();
    } catch {
      fold.dataset.fragment = address;
    }
  });
}

// Whoever signs out leaves nothing typed behind in this tab.
document.querySelector("form[data-sign-out]")?.addEventListener("submit", () => sessionStorage.clear());

window.addEventListener("pageshow", () => {
  for (const form of document.querySelectorAll("form[data-sent]")) delete form.dataset.sent;
});
