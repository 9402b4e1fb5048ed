// Comforts of forms: they are sent once, long texts are counted, and what was typed outlives a
// closed tab or a lost line.

const number = new Intl.NumberFormat(document.documentElement.lang);

function sendOnce(form) {
  const button = form.querySelector(".button");
  const label = button.innerHTML;
  let sent = false;
  const ready = () => {
    sent = false;
    button.innerHTML = label;
    button.removeAttribute("aria-disabled");
  };
  form.addEventListener("submit", (event) => {
    if (sent) return event.preventDefault();
    sent = true;
    button.textContent = form.dataset.once;
    button.setAttribute("aria-disabled", "true");
    setTimeout(ready, 15000);
  });
  addEventListener("pageshow", ready);
}

function count(area) {
  const place = area.parentElement.querySelector("[data-count]");
  const limit = +area.dataset.limit;
  const tell = () => {
    const used = [...area.value].length;
    const words = place.dataset.count;
    place.textContent = words.replace("{used}", number.format(used)).replace("{limit}", number.format(limit));
    place.classList.toggle("wrong", used > limit);
    area.setCustomValidity(used > limit ? place.textContent : "");
  };
  area.addEventListener("input", tell);
  if (area.value) tell();
}

// A draft remembers the text it began from, and comes back only where that is still what is there.
function keepDraft(form) {
  const fields = [...form.querySelectorAll("textarea, input[type=text]")];
  const key = (field) => `draft ${form.dataset.draft} ${field.name}`;
  for (const field of fields) {
    const base = field.value;
    const draft = JSON.parse(localStorage.getItem(key(field)));
    if (draft && draft.base === base) {
      field.value = draft.text;
      field.dispatchEvent(new Event("input"));
    } else localStorage.removeItem(key(field));
    field.addEventListener("input", () => {
      localStorage.setItem(key(field), JSON.stringify({ base, text: field.value }));
    });
  }
  form.addEventListener("submit", () => {
    sessionStorage.setItem("sent", JSON.stringify({ from: location.href, keys: fields.map(key) }));
  });
}

// Arriving from the form somewhere else, and without complaints, means that the text was taken.
function dropSentDrafts() {
  const { from, keys } = JSON.parse(sessionStorage.getItem("sent")) ?? {};
  const came = from && document.referrer === from.split("#")[0] && location.href !== from;
  if (came && !document.querySelector(".errors")) keys.forEach((key) => localStorage.removeItem(key));
  sessionStorage.removeItem("sent");
}

try {
  dropSentDrafts();
  document.querySelectorAll("form[data-draft]").forEach(keepDraft);
} catch {
  // Storage is switched off or full: forms work without drafts.
}
document.querySelectorAll("form[data-once]").forEach(sendOnce);
document.querySelectorAll("[data-limit]").forEach(count);
