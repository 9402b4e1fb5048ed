// Suggestions while somebody types in a search field: an ARIA combobox (w3.org/WAI/ARIA/apg).

const WAIT = 150; // milliseconds without a key before anything is asked

function combobox(field, number) {
  const list = document.createElement("ul");
  let asking = new AbortController();
  let timer, chosen;

  Object.assign(list, { id: `suggestions-${number}`, hidden: true, className: "suggestions" });
  list.setAttribute("role", "listbox");
  list.setAttribute("aria-label", field.dataset.suggest);
  field.after(list);
  const marks = { role: "combobox", "aria-autocomplete": "list", "aria-controls": list.id };
  for (const [name, value] of Object.entries(marks)) field.setAttribute(name, value);

  function choose(option) {
    chosen?.setAttribute("aria-selected", "false");
    chosen = option;
    chosen?.setAttribute("aria-selected", "true");
    chosen?.scrollIntoView({ block: "nearest" });
    if (chosen) field.setAttribute("aria-activedescendant", chosen.id);
    else field.removeAttribute("aria-activedescendant");
  }

  function show(open) {
    list.hidden = !open;
    field.setAttribute("aria-expanded", String(open));
    choose(null);
  }

  function option({ kind, text, language, url }, index) {
    const item = document.createElement("li");
    Object.assign(item, { id: `${list.id}-${index}`, dir: "auto" });
    item.setAttribute("role", "option");
    item.setAttribute("aria-selected", "false");
    if (language) item.lang = language;
    item.dataset.url = url;
    item.textContent = kind === "tag" ? `#${text}` : text;
    return item;
  }

  async function ask() {
    asking.abort();
    asking = new AbortController();
    const q = field.value.trim();
    if (!q) return show(false);
    const address = `/api/v1/search/suggest?${new URLSearchParams({ q })}`;
    try {
      const answer = await fetch(address, { signal: asking.signal });
      if (!answer.ok) return show(false);
      const { items } = await answer.json();
      list.replaceChildren(...items.map(option));
      show(items.length > 0 && document.activeElement === field);
    } catch {
      // Another key was pressed, or the network is away: the field works without suggestions.
    }
  }

  function step(by) {
    const options = [...list.children];
    const at = options.indexOf(chosen) + by;
    // One place more than there are options: there nothing is chosen, and Enter searches.
    choose(options[chosen || by > 0 ? at : options.length - 1] ?? null);
  }

  field.addEventListener("input", () => {
    clearTimeout(timer);
    timer = setTimeout(ask, WAIT);
  });
  field.addEventListener("keydown", (event) => {
    if (list.hidden || event.isComposing) return;
    if (event.key === "ArrowDown") step(1);
    else if (event.key === "ArrowUp") step(-1);
    else if (event.key === "Escape") show(false);
    else if (event.key === "Enter" && chosen) location.assign(chosen.dataset.url);
    else return;
    event.preventDefault();
  });
  field.addEventListener("blur", () => show(false));
  list.addEventListener("pointerdown", (event) => event.preventDefault());
  list.addEventListener("click", ({ target }) => location.assign(target.dataset.url));
  show(false);
}

document.querySelectorAll("[data-suggest]").forEach(combobox);
