// Sends a post without leaving the page; where the line is away, keeps it until it is back.

const COUNTED = ["csrf", "once", "file", "press"]; // fields that are not of the post

function post(form) {
  const fields = Object.fromEntries(new FormData(form));
  for (const name of COUNTED) delete fields[name];
  return JSON.stringify({ ...fields, ...JSON.parse(form.dataset.with) });
}

function where({ url, topic_id: topic, id }) {
  return topic ? `/t/${topic}?at=${id}#p${id}` : url;
}

async function keep(form, { enqueue, forget }, entry) {
  await enqueue(entry);
  localStorage.outbox = entry.member;
  (await navigator.serviceWorker?.getRegistration())?.sync?.register("outbox").catch(() => {});
  form.dispatchEvent(new Event("sent"));
  form.elements.once.value = crypto.randomUUID(); // what is written next is another post
  const text = form.elements.body.value;
  form.reset();
  form.elements.body.value = "";

  const place = form.querySelector("[data-kept]");
  const back = document.createElement("button");
  Object.assign(back, { type: "button", className: "button quiet", textContent: place.dataset.back });
  place.replaceChildren(`${place.dataset.waits} `, back);
  back.onclick = async () => {
    await forget(entry.key);
    form.elements.body.value = text;
    form.elements.body.dispatchEvent(new Event("input", { bubbles: true }));
    form.elements.body.focus();
  };
  addEventListener("online", () => place.replaceChildren(), { once: true });
}

export default function wire(form) {
  const { send, draft, keep: place } = form.dataset;
  if (!send || !globalThis.indexedDB) return;
  const outbox = import(form.dataset.outbox); // now, while there is a line
  let busy = false;

  function instead(submitter) {
    form.dataset.send = "";
    busy = false;
    form.requestSubmit(submitter);
  }

  async function attempt(submitter) {
    await form.saving; // so that the draft that is posted is the newest one
    const body = post(form);
    const headers = { "content-type": "application/json", "x-csrf-token": form.elements.csrf.value };
    const key = form.elements.once.value;
    let answer;
    try {
      answer = await fetch(send, { method: "POST", body, headers: { ...headers, "idempotency-key": key } });
    } catch {
      const entry = { key, url: send, body, headers, member: draft.split(" ")[0], place };
      return keep(form, await outbox, { ...entry, page: location.pathname });
    }
    if (answer.ok) {
      form.dispatchEvent(new Event("sent"));
      return location.assign(where(await answer.json()));
    }
    instead(submitter); // sent as a form, it is answered by a page that says what is wrong
  }

  form.addEventListener("submit", (event) => {
    if (busy) return event.preventDefault();
    if (!form.dataset.send || event.submitter?.name === "press" || form.elements.file?.value) return;
    event.preventDefault();
    busy = true;
    attempt(event.submitter)
      .catch(() => instead(event.submitter)) // nothing can be kept here
      .finally(() => {
        busy = false;
        form.dispatchEvent(new Event("ready"));
      });
  });
}
