// Files for a text: chosen, pasted or dropped; sent at once, and shown where the cursor was.

function insert(area, markdown) {
  const { selectionStart: at, selectionEnd: end, value } = area;
  const before = at && value[at - 1] !== "\n" ? "\n\n" : "";
  area.setRangeText(`${before}${markdown}\n`, at, end, "end");
  area.dispatchEvent(new Event("input", { bubbles: true }));
}

function send(file, csrf, progress) {
  const request = new XMLHttpRequest(); // fetch tells no progress of what is sent
  const done = new Promise((resolve, reject) => {
    request.onload = () => (request.status === 201 ? resolve : reject)(request.response);
    request.onerror = () => reject();
    request.onabort = () => reject({ stopped: true });
  });
  request.upload.onprogress = ({ loaded, total }) => (progress.value = loaded / total);
  request.responseType = "json";
  request.open("POST", `/api/v1/uploads?name=${encodeURIComponent(file.name)}`);
  request.setRequestHeader("x-csrf-token", csrf);
  request.setRequestHeader("content-type", "application/octet-stream");
  request.send(file);
  return { done, stop: () => request.abort() };
}

function line(place, words, name, ...parts) {
  const item = document.createElement("li");
  const label = document.createElement("bdi");
  const [before, after] = words.split("{name}");
  label.textContent = name;
  item.append(before, label, after, ...parts);
  place.append(item);
  return item;
}

/** A field for what a picture shows, for those who do not see it; it changes the picture's Markdown. */
function words(area, markdown) {
  const field = document.createElement("label");
  const input = document.createElement("input");
  let now = markdown;
  input.addEventListener("input", () => {
    const text = input.value.replace(/[\\[\]`*_<>]/g, "\\$&");
    const next = now.replace(/^!\[.*\](?=\()/s, () => `![${text}]`);
    area.value = area.value.replace(now, () => next);
    now = next;
    area.dispatchEvent(new Event("input", { bubbles: true }));
  });
  field.append(area.form.querySelector("[data-uploads]").dataset.words, input);
  return field;
}

function wire(field, form) {
  const area = form.querySelector("textarea[name=body]");
  const { csrf } = form.elements;
  const place = field.querySelector(".sending");
  const { most, large, sending, sent, lost, stop } = field.dataset;

  async function take(file) {
    if (file.size > most) return line(place, large, file.name).classList.add("wrong");
    const progress = document.createElement("progress");
    const end = document.createElement("button");
    const { done, stop: halt } = send(file, csrf.value, progress);
    Object.assign(end, { type: "button", className: "button quiet", textContent: stop });
    end.onclick = halt;
    const item = line(place, sending, file.name, " ", progress, " ", end);
    try {
      const { markdown } = await done;
      insert(area, markdown);
      const told = line(place, sent, file.name);
      if (markdown.startsWith("!")) told.append(" ", words(area, markdown));
    } catch (problem) {
      if (problem?.detail) line(place, "{name}: ", file.name, problem.detail).classList.add("wrong");
      else if (!problem?.stopped) line(place, lost, file.name).classList.add("wrong");
    }
    if (item.contains(document.activeElement)) area.focus();
    item.remove();
  }

  async function takeAll(files) {
    place.replaceChildren();
    for (const file of [...files]) await take(file); // one by one, in order
  }

  const input = field.querySelector("input[type=file]");
  input.addEventListener("change", async () => {
    const files = [...input.files];
    input.value = ""; // sent once: not with the form again
    await takeAll(files);
  });
  area.addEventListener("paste", (event) => {
    if (!event.clipboardData.files.length || event.clipboardData.types.includes("text/plain")) return;
    event.preventDefault();
    takeAll(event.clipboardData.files);
  });
  area.addEventListener("dragover", (event) => {
    if (event.dataTransfer.types.includes("Files")) event.preventDefault();
  });
  area.addEventListener("drop", (event) => {
    if (!event.dataTransfer.files.length) return;
    event.preventDefault();
    takeAll(event.dataTransfer.files);
  });
}

export default (form) => form.querySelectorAll("[data-uploads]").forEach((one) => wire(one, form));
