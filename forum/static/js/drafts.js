// Saves the draft on the server after every pause, and never over that of another window.

const PAUSE = 3000; // milliseconds without a key
const NAMES = ["title", "body", "kind", "language", "tags"];

export default function wire(form) {
  const { keep, look } = form.dataset;
  const place = form.querySelector("[data-kept]");
  if (!keep || !place) return;
  const url = `/api/v1/me/drafts/${keep}`;
  const { draft, csrf, version: base } = form.elements;
  const words = place.dataset;
  let timer;
  let asked = false; // which of two drafts is wanted

  const fields = NAMES.map((name) => form.elements[name]).filter(Boolean);
  const read = () => Object.fromEntries(fields.map(({ name, value }) => [name, value]));
  let saved = JSON.stringify(read());

  function say(text, ...more) {
    if (place.textContent !== text) place.replaceChildren(text, ...more);
  }

  function button(text, act) {
    const made = document.createElement("button");
    Object.assign(made, { type: "button", className: "button quiet", textContent: text });
    made.onclick = () => {
      asked = false;
      say("");
      act();
      form.elements.body.focus();
    };
    return made;
  }

  function fill({ text, version }) {
    for (const field of fields) if (text[field.name]) field.value = text[field.name];
    draft.value = version;
    saved = JSON.stringify(read());
    form.elements.body.dispatchEvent(new Event("input", { bubbles: true }));
    say(words.yours);
  }

  function ask(theirs) {
    asked = true;
    const show = button(words.show, () => fill(theirs));
    const mine = button(words.mine, () => {
      draft.value = theirs.version;
      form.saving = save();
    });
    say(`${words.other} `, show, " ", mine);
  }

  async function load() {
    const answer = await fetch(url);
    if (answer.status === 404) draft.value = 0; // posted or deleted elsewhere
    return answer.ok ? answer.json() : null;
  }

  async function save() {
    const text = read();
    const now = JSON.stringify(text);
    if (asked || now === saved) return;
    const headers = {
      "content-type": "application/json",
      "x-csrf-token": csrf.value,
      "if-match": `"v${draft.value}"`,
    };
    const empty = !text.body.trim() && !text.title?.trim();
    const body = JSON.stringify({ ...text, base: +base?.value || null });
    const how = empty ? { method: "DELETE", headers } : { method: "PUT", headers, body };
    try {
      const answer = await fetch(url, how);
      if (answer.status === 412) {
        const theirs = await load();
        if (theirs) ask(theirs);
      } else if (answer.ok) {
        draft.value = empty ? 0 : (await answer.json()).version;
        saved = now;
        say(empty ? "" : words.saved);
      }
    } catch {
      // The line is away: the text stays on this device, and the next pause tries again.
    }
  }

  form.addEventListener("input", () => {
    if (!asked && localStorage) say(words.device);
    clearTimeout(timer);
    timer = setTimeout(() => (form.saving = save()), PAUSE);
  });
  addEventListener("online", () => (form.saving = save()));
  form.addEventListener("submit", ({ submitter }) => {
    if (submitter?.name !== "press") clearTimeout(timer);
  });

  async function restore() {
    const theirs = await load();
    if (!theirs) return;
    const text = form.elements.body.value;
    if (!text || text === theirs.text.body) fill(theirs);
    else ask(theirs);
  }
  if (look && draft.value === "0") return restore().catch(() => {});
}
