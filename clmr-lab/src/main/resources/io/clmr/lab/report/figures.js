// Scores with intervals over a setting: joined points if it is a number, else one line a value.
function intervalBars(series, index, upright) {
  const points = series.points.filter(point => point.low !== undefined);
  return {
    type: "custom", name: series.name, silent: true, z: 1,
    data: points.map(point => upright ? [point.x, 100 * point.low, 100 * point.high] : [100 * point.low, point.x, 100 * point.high]),
    renderItem: (params, api) => {
      const a = upright ? api.coord([api.value(0), api.value(1)]) : api.coord([api.value(0), api.value(1)]);
      const b = upright ? api.coord([api.value(0), api.value(2)]) : api.coord([api.value(2), api.value(1)]);
      const style = {stroke: colour(index), lineWidth: 1.5, opacity: .65};
      const line = (x1, y1, x2, y2) => ({type: "line", shape: {x1, y1, x2, y2}, style});
      const cap = 4;
      return {type: "group", children: upright
        ? [line(a[0], a[1], b[0], b[1]), line(a[0] - cap, a[1], a[0] + cap, a[1]), line(b[0] - cap, b[1], b[0] + cap, b[1])]
        : [line(a[0], a[1], b[0], b[1]), line(a[0], a[1] - cap, a[0], a[1] + cap), line(b[0], b[1] - cap, b[0], b[1] + cap)]};
    },
  };
}

function pointSeries(series, index, upright) {
  return {
    type: upright ? "line" : "scatter", name: series.name, color: colour(index), symbol: series.reference ? "diamond" : "circle",
    symbolSize: upright ? 8 : 11, showSymbol: true, z: 3,
    lineStyle: {width: 2, type: series.reference ? [5, 4] : "solid"},
    itemStyle: series.reference ? {color: css("--card"), borderColor: colour(index), borderWidth: 2} : {},
    data: series.points.map(point => ({value: upright ? [point.x, 100 * point.mean] : [100 * point.mean, point.x], point})),
  };
}

/** The axis covers every interval, which a custom series does not ask for by itself. */
function extent(shown) {
  const all = shown.series.flatMap(series => series.points.flatMap(point => [point.low, point.high, point.mean])).filter(value => value !== undefined);
  const low = 100 * Math.min(...all), high = 100 * Math.max(...all);
  const step = [.1, .2, .5, 1, 2, 5, 10, 20].find(size => (high - low) / size <= 8) || 20;
  return {min: step * Math.floor(low / step), max: step * Math.ceil(high / step + .1), interval: step,
    axisLabel: {color: css("--soft"), fontSize: 11.5, formatter: value => String(Number(value.toFixed(1)))}};
}

function mostNameWidth() {
  return Math.min(220, window.innerWidth * .3);
}

/** What the chart's own estimate gives is too narrow for some fonts. */
function nameWidth(names) {
  const pen = document.createElement("canvas").getContext("2d");
  pen.font = "12px " + getComputedStyle(document.body).fontFamily;
  return 14 + Math.min(mostNameWidth(), Math.max(...names.map(name => pen.measureText(name).width)));
}

function figureOption(shown) {
  const upright = shown.numeric;
  const value = axis({type: "value", ...extent(shown), name: metricNames[shown.metric] || shown.metric, nameLocation: "middle", nameGap: upright ? 34 : 26});
  const setting = axis({type: "category", data: shown.x, splitLine: {show: !upright, lineStyle: {color: css("--line"), type: [2, 4]}},
    inverse: !upright, boundaryGap: true,
    axisLabel: {color: css(upright ? "--soft" : "--ink"), fontSize: 12, interval: 0, hideOverlap: upright, width: upright ? undefined : mostNameWidth(), overflow: upright ? "none" : "truncate"},
    name: upright ? shown.x_name : "", nameLocation: "middle", nameGap: 28});
  return {
    grid: upright ? {left: 22, right: 18, top: 12, bottom: 26, containLabel: true} : {left: nameWidth(shown.x), right: 18, top: 12, bottom: 44},
    tooltip: tooltip({trigger: "item", formatter: item => {
      const point = item.data.point;
      const lines = [item.seriesName, shown.x[point.x] + ": " + (100 * point.mean).toFixed(1)];
      if (point.low !== undefined) lines.push("95 %: " + (100 * point.low).toFixed(1) + " to " + (100 * point.high).toFixed(1));
      lines.push(point.runs === 1 ? "one run" : point.runs + " runs");
      return tip(lines);
    }}),
    xAxis: upright ? setting : value,
    yAxis: upright ? value : setting,
    series: shown.series.flatMap((series, index) => [intervalBars(series, index, upright), pointSeries(series, index, upright)]),
  };
}

function drawFigures() {
  data.figures.forEach(shown => {
    const holder = figure("figures", shown.title, metricNames[shown.metric] || shown.metric, shown.numeric ? "half" : "");
    if (shown.series.length > 1 || shown.numeric) legend(holder, shown.series.map(series => series.name), true);
    chart(holder, shown.numeric ? 320 : 70 + 34 * shown.x.length, () => figureOption(shown));
  });
}
