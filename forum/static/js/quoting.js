// Words that are selected in one post become a quote in the reply, by a button below them.

const LONGEST = 2000; // characters, as of quotes of whole posts
const MARKS = /[\\`*~[\]<>&]|(?<![\p{L}\p{N}])_|_(?![\p{L}\p{N}])/gu;
const STARTS = /^([#>+=-]|\d+(?=[.)]))/;

const form = document.getElementById("reply");
const { quote, quoted } = form.dataset;
const { body } = form.elements;
const button = document.createElement("button");
let found;

function shorten(text, lang) {
  if (text.length <= LONGEST) return text;
  const words = new Intl.Segmenter(lang, { granularity: "word" }).segment(text);
  return `${text.slice(0, words.containing(LONGEST).index).trimEnd()}…`;
}

// Each character as it was read: none of them formats anything.
function literal(line) {
  const text = line.trim().replace(MARKS, "\\$&");
  return text.replace(STARTS, (mark) => (/\d/.test(mark) ? `${mark}\\` : `\\${mark}`));
}

/** What is selected and where, if all its words are in one post. */
function chosen() {
  const selection = getSelection();
  if (selection.isCollapsed) return null;
  const range = selection.getRangeAt(0);
  const { startContainer: start } = range;
  const text = (start.closest ? start : start.parentElement).closest("#posts .text");
  const words = selection.toString().trim();
  if (!text || !words) return null;
  const rest = range.cloneRange();
  rest.setStartAfter(text); // a whole paragraph, selected at once, ends where the next thing begins
  const over = rest.toString().trim();
  return ["", quote].includes(over) ? { text, words, post: text.closest("article"), range } : null;
}

Object.assign(button, { type: "button", className: "button quiet take", textContent: quote });
button.addEventListener("pointerdown", (event) => event.preventDefault()); // keeps the selection

function place() {
  const { post, text, range } = found;
  (text.closest(".pair") ?? text).after(button); // the next stop of the keyboard
  const words = [...range.getClientRects()].pop() ?? range.getBoundingClientRect();
  const frame = post.getBoundingClientRect();
  const most = frame.width - button.offsetWidth;
  const left = words.left - frame.left + (words.width - button.offsetWidth) / 2;
  button.style.left = `${Math.max(0, Math.min(left, most))}px`;
  button.style.top = `${words.bottom - frame.top}px`;
}

function look() {
  if (document.activeElement === button) return;
  found = chosen();
  if (found) place();
  else button.remove();
}

function markdown({ post, text, words }) {
  const name = literal(post.querySelector(".who").textContent);
  const url = post.querySelector(".when").getAttribute("href");
  const who = `[${name}](${url})`;
  const begin = "translation" in text.dataset ? quoted.replace("{name}", () => who) : `${who}:`;
  const lines = shorten(words, text.lang).split(/\n/).map(literal);
  const parts = lines.join("\n").replace(/\n{3,}/g, "\n\n").split("\n");
  return [begin, "", ...parts].map((line) => `> ${line}`.trimEnd()).join("\n");
}

button.addEventListener("click", async () => {
  const text = markdown(found);
  getSelection().removeAllRanges();
  body.focus(); // fetches the other parts of the editor, and with them the draft there is
  button.remove();
  await form.parts?.catch(() => {});
  const before = body.value.trimEnd();
  body.value = `${before}${before && "\n\n"}${text}\n\n`;
  body.setSelectionRange(body.value.length, body.value.length);
  body.scrollTop = body.scrollHeight;
  body.dispatchEvent(new Event("input", { bubbles: true }));
});
button.addEventListener("blur", () => setTimeout(look));
document.addEventListener("selectionchange", look);
