// Runs in the page: folding of lines, moving between cells, and the panel with a cell's evidence. Everything from data is set as text.
"use strict";
(() => {
  const data = JSON.parse(document.getElementById("evidence").textContent);
  const text = (number) => data.texts[number];
  const panel = document.getElementById("panel");
  const panelBody = document.getElementById("panel-body");
  const table = document.querySelector("table.matrix");
  const WORDS = { survives: "survives", slow: "survives, but misses its objective", unknown: "not known, so not accepted", lost: "lost", untouched: "not hit" };
  const SYMBOLS = { survives: "\u2713", slow: "!", unknown: "?", lost: "\u2715", untouched: "\u00b7" };
  let chosen;

  const make = (tag, className, ...children) => {
    const element = document.createElement(tag);
    if (className) element.className = className;
    element.append(...children);
    return element;
  };
  const badge = (state) => make("span", `badge ${state}`, `${SYMBOLS[state]} ${WORDS[state]}`);
  const term = (title, ...content) => [make("dt", "", title), make("dd", "", ...content)];

  function figure(number, objective) {
    const [value, basis, source, missed] = data.figures[number];
    const line = make("span", "", make("strong", missed ? "bad" : "", text(value)), ...(objective === undefined ? [] : [make("span", "objective", ` / ${objective}`)]));
    const cite = text(source) === "" ? [] : [" ", make("cite", "", `(${text(source)})`)];
    return [line, make("span", "reason", text(basis), ...cite)];
  }

  function copies(of) {
    if (of.length === 0) return make("p", "note", "No copy of it is in the graph.");
    return make("ul", "copies", ...of.map(([mechanism, kind, where, name, immutable, counts]) => {
      const at = text(name) === "" ? "" : `, ${text(name)}`;
      const facts = [text(kind), ...(immutable ? ["immutable"] : []), ...(counts ? [] : ["does not count: a link is off or not known"])].join(", ");
      return make("li", counts ? "" : "off", make("strong", "", text(mechanism)), ` in ${text(where)}${at} (${facts})`);
    }));
  }

  function entry([resource, disaster, state, rpo, rto, reason, path, fix]) {
    const [name, type, holds, where] = data.resources[resource].map(text);
    const [title, rpoObjective, rtoObjective, back] = data.disasters[disaster].map(text);
    const list = make("dl", "");
    list.append(
      ...term("If", title),
      ...term("Its RPO / objective", ...figure(rpo, rpoObjective)),
      ...term("Its RTO", ...figure(rto)),
      ...term("The whole service is back after / objective", make("strong", "", back), make("span", "objective", ` / ${rtoObjective}`)),
      ...term("Reason", text(reason)),
      ...(path.length === 0 ? [] : term("Evidence path", make("ol", "path", ...path.map((step) => make("li", "", text(step)))))),
      ...(fix < 0 ? [] : term("Fix", make("strong", "", text(fix)))),
      ...term("All its copies", copies(data.copies[resource])),
    );
    return make("article", "", make("h3", "", name), make("p", "kind", `${type}, holds ${holds}; ${where}`), make("p", "", badge(text(state))), list);
  }

  const columnOf = (cell) => cell.cellIndex - 1;

  function show(cell) {
    if (chosen) chosen.removeAttribute("aria-selected");
    chosen = cell;
    cell.setAttribute("aria-selected", "true");
    const row = cell.parentElement;
    const column = columnOf(cell);
    const found = data.cells[`${row.dataset.row},${column}`];
    panelBody.replaceChildren();
    if (found) {
      const [more, ...entries] = found;
      panelBody.append(...entries.map(entry));
      if (more > 0) panelBody.append(make("p", "note", `${more} more are summed up in this cell; all are in the JSON report (--format json).`));
    } else {
      const head = table.tHead.rows[1].cells[column];
      panelBody.append(make("article", "", make("h3", "", row.cells[0].textContent.trim()), make("p", "", badge("untouched")), make("p", "", `If ${head.title}, it is not hit: nothing has to be recovered.`)));
    }
    panel.hidden = false;
    document.body.classList.add("with-panel");
    panelBody.scrollTop = 0;
    cell.scrollIntoView({ block: "nearest", inline: "nearest" });
    panel.focus({ preventScroll: true });
  }

  function hide() {
    panel.hidden = true;
    document.body.classList.remove("with-panel");
    if (chosen) {
      chosen.removeAttribute("aria-selected");
      chosen.focus();
    }
  }

  function focusCell(cell) {
    table.querySelectorAll('td[tabindex="0"]').forEach((other) => other.setAttribute("tabindex", "-1"));
    cell.setAttribute("tabindex", "0");
    cell.focus();
  }

  const lines = () => [...table.querySelectorAll("tbody:not([hidden]) > tr[data-row]")];

  function move(cell, key, far) {
    const row = cell.parentElement;
    const all = lines();
    const at = all.indexOf(row);
    const last = row.cells.length - 1;
    const across = { ArrowLeft: Math.max(1, cell.cellIndex - 1), ArrowRight: Math.min(last, cell.cellIndex + 1), Home: 1, End: last }[key];
    const down = { ArrowUp: at - 1, ArrowDown: at + 1, PageUp: at - 10, PageDown: at + 10 }[key];
    const to = far && key === "Home" ? 0 : far && key === "End" ? all.length - 1 : Math.min(all.length - 1, Math.max(0, down ?? at));
    focusCell(all[to].cells[across ?? cell.cellIndex]);
  }

  if (table) {
    table.querySelectorAll("button.unfold").forEach((button) => {
      const inner = document.getElementById(button.getAttribute("aria-controls"));
      const fold = (open) => {
        inner.hidden = !open;
        button.setAttribute("aria-expanded", String(open));
      };
      fold(false);
      button.addEventListener("click", () => fold(inner.hidden));
    });
    const first = table.querySelector("tr[data-row] > td");
    if (first) first.setAttribute("tabindex", "0");
    const cellOf = (event) => event.target.closest("tr[data-row] > td");
    table.addEventListener("click", (event) => {
      const cell = cellOf(event);
      if (!cell) return;
      focusCell(cell);
      show(cell);
    });
    table.addEventListener("keydown", (event) => {
      const cell = cellOf(event);
      if (!cell) return;
      if (event.key === "Enter" || event.key === " ") show(cell);
      else if (/^(Arrow|Page)|^(Home|End)$/.test(event.key)) move(cell, event.key, event.ctrlKey);
      else return;
      event.preventDefault();
    });
  }
  document.getElementById("panel-close").addEventListener("click", hide);
  document.addEventListener("keydown", (event) => {
    if (event.key === "Escape" && !panel.hidden) hide();
  });
  const printed = window.matchMedia("print");
  const openAll = () => printed.matches && document.querySelectorAll("details.timeline").forEach((one) => one.setAttribute("open", ""));
  printed.addEventListener("change", openAll);
})();
