// Loss and health of the runs: one panel a figure, one line a run.
const panels = {
  loss: ["Loss", "of each batch"],
  contrastive_top1: ["Top-1", "views whose nearest view is the same clip’s"],
  alignment: ["Alignment", "lower: a clip’s views lie closer"],
  uniformity: ["Uniformity", "lower: clips are spread more evenly"],
  effective_rank: ["Effective rank", "directions in use"],
  learning_rate: ["Learning rate", ""],
  views_per_second: ["Speed", "views a second"],
  pr_auc_macro: ["Online probe, PR-AUC", "validation clips"],
  roc_auc_macro: ["Online probe, ROC-AUC", "validation clips"],
};
const unplotted = ["epoch", "chance", "eta_seconds", "elapsed_seconds", "waiting_share"];

/** Mean over a window of a fifteenth of the line, so that long and short runs look equally calm. */
function smoothed(points) {
  const rate = 1 / Math.max(1, points.length / 15);
  let mean = 0, weight = 0;
  return points.map(([step, value]) => {
    mean += rate * (value - mean);
    weight += rate * (1 - weight);
    return [step, mean / weight];
  });
}

function lineSeries(run, index, key) {
  const points = run.curves[key] || [];
  const calm = points.length > 20 && !["learning_rate", "pr_auc_macro", "roc_auc_macro"].includes(key);
  const base = {type: "line", showSymbol: points.length < 2, symbolSize: 6, sampling: "lttb", color: colour(index)};
  const drawn = [];
  if (calm) drawn.push({...base, name: run.name, data: points, silent: true, lineStyle: {width: 1, opacity: .3}});
  drawn.push({...base, name: run.name, data: calm ? smoothed(points) : points, lineStyle: {width: 2}});
  if (key === "loss" && run.curves.chance) {
    drawn.push({...base, name: run.name + ", chance", data: run.curves.chance, silent: true, lineStyle: {width: 1, type: [5, 4], opacity: .8}});
  }
  return drawn;
}

function trainingOption(key, wide) {
  return {
    grid: {left: 4, right: 14, top: 12, bottom: wide ? 22 : 4, containLabel: true},
    tooltip: tooltip({trigger: "axis", formatter: items => {
      const lines = new Map();
      items.forEach(item => lines.set(item.seriesName, item.value[1]));
      return tip(["Step " + (items.length ? items[0].value[0] : ""), ...[...lines].map(([name, value]) => name + ": " + number(value))]);
    }}),
    xAxis: axis({type: "value", max: "dataMax", splitLine: {show: false}, name: wide ? "step" : "", nameLocation: "middle", nameGap: 24}),
    yAxis: axis({type: "value", scale: true, splitNumber: 4}),
    series: data.runs.flatMap((run, index) => lineSeries(run, index, key)),
  };
}

function drawTraining() {
  if (!data.runs.length) return;
  if (data.runs.length > 1) legend("training", data.runs.map(run => run.name));
  const found = new Set(data.runs.flatMap(run => Object.keys(run.curves)));
  const keys = [...Object.keys(panels), ...[...found].filter(key => !(key in panels) && !unplotted.includes(key))];
  keys.filter(key => found.has(key)).forEach(key => {
    const [title, note] = panels[key] || [key.replaceAll("_", " "), ""];
    const wide = key === "loss";
    chart(figure("training", title, note, wide ? "" : "third"), wide ? 300 : 170, () => trainingOption(key, wide));
  });
}
