"use strict";
// CLMR_MODEL and CLMR_RUNTIME come from scripts beside this one, so that the page works from a disk: there a browser
// neither fetches files nor starts workers from them, but what it has in memory it may make into both.
(() => {
  const model = window.CLMR_MODEL;
  const shown = Math.min(8, model.tags.length);
  const rowHeight = 26;
  const element = id => document.getElementById(id);
  const state = { worker: null, song: null, job: 0, asked: Promise.resolve(), started: null };

  // Runs in a worker, so that the page stays responsive; gets the bytes it needs by message.
  function workerMain() {
    let session = null;
    let ort = null;
    async function start({ module, wasm, onnx }) {
      ort = await import(URL.createObjectURL(new Blob([module], { type: "text/javascript" })));
      ort.env.wasm.numThreads = 1;
      ort.env.wasm.wasmBinary = wasm;
      session = await ort.InferenceSession.create(new Uint8Array(onnx), { executionProviders: ["wasm"] });
      self.postMessage({ ready: true });
    }
    async function tag({ job, window }) {
      const audio = new ort.Tensor("float32", window, [1, 1, window.length]);
      const outputs = await session.run({ audio });
      self.postMessage({ job, scores: outputs.scores.data, logits: outputs.logits.data, representation: outputs.representation.data });
    }
    self.onmessage = event => {
      const work = event.data.module ? start(event.data) : tag(event.data);
      work.catch(error => self.postMessage({ job: event.data.job, error: String((error && error.message) || error) }));
    };
  }

  const bytes = base64 => Uint8Array.from(atob(base64), c => c.charCodeAt(0));
  const inflated = async base64 =>
    new Response(new Blob([bytes(base64)]).stream().pipeThrough(new DecompressionStream("gzip"))).arrayBuffer();

  // One question at a time: each waits for the answer of the one before.
  function ask(message, transfer) {
    state.asked = state.asked.catch(() => {}).then(() => new Promise((resolve, reject) => {
      state.worker.onmessage = event => (event.data.error ? reject(new Error(event.data.error)) : resolve(event.data));
      state.worker.onerror = event => reject(new Error(event.message || "the worker stopped"));
      state.worker.postMessage(message, transfer);
    }));
    return state.asked;
  }

  async function start() {
    const source = new Blob(["(" + workerMain + ")()"], { type: "text/javascript" });
    state.worker = new Worker(URL.createObjectURL(source));
    const wasm = await inflated(window.CLMR_RUNTIME.wasm);
    const onnx = bytes(model.onnx).buffer;
    await ask({ module: window.CLMR_RUNTIME.module, wasm, onnx }, [wasm, onnx]);
    if (!state.song) say("Ready.");
    window.clmr.ready = true;
  }

  function say(text, isError) {
    element("status").textContent = text;
    element("status").classList.toggle("error", Boolean(isError));
  }

  async function open(file) {
    const job = ++state.job;
    element("result").hidden = true;
    window.clmr.result = null;
    say("Decoding " + file.name + " …");
    let samples;
    try {
      samples = await window.clmrSound.decode(await file.arrayBuffer(), model.sampleRateHz);
    } catch (error) {
      say("This browser cannot decode " + file.name + ". Try mp3, WAV, FLAC or Ogg.", true);
      return;
    }
    if (job !== state.job) return;
    if (samples.length < model.samples) {
      const seconds = (model.samples / model.sampleRateHz).toFixed(1);
      say(file.name + " is shorter than " + seconds + " s, the least that the model listens to.", true);
      return;
    }
    if (state.song) URL.revokeObjectURL(state.song.url);
    state.song = { file, samples, url: URL.createObjectURL(file), moments: [], order: [] };
    element("song").textContent = file.name;
    element("audio").src = state.song.url;
    element("result").hidden = false;
    await tagAll(job);
  }

  async function tagAll(job) {
    const song = state.song;
    const hop = Math.round(Number(element("hop").value) * model.sampleRateHz) || model.samples; // no choice: no overlap
    const count = Math.floor((song.samples.length - model.samples) / hop) + 1;
    song.moments = [];
    element("progress").hidden = false;
    await state.started;
    for (let n = 0; n < count; n++) {
      const window = song.samples.slice(n * hop, n * hop + model.samples);
      const answer = await ask({ job, window }, [window.buffer]);
      if (job !== state.job) return;
      const start = n * hop / model.sampleRateHz;
      song.moments.push({ start, end: start + model.samples / model.sampleRateHz, ...answer });
      if (n % 4 === 3 || n === count - 1) draw();
      element("progress").value = (n + 1) / count;
      say("Listening: " + (n + 1) + " of " + count);
    }
    element("progress").hidden = true;
    say("Done: " + count + (count === 1 ? " look." : " looks."));
    table();
    window.clmr.result = {
      tags: model.tags,
      whole: whole(),
      moments: song.moments.map(m => ({ start: m.start, end: m.end, scores: Array.from(m.scores) })),
    };
  }

  const average = rows => rows[0].map((_, n) => rows.reduce((sum, row) => sum + row[n], 0) / rows.length);

  // What is averaged over the windows is what the evaluation of the head averaged.
  function whole() {
    const moments = state.song.moments;
    if (model.average === "probabilities") return average(moments.map(m => Array.from(m.scores)));
    const logits = model.average === "logits"
      ? average(moments.map(m => Array.from(m.logits)))
      : head(average(moments.map(m => Array.from(m.representation))));
    if (model.activation === "sigmoid") return logits.map(x => 1 / (1 + Math.exp(-x)));
    const largest = Math.max(...logits);
    const sum = logits.reduce((s, x) => s + Math.exp(x - largest), 0);
    return logits.map(x => Math.exp(x - largest) / sum);
  }

  function head(features) {
    return model.head.reduce((values, layer, at) => layer.weight.map((row, out) => {
      const sum = row.reduce((s, w, n) => s + w * values[n], layer.bias[out]);
      return at + 1 < model.head.length ? Math.max(0, sum) : sum;
    }), features);
  }

  const byScore = scores => [...scores.keys()].sort((a, b) => scores[b] - scores[a]);
  const clock = s => Math.floor(s / 60) + ":" + String(Math.floor(s % 60)).padStart(2, "0");

  const tenths = s => Math.floor(s / 60) + ":" + (s % 60).toFixed(1).padStart(4, "0");

  // The rows are drawn in the order of the whole song's scores.
  function draw() {
    const song = state.song;
    if (!song || song.moments.length === 0) return;
    const overall = whole();
    song.order = byScore(overall).slice(0, shown);
    element("names").replaceChildren(...song.order.map(tag => item(model.tags[tag])));
    const canvas = element("heat");
    const ratio = window.devicePixelRatio || 1;
    const width = canvas.clientWidth;
    canvas.style.height = shown * rowHeight + "px";
    canvas.width = Math.max(1, Math.round(width * ratio));
    canvas.height = shown * rowHeight * ratio;
    const style = getComputedStyle(document.documentElement);
    const pen = canvas.getContext("2d");
    pen.scale(ratio, ratio);
    const seconds = length();
    song.order.forEach((tag, row) => {
      pen.globalAlpha = 1;
      pen.fillStyle = style.getPropertyValue("--cold");
      pen.fillRect(0, row * rowHeight + 2, width, rowHeight - 4);
      pen.fillStyle = style.getPropertyValue("--accent");
      song.moments.forEach((moment, n) => {
        const next = song.moments[n + 1];
        const pixel = time => Math.round(time / seconds * width * ratio) / ratio; // no seam between neighbours
        const from = pixel(moment.start);
        const to = pixel(next ? next.start : moment.end);
        pen.globalAlpha = Math.sqrt(moment.scores[tag]);
        pen.fillRect(from, row * rowHeight + 2, Math.max(1, to - from), rowHeight - 4);
      });
    });
    canvas.setAttribute("aria-description", "Most over the whole song: "
      + song.order.slice(0, 3).map(tag => model.tags[tag]).join(", ") + ". All numbers are in the table below.");
    element("length").textContent = clock(seconds);
    bars(element("whole"), overall, byScore(overall).slice(0, shown));
    follow();
  }

  function item(text) {
    const entry = document.createElement("li");
    entry.textContent = text;
    return entry;
  }

  function bars(list, scores, order) {
    list.replaceChildren(...order.map(tag => {
      const entry = item("");
      const name = document.createElement("span");
      const bar = document.createElement("span");
      const fill = document.createElement("i");
      const number = document.createElement("span");
      name.textContent = model.tags[tag];
      bar.className = "bar";
      bar.setAttribute("aria-hidden", "true");
      fill.style.width = (100 * scores[tag]).toFixed(1) + "%";
      number.className = "n";
      number.textContent = (100 * scores[tag]).toFixed(0) + " %";
      bar.append(fill);
      entry.append(name, bar, number);
      return entry;
    }));
  }

  const length = () => state.song.samples.length / model.sampleRateHz;

  function current() {
    const at = element("audio").currentTime;
    const moments = state.song.moments;
    // of overlapping windows the one whose middle is nearest
    return moments.reduce((best, m) =>
      Math.abs((m.start + m.end) / 2 - at) < Math.abs((best.start + best.end) / 2 - at) ? m : best);
  }

  function follow() {
    const song = state.song;
    if (!song || song.moments.length === 0) return;
    const at = element("audio").currentTime;
    element("head").style.left = Math.min(100, 100 * at / length()) + "%";
    element("clock").textContent = "at " + clock(at);
    const scores = Array.from(current().scores);
    const order = byScore(scores).slice(0, shown);
    bars(element("now"), scores, order);
    [...element("names").children].forEach((name, row) =>
      name.classList.toggle("on", order.slice(0, 3).includes(song.order[row])));
  }

  function table() {
    const song = state.song;
    const rows = [["Time", ...song.order.map(tag => model.tags[tag])]];
    song.moments.forEach(m => rows.push(
      [tenths(m.start) + " to " + tenths(m.end), ...song.order.map(tag => m.scores[tag].toFixed(3))]));
    const sections = [document.createElement("thead"), document.createElement("tbody")];
    rows.forEach((cells, n) => {
      const line = sections[n === 0 ? 0 : 1].insertRow();
      cells.forEach((text, column) => {
        const cell = document.createElement(n === 0 || column === 0 ? "th" : "td");
        if (cell.tagName === "TH") cell.scope = n === 0 ? "col" : "row";
        cell.textContent = text;
        line.append(cell);
      });
    });
    element("table").replaceChildren(...sections);
  }

  function listen() {
    const drop = element("drop");
    element("file").addEventListener("change", event => event.target.files[0] && open(event.target.files[0]).catch(failed));
    for (const type of ["dragover", "dragleave", "drop"]) {
      document.addEventListener(type, event => {
        event.preventDefault();
        drop.classList.toggle("over", type === "dragover");
        if (type === "drop" && event.dataTransfer.files[0]) open(event.dataTransfer.files[0]).catch(failed);
      });
    }
    element("hop").addEventListener("change", () => state.song && tagAll(++state.job).catch(failed));
    element("heat").addEventListener("click", event => {
      element("audio").currentTime = event.offsetX / event.target.clientWidth * length();
      follow();
    });
    const audio = element("audio");
    const frame = () => {
      follow();
      if (!audio.paused) requestAnimationFrame(frame);
    };
    audio.addEventListener("play", frame);
    audio.addEventListener("seeked", follow);
    window.addEventListener("resize", draw);
    matchMedia("(prefers-color-scheme: dark)").addEventListener("change", draw);
  }

  function choices() {
    const whole = model.samples / model.sampleRateHz;
    const steps = [["", whole.toFixed(1) + " s (without overlap)"], ["1", "1 s"], ["0.5", "0.5 s"]];
    element("hop").replaceChildren(...steps.map(([value, text]) => new Option(text, value)));
    element("about").textContent = model.tags.length + " tags; " + model.encoder + ", windows of " + whole.toFixed(1)
      + " s at " + model.sampleRateHz + " Hz. Written by clmr; runs on ONNX Runtime Web (licences.txt).";
  }

  function failed(error) {
    say("The model could not be run: " + error.message, true);
    window.clmr.error = error.message;
  }

  window.clmr = { ready: false, result: null, error: null };
  choices();
  listen();
  state.started = start();
  state.started.catch(failed);
})();
