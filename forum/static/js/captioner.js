// The desk of a captioner: Enter sends a line without leaving the page, and what is being typed is
// shown to readers of its language meanwhile.

const form = document.querySelector("[data-captions]");
const { key, text, heard, csrf } = form.elements;
const lines = document.getElementById("captions-lines");
const said = form.querySelector("[data-sent]");
const EVERY = 500; // ms between two partial segments

const segment = (final) => ({
  key: key.value,
  text: text.value,
  language: form.elements.language.value,
  via: form.elements.via.value,
  heard: heard.value,
  final,
});

async function send(body) {
  const answer = await fetch(form.dataset.captions, {
    method: "POST",
    headers: { "content-type": "application/json", "x-csrf-token": csrf.value },
    body: JSON.stringify(body),
  });
  if (!answer.ok) throw new Error((await answer.json()).detail);
}

function show({ text: words, language, heard: who }) {
  const line = document.createElement("li");
  const paragraph = document.createElement("p");
  Object.assign(paragraph, { className: "text", lang: language, dir: "auto" });
  paragraph.textContent = who ? `${who}: ${words}` : words;
  line.append(paragraph);
  lines.append(line);
  if (lines.children.length > 12) lines.firstElementChild.remove();
}

let waiting = 0;
text.addEventListener("input", () => {
  waiting ||= setTimeout(() => {
    waiting = 0;
    // A partial segment that is lost is replaced by the next one.
    if (text.value.trim()) send(segment(false)).catch(() => {});
  }, EVERY);
});

form.addEventListener("submit", async (event) => {
  event.preventDefault();
  const body = segment(true);
  if (!body.text.trim()) return;
  clearTimeout(waiting);
  waiting = 0;
  // The next line can be typed at once; this one comes back if it is refused.
  text.value = "";
  key.value = crypto.randomUUID();
  try {
    await send(body);
    show(body);
    said.textContent = "";
  } catch (error) {
    said.textContent = `${form.dataset.failed} ${error.message ?? ""}`;
    text.value = `${body.text} ${text.value}`.trim();
    key.value = body.key;
  }
  text.focus();
});
