// What the drawings share: data, colours of the current scheme, and the list of charts that follow it.
const data = JSON.parse(document.getElementById("data").textContent);
const charts = [];
const scheme = window.matchMedia("(prefers-color-scheme: dark)");
const metricNames = {pr_auc: "PR-AUC", roc_auc: "ROC-AUC", pr_auc_macro: "PR-AUC", roc_auc_macro: "ROC-AUC"};

function css(name) {
  return getComputedStyle(document.documentElement).getPropertyValue(name).trim();
}

function colour(index) {
  return css("--c" + (index % 8));
}

function element(name, className, text) {
  const made = document.createElement(name);
  if (className) made.className = className;
  if (text !== undefined) made.textContent = text;
  return made;
}

/** Text of a tooltip as nodes: what stands in a name is never markup. */
function tip(lines) {
  const box = element("div", "tip");
  lines.forEach((line, index) => box.append(element(index ? "div" : "b", "", line)));
  return box;
}

function number(value, digits) {
  return typeof value === "number" ? Number(value.toPrecision(digits || 4)).toString() : "–";
}

function figure(section, title, note, size) {
  const made = element("figure", size || "");
  const caption = element("figcaption", "", title);
  if (note) caption.append(element("small", "", note));
  made.append(caption);
  document.querySelector("#" + section + " .charts").append(made);
  return made;
}

function legend(section, names, dots) {
  const list = element("ul", "legend");
  names.forEach((name, index) => {
    const item = element("li");
    const mark = element("i", dots ? "dot" : "");
    mark.dataset.colour = index;
    mark.style.background = colour(index);
    item.append(mark, element("span", "", name));
    list.append(item);
  });
  (typeof section === "string" ? document.querySelector("#" + section + " .charts") : section).append(list);
}

/** Draws into a figure; the option is made anew when the colour scheme changes. */
function chart(holder, height, option, renderer) {
  const canvas = element("div", "canvas");
  canvas.style.height = height + "px";
  holder.append(canvas);
  const drawn = echarts.init(canvas, null, {renderer: renderer || "svg"});
  const entry = {drawn, draw: () => drawn.setOption(Object.assign(basics(), option()), true)};
  entry.draw();
  charts.push(entry);
  return entry;
}

function basics() {
  return {
    animation: false,
    textStyle: {fontFamily: css("--sans"), color: css("--soft")},
    backgroundColor: "transparent",
    aria: {enabled: true},
  };
}

function tooltip(more) {
  return Object.assign({
    confine: true, backgroundColor: css("--card"), borderColor: css("--line"),
    textStyle: {color: css("--ink"), fontSize: 13}, extraCssText: "box-shadow: 0 2px 10px rgba(0,0,0,.18)",
  }, more);
}

function axis(more) {
  return Object.assign({
    axisLine: {lineStyle: {color: css("--line")}}, axisTick: {show: false},
    axisLabel: {color: css("--soft"), fontSize: 11.5, hideOverlap: true},
    splitLine: {lineStyle: {color: css("--line"), type: [2, 4]}},
    nameTextStyle: {color: css("--soft"), fontSize: 11.5},
  }, more);
}

function redraw() {
  document.querySelectorAll("[data-colour]").forEach(mark => { mark.style.background = colour(Number(mark.dataset.colour)); });
  charts.forEach(entry => entry.draw());
}

function resize() {
  charts.forEach(entry => entry.drawn.resize());
}
