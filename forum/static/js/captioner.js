// The desk of a captioner: Enter sends a line without leaving the page, and what is being typed is
// shown to readers of its language meanwhile.

const form = document.querySelector("[data-captions]");
const { key, text, heard, csrf } = form.elements;
const lines = document.getElementById("captions-lines");
const said = form.querySelector("[data-sent]");
const EVERY = 500; // ms between two partial segments
const TRIES = 6; // to send a line when there is no connection
const PAUSE = 1000; // ms between two of them

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

// The key lets a line whose answer was lost be sent again: it is stored once.
async function sendSurely(body) {
  for (let tries = 1; ; tries += 1) {
    try {
      return await send(body);
    } catch (error) {
      const isAway = error instanceof TypeError; // there was no answer
      if (!isAway || tries === TRIES) throw error;
      await new Promise((resolve) => setTimeout(resolve, PAUSE));
    }
  }
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

let last = Promise.resolve(); // all is sent in the order in which it was written
let linesLeft = 0; // that are on their way
let waiting = 0;
text.addEventListener("input", () => {
  waiting ||= setTimeout(() => {
    waiting = 0;
    // A partial segment that is lost is replaced by the next one.
    if (!linesLeft && text.value.trim()) last = last.then(() => send(segment(false))).catch(() => {});
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
  linesLeft += 1;
  const sent = last.then(() => sendSurely(body));
  last = sent.catch(() => {});
  try {
    await sent;
    show(body);
    said.textContent = "";
  } catch (error) {
    said.textContent = `${form.dataset.failed} ${error.message ?? ""}`;
    // With what was typed since, it is another segment.
    if (!text.value.trim()) key.value = body.key;
    text.value = `${body.text} ${text.value}`.trim();
  }
  linesLeft -= 1;
  text.focus();
});
