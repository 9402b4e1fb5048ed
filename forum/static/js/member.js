// What waits on this device: sent when the line is there, cleared when its member signs out.

const form = document.querySelector("[data-outbox]");
const { outbox, member, sent, refused, show } = form.dataset;

function tell(kind, words, url) {
  const notice = document.createElement("p");
  const text = document.createElement("span");
  Object.assign(notice, { className: `notice ${kind}`, role: "status" });
  text.textContent = `${words} `;
  if (url) {
    const link = document.createElement("a");
    Object.assign(link, { href: url, textContent: show });
    text.append(link);
  }
  notice.append(text);
  document.getElementById("main").prepend(notice);
}

// What the server never takes goes back into the form that it came from; what was written in a room
// is shown.
function giveBack({ place, body, refused: why }, url) {
  const isJson = body.startsWith("{");
  for (const [name, text] of Object.entries(isJson ? JSON.parse(body) : {})) {
    localStorage[`draft ${member} ${place} ${name}`] = JSON.stringify({ base: "", text });
  }
  if (!isJson) why += ` ${new URLSearchParams(body).get("text") ?? ""}`;
  tell("warning", refused.replace("{reason}", why), url);
}

async function sendWaiting() {
  if (!localStorage.outbox) return;
  const { flush, forget, waiting } = await import(outbox);
  const done = await flush({ member, csrf: form.elements.csrf.value });
  for (const { ok, said } of done) if (ok) tell("success", sent, said.url);
  const left = await waiting();
  for (const entry of left.filter((one) => one.refused && one.member === member)) {
    giveBack(entry, entry.page);
    await forget(entry.key);
  }
  if (left.every((one) => one.refused)) delete localStorage.outbox;
}

const trySending = () => sendWaiting().catch(console.warn); // again when the line is back

async function clear() {
  const kept = Object.keys(localStorage).filter((key) => key.startsWith("draft "));
  for (const key of kept) delete localStorage[key];
  if (localStorage.outbox) await (await import(outbox)).forget();
  delete localStorage.outbox;
}

form.addEventListener("submit", (event) => {
  event.preventDefault();
  clear().catch(console.warn).finally(() => form.submit());
});
addEventListener("online", trySending);
trySending();
