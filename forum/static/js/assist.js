// Suggests whom to mention (“@…” in the text) and tags that exist, while somebody types: a listbox at
// the caret, by keyboard as in w3.org/WAI/ARIA/apg/patterns/combobox. Without it, one types on.

const WAIT = 150; // milliseconds without a key before anything is asked
const CALL = /(?:^|[^\p{L}\p{N}@._/-])@([\p{L}\p{N}_-]{0,60})$/u;
const TAG = /(?:^|[,،、])\s*#?([^,،、]{1,40})$/u;
const LOOK = ["font", "lineHeight", "padding", "border", "boxSizing", "direction", "letterSpacing"];

/** Where the caret of a text area stands, from the top of it, in pixels. */
function below(area) {
  const twin = document.createElement("div");
  const style = getComputedStyle(area);
  for (const name of LOOK) twin.style[name] = style[name];
  Object.assign(twin.style, { position: "absolute", visibility: "hidden", whiteSpace: "pre-wrap" });
  twin.style.inlineSize = `${area.offsetWidth}px`;
  twin.textContent = `${area.value.slice(0, area.selectionStart)}|`;
  document.body.append(twin);
  const height = Math.min(twin.offsetHeight - area.scrollTop, area.offsetHeight);
  twin.remove();
  return area.offsetTop + height;
}

function suggest(field, { typed, ask, label, put, name }) {
  const list = document.createElement("ul");
  let asking = new AbortController();
  let timer, chosen;

  Object.assign(list, { id: `${field.id}-suggestions`, hidden: true, className: "suggestions" });
  list.setAttribute("role", "listbox");
  list.setAttribute("aria-label", name);
  field.after(list);
  field.parentElement.classList.add("near");
  field.setAttribute("aria-autocomplete", "list");
  field.setAttribute("aria-controls", list.id);
  field.autocomplete = "off";

  function choose(option) {
    chosen?.setAttribute("aria-selected", "false");
    chosen = option;
    chosen?.setAttribute("aria-selected", "true");
    chosen?.scrollIntoView({ block: "nearest" });
    if (chosen) field.setAttribute("aria-activedescendant", chosen.id);
    else field.removeAttribute("aria-activedescendant");
  }

  function show(items) {
    list.replaceChildren(
      ...items.map((item, index) => {
        const option = document.createElement("li");
        Object.assign(option, { id: `${list.id}-${index}`, dir: "auto", textContent: label(item) });
        option.setAttribute("role", "option");
        option.onclick = () => take(item);
        option.take = option.onclick;
        return option;
      }),
    );
    list.hidden = !items.length;
    choose(list.firstElementChild);
    if (field.tagName === "TEXTAREA" && items.length) list.style.insetBlockStart = `${below(field)}px`;
  }

  function take(item) {
    const end = field.selectionStart;
    const text = put(item);
    field.setRangeText(text, end - typed(field.value.slice(0, end)).length, end, "end");
    field.dispatchEvent(new Event("input", { bubbles: true }));
    show([]);
    field.focus();
  }

  async function look() {
    asking.abort();
    asking = new AbortController();
    const begin = typed(field.value.slice(0, field.selectionStart));
    if (begin === null) return show([]);
    try {
      const answer = await fetch(ask(begin), { signal: asking.signal });
      if (!answer.ok) return show([]);
      const { items } = await answer.json();
      show(document.activeElement === field ? items : []);
    } catch {
      // Another key was pressed, or the line is away.
    }
  }

  field.addEventListener("input", () => {
    clearTimeout(timer);
    timer = setTimeout(look, WAIT);
  });
  field.addEventListener("keydown", (event) => {
    if (list.hidden || event.isComposing) return;
    const { nextElementSibling: next, previousElementSibling: before } = chosen;
    if (event.key === "ArrowDown") choose(next ?? list.firstElementChild);
    else if (event.key === "ArrowUp") choose(before ?? list.lastElementChild);
    else if (event.key === "Escape") show([]);
    else if (event.key === "Enter" || event.key === "Tab") chosen.take();
    else return;
    event.preventDefault();
  });
  field.addEventListener("blur", () => setTimeout(() => show([]), WAIT));
  list.addEventListener("pointerdown", (event) => event.preventDefault());
}

export default function wire(form) {
  const { about, members, tags } = form.dataset;
  const text = form.elements.body;
  if (about) {
    suggest(text, {
      typed: (before) => before.match(CALL)?.[1] ?? null,
      ask: (q) => `/api/v1/suggestions/members?${about}&${new URLSearchParams({ q })}`,
      label: ({ name, handle }) => `${name} @${handle}`,
      put: ({ handle }) => `${handle} `,
      name: members,
    });
  }
  if (form.elements.tags) {
    suggest(form.elements.tags, {
      typed: (before) => before.match(TAG)?.[1] ?? null,
      ask: (q) => `/api/v1/suggestions/tags?${new URLSearchParams({ q })}`,
      label: ({ tag }) => `#${tag}`,
      put: ({ tag }) => tag,
      name: tags,
    });
  }
}
