const find = (id) => document.getElementById(id);
const data = JSON.parse(find("data").textContent);
const byName = new Map(data.functions.map((each) => [each.name, each]));
const narrow = matchMedia("(max-width: 46rem)");
let chosen = null;
let ask = null; // of Python, once it runs

function make(tag, text = "", more = {}) {
  const element = Object.assign(document.createElement(tag), more);
  element.textContent = text;
  return element;
}

function list() {
  for (const [category, question] of Object.entries(data.chapters)) {
    const names = make("ul");
    for (const each of data.functions.filter((one) => one.category === category)) {
      const item = make("li");
      item.append(make("a", each.name, { href: `#${each.name}`, title: each.help }));
      names.append(item);
    }
    find("names").append(make("h3", category, { title: question }), names);
  }
  find("search").addEventListener("input", search);
}

function search() {
  const words = find("search").value.toLowerCase().split(/\s+/);
  let found = 0;
  for (const link of find("names").querySelectorAll("a")) {
    const each = byName.get(link.textContent);
    const said = `${each.name} ${each.help} ${each.question}`.toLowerCase();
    link.parentElement.hidden = !words.every((word) => said.includes(word));
    found += !link.parentElement.hidden;
  }
  for (const title of find("names").querySelectorAll("h3")) {
    title.hidden = !title.nextElementSibling.querySelector("li:not([hidden])");
  }
  find("none").hidden = found > 0;
}

function choose() {
  chosen = byName.get(location.hash.slice(1)) ?? data.functions[0];
  document.title = `${chosen.name}: betahedge calculator`;
  for (const link of find("names").querySelectorAll("a")) {
    if (link.textContent === chosen.name) link.setAttribute("aria-current", "page");
    else link.removeAttribute("aria-current");
  }
  find("name").textContent = chosen.name;
  find("question").textContent = chosen.question;
  find("help").textContent = chosen.help;
  find("result").textContent = `${chosen.result[0].toUpperCase()}${chosen.result.slice(1)}.`;
  find("form").replaceChildren(...chosen.arguments.map(field));
  find("examples").replaceChildren(...chosen.examples.map(example));
  about();
  fill(chosen.examples[chosen.worked]);
  find("list").open = !narrow.matches;
}

function field(argument) {
  const { name, unit, help, must, required, words } = argument;
  const row = make("div", "", { className: "field" });
  const input = make("textarea", "", { id: `of-${name}`, rows: 1, spellcheck: false });
  input.placeholder = required ? "" : argument.default;
  input.setAttribute("aria-describedby", `about-${name}`);
  input.addEventListener("input", answer);
  const must_ = words.length ? words.join(", ") : `${must}${unit ? ` (${unit})` : ""}`;
  const said = `${help}; ${must_}${required ? "" : `; if blank: ${argument.default}`}`;
  row.append(make("label", name, { htmlFor: input.id }), input);
  row.append(make("p", said, { id: `about-${name}`, className: "small" }));
  return row;
}

function example(each) {
  const item = make("li");
  const button = make("button", each.formula, { type: "button", title: each.formula });
  button.addEventListener("click", () => {
    fill(each);
    find("answer-title").scrollIntoView({ block: "nearest" });
  });
  item.append(button);
  return item;
}

function about() {
  const lines = [["Formula", chosen.formula], ["Source", chosen.source]].filter(([, text]) => text);
  find("about").replaceChildren(
    ...lines.flatMap(([title, text]) => [make("h3", title), make("p", text, { className: "small" })]),
  );
}

function inputs() {
  return [...find("form").querySelectorAll("textarea")];
}

function fill(each) {
  inputs().forEach((input, index) => (input.value = each.form[index] ?? ""));
  answer();
}

function answer() {
  if (!ask) return;
  const found = JSON.parse(ask(chosen.name, JSON.stringify(inputs().map((input) => input.value))));
  find("answer").replaceChildren(block(found.rows));
  find("reasons").replaceChildren(...found.reasons.map((reason) => make("li", reason)));
  find("formula").value = found.formula;
  find("native").value = found.native;
  find("native-line").hidden = !found.native;
  find("no-native").hidden = Boolean(found.native) || found.reasons.length > 0;
}

function block(rows) {
  if (rows.length === 1 && rows[0].length === 1) return make("p", rows[0][0]);
  const isText = (cell) => cell === "" || Number.isNaN(Number(cell));
  const table = make("table");
  rows.forEach((row, index) => {
    const line = make("tr");
    const tag = index === 0 && row.every(isText) ? "th" : "td";
    line.append(...row.map((cell) => make(tag, cell, { className: isText(cell) ? "text" : "" })));
    table.append(line);
  });
  return table;
}

async function copy(button) {
  const text = find(button.dataset.copies);
  text.select();
  try {
    await navigator.clipboard.writeText(text.value);
    button.textContent = "Copied";
  } catch {
    button.textContent = "Selected"; // the browser does not let a page copy
  }
  setTimeout(() => (button.textContent = "Copy"), 2000);
}

async function unpack(name) {
  const text = find(`runtime-${name}`).textContent;
  const packed = Uint8Array.from(atob(text), (letter) => letter.charCodeAt(0));
  const stream = new Blob([packed]).stream().pipeThrough(new DecompressionStream("gzip"));
  return new Response(stream).arrayBuffer();
}

async function load(name) {
  return import(URL.createObjectURL(new Blob([await unpack(name)], { type: "text/javascript" })));
}

async function start() {
  // Pyodide fetches its own files: it is given those that stand in the page.
  globalThis.fetch = async (address) =>
    new Response(await unpack(String(address).split("/").pop()), {
      headers: { "Content-Type": "application/wasm" },
    });
  const { loadPyodide } = await load("pyodide.mjs");
  const python = await loadPyodide({
    indexURL: "page:/",
    lockFileContents: find("runtime-lock").textContent,
    createPyodideModule: (await load("pyodide.asm.mjs")).default,
  });
  python.runPython(JSON.parse(find("program").textContent));
  ask = python.globals.get("answer");
}

list();
for (const button of document.querySelectorAll("[data-copies]")) {
  button.addEventListener("click", () => copy(button));
}
find("form").addEventListener("submit", (event) => event.preventDefault());
const pyodide = JSON.parse(find("runtime-lock").textContent).version;
find("made").textContent =
  `betahedge ${data.version}, MIT licence. The page carries Pyodide ${pyodide} (MPL 2.0) and ` +
  "Python (PSF licence), unchanged.";
addEventListener("hashchange", choose);
choose();
try {
  await start();
  find("state").textContent = "Ready.";
  answer();
} catch (error) {
  find("state").textContent = `This browser cannot run the page (${error}); use a newer one.`;
}
