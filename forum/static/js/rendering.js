// What the server makes of a text: a preview above the editor, and the language it takes it for.

const PAUSE = 1500; // milliseconds without a key
const ENOUGH = 30; // characters more, before a language is recognised anew

export default function wire(form) {
  const { body, language, csrf } = form.elements;
  const place = form.querySelector("[data-recognised]");
  const own = language.options[1]; // the first that the member reads
  let timer;
  let known = 0;

  async function render() {
    const headers = { "content-type": "application/json", "x-csrf-token": csrf.value };
    const draft = JSON.stringify({ body: body.value, language: language.value });
    const answer = await fetch("/api/v1/preview", { method: "POST", headers, body: draft });
    if (!answer.ok) throw answer;
    return answer.json();
  }

  function show({ html, language: tag }, name) {
    const shown = form.querySelector("#preview") ?? document.createElement("section");
    const heading = document.createElement("h2");
    const text = document.createElement("div");
    heading.textContent = name;
    Object.assign(text, { className: "text", lang: tag, dir: "auto", innerHTML: html }); // sanitised there
    Object.assign(shown, { id: "preview", className: "preview", tabIndex: -1, ariaLabel: name });
    shown.replaceChildren(heading, text);
    body.closest(".field").before(shown);
    shown.focus();
  }

  form.addEventListener("submit", async (event) => {
    const { submitter } = event;
    if (submitter?.value !== "preview" || "plain" in submitter.dataset) return;
    event.preventDefault();
    try {
      show(await render(), submitter.textContent);
    } catch (answer) {
      if (!answer.status) return; // the line is away
      submitter.dataset.plain = ""; // sent as a form, it is answered by a page that says what is wrong
      form.requestSubmit(submitter);
    }
  });

  function tell(tag) {
    const name = [...language.options].find((one) => one.value === tag)?.text ?? tag;
    place.replaceChildren(place.dataset.recognised.replace("{language}", name));
    if (!own || own.value === tag) return;
    const other = document.createElement("button");
    other.textContent = place.dataset.rather.replace("{language}", own.text);
    Object.assign(other, { type: "button", className: "button quiet" });
    other.onclick = () => {
      language.value = own.value;
      language.dispatchEvent(new Event("input", { bubbles: true }));
      language.focus();
    };
    place.append(" ", other);
  }

  async function recognise() {
    const { length } = body.value.trim();
    if (language.value || Math.abs(length - known) < ENOUGH) return;
    known = length;
    await render().then((found) => language.value || tell(found.language), () => {});
  }

  form.addEventListener("input", () => {
    if (language.value) place.replaceChildren();
    clearTimeout(timer);
    timer = setTimeout(recognise, PAUSE);
  });
}
