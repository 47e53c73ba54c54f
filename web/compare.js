// SPDX-License-Identifier: BSL-1.0
// Overlays the chosen curves. The choice is the page's fragment, #relu,gelu, so that it can be linked and kept.
"use strict";
(() => {
  const data = JSON.parse(document.getElementById("curves").textContent);
  const boxes = [...document.querySelectorAll("input[name=curve]")];
  const slopes = document.getElementById("slopes");
  const svg = document.getElementById("overlay");
  const legend = document.getElementById("legend");
  const figures = document.querySelectorAll("#figures tbody tr");
  const width = 900, height = 520, left = 50, right = 12, top = 12, bottom = 30;
  const colors = 7;
  const dashes = ["", "10 4", "3 3", "12 4 3 4"];

  const element = (name, attributes, text) => {
    const made = document.createElementNS("http://www.w3.org/2000/svg", name);
    for (const [key, value] of Object.entries(attributes)) made.setAttribute(key, value);
    if (text !== undefined) made.textContent = text;
    return made;
  };
  const ticks = (low, high) => {
    const rough = (high - low) / 8, power = 10 ** Math.floor(Math.log10(rough));
    const step = [1, 2, 5, 10].map((f) => f * power).find((s) => s >= rough);
    const result = [];
    for (let i = Math.ceil(low / step - 1e-9); i * step <= high + 1e-9 * step; ++i) result.push(+(i * step).toPrecision(12));
    return result;
  };

  const draw = () => {
    const names = boxes.filter((box) => box.checked).map((box) => box.value);
    const curves = names.flatMap((name, i) => [{ name, i, slope: false, paths: data.curves[name][0] }]
      .concat(slopes.checked ? [{ name, i, slope: true, paths: data.curves[name][1] }] : []));
    let low = Infinity, high = -Infinity;
    for (const curve of curves) for (const path of curve.paths) for (let k = 1; k < path.length; k += 2) {
      low = Math.min(low, path[k]);
      high = Math.max(high, path[k]);
    }
    if (!(low < high)) [low, high] = low === high ? [low - 1, high + 1] : [-1, 1];
    [low, high] = [Math.max(low, -data.most), Math.min(high, data.most)];
    const margin = 0.04 * (high - low);
    low -= margin;
    high += margin;
    const x = (v) => left + (v - data.left) / (data.right - data.left) * (width - left - right);
    const y = (v) => top + (high - v) / (high - low) * (height - top - bottom);

    svg.replaceChildren(element("title", {}, names.length ? `Overlay of ${names.join(", ")}` : "Nothing is chosen"));
    const clip = element("clipPath", { id: "frame" });
    clip.append(element("rect", { x: left, y: top, width: width - left - right, height: height - top - bottom }));
    svg.append(clip);
    for (const v of ticks(data.left, data.right)) {
      svg.append(element("line", { x1: x(v), x2: x(v), y1: top, y2: height - bottom, class: "axis" }));
      svg.append(element("text", { x: x(v), y: height - 8, "text-anchor": "middle" }, v));
    }
    for (const v of ticks(low, high)) {
      svg.append(element("line", { x1: left, x2: width - right, y1: y(v), y2: y(v), class: "axis" }));
      svg.append(element("text", { x: left - 6, y: y(v) + 5, "text-anchor": "end" }, v));
    }
    legend.replaceChildren();
    for (const curve of curves) {
      const d = curve.paths.map((path) => {
        let text = "";
        for (let k = 0; k < path.length; k += 2) text += `${k ? "L" : "M"}${x(path[k]).toFixed(1)} ${y(path[k + 1]).toFixed(1)}`;
        return text;
      }).join("");
      const dash = curve.slope ? "2 5" : dashes[Math.floor(curve.i / colors) % dashes.length];
      const style = `stroke:var(--c${curve.i % colors});fill:none;stroke-width:2.4;stroke-dasharray:${dash || "none"}`;
      svg.append(element("path", { d, style, "clip-path": "url(#frame)", "data-name": curve.name + (curve.slope ? "'" : "") }));
      const item = document.createElement("li");
      const sample = element("svg", { width: 36, height: 10, "aria-hidden": "true" });
      sample.append(element("path", { d: "M0 5H36", style }));
      item.append(sample, " ", curve.name + (curve.slope ? "'" : ""));
      legend.append(item);
    }
    for (const row of figures) row.hidden = !names.includes(row.dataset.name);
    history.replaceState(null, "", names.length ? "#" + names.map(encodeURIComponent).join(",") : "#");
  };

  const read = () => {
    const names = decodeURIComponent(location.hash.slice(1)).split(",");
    const known = names.filter((name) => name in data.curves);
    const chosen = known.length ? known : data.first;
    for (const box of boxes) box.checked = chosen.includes(box.value);
    draw();
  };
  for (const box of boxes) box.addEventListener("change", draw);
  slopes.addEventListener("change", draw);
  document.getElementById("none").addEventListener("click", () => {
    for (const box of boxes) box.checked = false;
    draw();
  });
  window.addEventListener("hashchange", read);
  document.getElementById("chooser").hidden = false;
  read();
})();
