// Forms: sent once, long texts counted, drafts kept.

const number = new Intl.NumberFormat(document.documentElement.lang);

function sendOnce(form) {
  const button = form.querySelector(".button");
  const label = button.textContent;
  const ready = () => {
    button.textContent = label;
    button.disabled = false;
  };
  form.addEventListener("submit", () => {
    button.textContent = form.dataset.once;
    button.disabled = true;
    setTimeout(ready, 15000);
  });
  addEventListener("pageshow", ready);
}

function count(area) {
  const place = area.parentElement.querySelector("[data-count]");
  const { limit } = area.dataset;
  area.addEventListener("input", () => {
    const used = [...area.value].length;
    const words = place.dataset.count.replace("{used}", number.format(used));
    place.textContent = words.replace("{limit}", number.format(limit));
    place.classList.toggle("wrong", used > limit);
    area.setCustomValidity(used > limit ? place.textContent : "");
  });
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
  form.addEventListener("submit", () => {
    sessionStorage.sent = JSON.stringify({ from: location.href, keys: fields.map(key) });
  });
}

// Who comes from a form to another address, without errors, was heard.
function dropSentDrafts() {
  const { from, keys } = JSON.parse(sessionStorage.sent ?? "{}");
  const heard = from !== location.href && from?.split("#")[0] === document.referrer;
  if (heard && !document.querySelector(".errors")) keys.forEach((key) => delete localStorage[key]);
  delete sessionStorage.sent;
}

try {
  dropSentDrafts();
  document.querySelectorAll("[data-draft]").forEach(keepDraft);
} catch {
  // Storage is off or full: forms work without drafts.
}
document.querySelectorAll("[data-once]").forEach(sendOnce);
document.querySelectorAll("[data-limit]").forEach(count);
