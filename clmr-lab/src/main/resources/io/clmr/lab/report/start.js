// Draws everything, and leaves a mark that tells how that went.
const faults = [];
window.addEventListener("error", event => faults.push(String(event.message)));
[drawFigures, drawTraining, drawTags, drawMaps].forEach(draw => {
  try {
    draw();
  } catch (fault) {
    faults.push(draw.name + ": " + fault);
    console.error(fault);
  }
});
scheme.addEventListener("change", redraw);
window.addEventListener("resize", resize);
window.addEventListener("beforeprint", () => { redraw(); resize(); });
window.addEventListener("afterprint", () => { redraw(); resize(); });
document.documentElement.dataset.charts = charts.length;
document.documentElement.dataset.faults = faults.join("; ");
