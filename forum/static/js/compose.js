// Forms: sent once, texts kept on this device, parts of the editor fetched when it is used.

function sendOnce(form) {
  const button = form.querySelector(".button");
  const label = [...button.childNodes];
  const ready = () => {
    button.replaceChildren(...label);
    button.disabled = false;
  };
  form.addEventListener("submit", ({ submitter }) => {
    if (submitter?.name === "press") return;
    button.textContent = form.dataset.once;
    if (!submitter?.name) button.disabled = true; // else its value is lost
    setTimeout(ready, 15000);
  });
  form.addEventListener("ready", ready);
  addEventListener("pageshow", ready);
}

// A draft remembers the text it began from, and comes back only in its place.
function keepDraft(form) {
  const fields = [...form.querySelectorAll("textarea, input[type=text]")];
  const key = (field) => `draft ${form.dataset.draft} ${field.name}`;
  for (const field of fields) {
    const base = field.value;
    const draft = JSON.parse(localStorage[key(field)] ?? null);
    if (draft?.base === base) field.value = draft.text;
    field.addEventListener("input", () => {
      localStorage[key(field)] = JSON.stringify({ base, text: field.value });
    });
  }
  form.addEventListener("submit", ({ submitter }) => {
    if (submitter?.name === "press") return;
    sessionStorage.sent = JSON.stringify({ from: location.href, keys: fields.map(key) });
  });
  form.addEventListener("sent", () => fields.forEach((field) => delete localStorage[key(field)]));
}

// Who comes from a form to another address, without errors, was heard.
function dropSentDrafts() {
  const { from, keys } = JSON.parse(sessionStorage.sent ?? "{}");
  const heard = from !== location.href && from?.split("#")[0] === document.referrer;
  if (heard && !document.querySelector(".errors")) keys.forEach((key) => delete localStorage[key]);
  delete sessionStorage.sent;
}

function fetchParts(form) {
  const part = async (url) => (await import(url)).default(form);
  const get = () => {
    form.parts ??= Promise.all(form.dataset.parts.split(" ").map(part));
  };
  form.addEventListener("focusin", get);
  form.addEventListener("dragenter", get);
  if (form.contains(document.activeElement)) get();
}

try {
  dropSentDrafts();
  document.querySelectorAll("[data-draft]").forEach(keepDraft);
} catch {
  // Storage is off or full: forms work without drafts.
}
document.querySelectorAll("[data-once]").forEach(sendOnce);
document.querySelectorAll("[data-parts]").forEach(fetchParts);
