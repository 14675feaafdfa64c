// Tags, best first: the chosen encoder as bars, the others as marks on the same scale.
function tagRows(column, state) {
  const chosen = column.encoders[state.encoder];
  const others = column.encoders.map(encoder => new Map(encoder.scores.map(score => [score.tag, score])));
  return [...chosen.scores].filter(score => typeof score[state.metric] === "number").sort((a, b) => b[state.metric] - a[state.metric])
    .map(score => ({tag: score.tag, positives: score.positives, values: others.map(scores => (scores.get(score.tag) || {})[state.metric])}));
}

function tagOption(column, state) {
  const rows = tagRows(column, state);
  const marks = column.encoders.map((encoder, index) => index).filter(index => index !== state.encoder);
  const narrow = window.innerWidth < 720;
  return {
    grid: {left: narrow ? 100 : 160, right: 22, top: 26, bottom: 6},
    tooltip: tooltip({trigger: "axis", axisPointer: {type: "shadow", shadowStyle: {color: css("--wash"), opacity: .7}}, formatter: items => {
      const row = rows[items[0].dataIndex];
      return tip([row.tag, ...column.encoders.map((encoder, index) => encoder.name + ": " + (typeof row.values[index] === "number" ? (100 * row.values[index]).toFixed(1) : "–")), row.positives + " test clips have it"]);
    }}),
    xAxis: axis({type: "value", min: 0, max: 100, position: "top"}),
    yAxis: axis({type: "category", inverse: true, data: rows.map(row => row.tag), axisLine: {show: false}, splitLine: {show: false},
      axisLabel: {color: css("--ink"), fontSize: 12, interval: 0, width: narrow ? 92 : 150, overflow: "truncate"}}),
    series: [
      {type: "bar", name: column.encoders[state.encoder].name, color: colour(state.encoder), barWidth: "62%", z: 2,
        itemStyle: {borderRadius: [0, 3, 3, 0], opacity: marks.length ? .55 : .85},
        data: rows.map(row => 100 * row.values[state.encoder]),
        markLine: state.metric !== "roc_auc" ? undefined : {silent: true, symbol: "none", data: [{xAxis: 50}], label: {show: false}, lineStyle: {color: css("--soft"), type: [5, 4], width: 1}}},
      ...marks.map(index => ({type: "scatter", name: column.encoders[index].name, color: colour(index), symbolSize: 9, z: 3, symbol: index < 8 ? "circle" : "diamond",
        itemStyle: {borderColor: css("--card"), borderWidth: 1}, data: rows.map(row => typeof row.values[index] === "number" ? 100 * row.values[index] : null)})),
    ],
  };
}

function select(choices, chosen, label) {
  const made = element("select");
  made.setAttribute("aria-label", label);
  choices.forEach((choice, index) => {
    const option = element("option", "", choice);
    option.value = index;
    option.selected = index === chosen;
    made.append(option);
  });
  return made;
}

function drawTags() {
  data.tags.filter(column => column.encoders.some(encoder => encoder.scores.length)).forEach(column => {
    column.encoders = column.encoders.filter(encoder => encoder.scores.length);
    const means = column.encoders.map(encoder => encoder.scores.reduce((sum, score) => sum + (Number(score.pr_auc) || 0), 0) / encoder.scores.length);
    const state = {metric: "pr_auc", encoder: means.indexOf(Math.max(...means))};
    const holder = figure("tags", data.tags.length > 1 ? "Protocol " + column.column : "Score of each tag", column.encoders.length > 1 ? "bars: the chosen encoder, marks: the others" : "", "");
    const controls = element("span", "controls");
    const metrics = select(["PR-AUC", "ROC-AUC"], 0, "Metric");
    const encoders = select(column.encoders.map(encoder => encoder.name), state.encoder, "Bars show");
    controls.append(metrics, " ", column.encoders.length > 1 ? encoders : "");
    holder.querySelector("figcaption").append(controls);
    if (column.encoders.length > 1) legend(holder, column.encoders.map(encoder => encoder.name), true);
    const most = Math.max(...column.encoders.map(encoder => encoder.scores.length));
    const entry = chart(holder, 44 + 21 * most, () => tagOption(column, state));
    metrics.addEventListener("change", () => { state.metric = metrics.value === "0" ? "pr_auc" : "roc_auc"; entry.draw(); });
    encoders.addEventListener("change", () => { state.encoder = Number(encoders.value); entry.draw(); });
  });
}
