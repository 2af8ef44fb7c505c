// While a record is being made the page asks for itself again: after 2 s at first, then ever more rarely, at most every
// 30 s, and not while the tab is hidden. When the work is over the whole page is loaded, for its buttons and its title.

const place = () => document.querySelector("[data-record]");
let wait = 2000;

async function look() {
  if (!document.hidden) {
    try {
      const response = await fetch(location.href, { credentials: "same-origin", redirect: "error", cache: "no-cache" });
      if (response.ok) {
        const found = new DOMParser().parseFromString(await response.text(), "text/html").querySelector("[data-record]");
        if (found?.dataset.record !== "pending") return location.reload();
        place().replaceChildren(...found.childNodes);
      }
    } catch {
      // No link just now; the next look may have one.
    }
    wait = Math.min(wait * 1.4, 30_000);
  }
  setTimeout(look, wait);
}

if (place()?.dataset.record === "pending") setTimeout(look, wait);
