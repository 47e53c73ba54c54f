// SPDX-License-Identifier: BSL-1.0
// Sorting and filtering of the table; without this script it is a plain table in the order of the catalogue.
"use strict";
(() => {
  const table = document.getElementById("cards");
  const body = table.tBodies[0];
  const rows = [...body.rows];
  const status = document.getElementById("status");

  const value = (row, column) => {
    const cell = row.cells[column];
    const number = cell.dataset.value;
    return number === undefined ? cell.textContent.trim().toLowerCase() : number === "" ? NaN : Number(number);
  };
  const compare = (a, b) => {
    if (typeof a === "string") return a < b ? -1 : a > b ? 1 : 0;
    if (Number.isNaN(a) || Number.isNaN(b)) return Number.isNaN(a) - Number.isNaN(b);
    return a < b ? -1 : a > b ? 1 : 0;
  };
  const unknown = (v) => typeof v === "number" && Number.isNaN(v);

  const sort = (header, column) => {
    const down = header.getAttribute("aria-sort") === "ascending";
    for (const other of table.tHead.rows[0].cells) other.removeAttribute("aria-sort");
    header.setAttribute("aria-sort", down ? "descending" : "ascending");
    const order = rows.map((row, place) => ({ row, place, key: value(row, column) }));
    order.sort((a, b) => {
      if (unknown(a.key) || unknown(b.key)) return unknown(a.key) - unknown(b.key) || a.place - b.place;
      return (down ? -1 : 1) * compare(a.key, b.key) || a.place - b.place;
    });
    body.append(...order.map((one) => one.row));
    status.textContent = `sorted by ${header.textContent.trim()}, ${down ? "largest" : "smallest"} first`;
  };
  [...table.tHead.rows[0].cells].forEach((header, column) => {
    if (header.dataset.sort === undefined) return;
    const button = document.createElement("button");
    button.type = "button";
    button.append(...header.childNodes);
    button.addEventListener("click", () => sort(header, column));
    header.append(button);
  });

  const text = document.getElementById("filter");
  const smooth = document.getElementById("smooth");
  const filter = () => {
    const words = text.value.toLowerCase().split(/\s+/).filter(Boolean);
    let shown = 0;
    for (const row of rows) {
      const fits = words.every((word) => row.dataset.words.includes(word)) &&
        (smooth.value === "" || row.dataset.smooth === smooth.value);
      row.hidden = !fits;
      shown += fits;
    }
    status.textContent = `${shown} of ${rows.length} shown`;
  };
  text.addEventListener("input", filter);
  smooth.addEventListener("change", filter);
  document.getElementById("controls").hidden = false;
  filter();
})();
