// Tracks in a plane, coloured by one tag or by the commonest ones.
const colouredTags = 7;

function mapSeries(map, choice) {
  const named = choice === 0 ? map.tags.slice(0, colouredTags).map((tag, index) => index) : [choice - 1];
  // the rarest of the coloured tags says most about a track that has several
  const groups = map.points.map(point => Math.max(-1, ...named.filter(tag => point[3].includes(tag))));
  const series = (name, tag, index) => ({
    type: "scatter", name, symbolSize: map.points.length > 800 ? 5 : 8, z: tag < 0 ? 1 : 2,
    itemStyle: tag < 0 ? {color: css("--c7"), opacity: .35} : {color: colour(index), opacity: .85, borderColor: css("--card"), borderWidth: .5},
    data: map.points.filter((point, n) => groups[n] === tag).map(point => ({value: [point[0], point[1]], point})),
  });
  return [...named.map((tag, index) => series(map.tags[tag], tag, index)), series(map.tags.length ? "other" : "tracks", -1, 7)];
}

function mapOption(map, choice) {
  const hidden = {type: "value", scale: true, show: false};
  return {
    grid: {left: 8, right: 8, top: 8, bottom: 8},
    tooltip: tooltip({trigger: "item", formatter: item => tip([item.data.point[2], item.data.point[3].map(tag => map.tags[tag]).join(", ")])}),
    xAxis: hidden, yAxis: hidden,
    series: mapSeries(map, choice),
  };
}

function drawMaps() {
  data.maps.forEach(map => {
    const state = {choice: 0};
    const holder = figure("map", map.name, map.points.length + " tracks", "");
    const keys = element("div");
    const showKeys = () => {
      keys.replaceChildren();
      const names = state.choice === 0 ? map.tags.slice(0, colouredTags) : [map.tags[state.choice - 1]];
      if (map.tags.length) legend(keys, names, true);
    };
    if (map.tags.length) {
      const controls = element("span", "controls");
      const choice = select(["commonest tags", ...map.tags], 0, "Colour by");
      controls.append(choice);
      holder.querySelector("figcaption").append(controls);
      choice.addEventListener("change", () => { state.choice = Number(choice.value); showKeys(); entry.draw(); });
    }
    holder.append(keys);
    showKeys();
    const width = holder.clientWidth;
    const entry = chart(holder, Math.round(Math.min(560, Math.max(320, width * .8))), () => mapOption(map, state.choice));
  });
}
