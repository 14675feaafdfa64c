"use strict";
// Samples as clmr makes them. A browser's own resampler cuts off elsewhere than clmr's, and a network that listens to
// raw samples hears that: tags would be off by up to a hundredth. So a file is decoded at its own rate and converted here.
(() => {
  const FILTER_SIZE = 32; // taps, at a rate that stays; with the two below what FFmpeg's swresample takes
  const CUTOFF = 0.97; // of the lower Nyquist frequency
  const KAISER_BETA = 9;
  const CHUNK = 1 << 18; // samples between two moments in which the page can answer

  // The rate of a file, and whether its samples are 16-bit numbers; null for formats that are not known here.
  function format(buffer) {
    const bytes = new Uint8Array(buffer);
    const view = new DataView(buffer);
    if (text(bytes, 0, 4) === "RIFF" && text(bytes, 8, 4) === "WAVE") return wav(bytes, view);
    if (text(bytes, 0, 4) === "fLaC") return flac(bytes);
    if (text(bytes, 0, 4) === "OggS") return ogg(bytes, view);
    return mpeg(bytes);
  }

  const text = (bytes, at, length) => String.fromCharCode(...bytes.subarray(at, at + length));

  function wav(bytes, view) {
    for (let at = 12; at + 24 <= bytes.length; at += 8 + view.getUint32(at + 4, true) + view.getUint32(at + 4, true) % 2) {
      if (text(bytes, at, 4) === "fmt ") {
        return { rateHz: view.getUint32(at + 12, true), integers: view.getUint16(at + 22, true) === 16 };
      }
    }
    return null;
  }

  function flac(bytes) {
    const bits = ((bytes[20] & 1) << 4 | bytes[21] >> 4) + 1;
    return { rateHz: bytes[18] << 12 | bytes[19] << 4 | bytes[20] >> 4, integers: bits === 16 };
  }

  function ogg(bytes, view) {
    const head = text(bytes, 0, 512);
    if (head.includes("OpusHead")) return { rateHz: 48000, integers: false };
    const at = head.indexOf("\u0001vorbis");
    return at < 0 ? null : { rateHz: view.getUint32(at + 12, true), integers: false };
  }

  const KBITS_1 = [0, 32, 40, 48, 56, 64, 80, 96, 112, 128, 160, 192, 224, 256, 320]; // MPEG 1, layer 3
  const KBITS_2 = [0, 8, 16, 24, 32, 40, 48, 56, 64, 80, 96, 112, 128, 144, 160]; // MPEG 2 and 2.5, layer 3

  // The header of a layer 3 frame, or null.
  function frame(bytes, at) {
    const version = bytes[at + 1] >> 3 & 3; // 3: MPEG 1, 2: MPEG 2, 0: MPEG 2.5
    const rate = bytes[at + 2] >> 2 & 3;
    const kbits = (version === 3 ? KBITS_1 : KBITS_2)[bytes[at + 2] >> 4];
    const layer3 = (bytes[at + 1] >> 1 & 3) === 1;
    if (bytes[at] !== 255 || bytes[at + 1] < 224 || version === 1 || !layer3 || rate === 3 || !kbits) return null;
    const rateHz = [44100, 48000, 32000][rate] / (version === 3 ? 1 : version === 2 ? 2 : 4);
    const padding = bytes[at + 2] >> 1 & 1;
    return { rateHz, length: Math.floor((version === 3 ? 144000 : 72000) * kbits / rateHz) + padding };
  }

  function mpeg(bytes) {
    const tagged = text(bytes, 0, 3) === "ID3";
    const start = tagged ? 10 + (bytes[6] << 21 | bytes[7] << 14 | bytes[8] << 7 | bytes[9]) : 0;
    for (let at = start; at < Math.min(start + 65536, bytes.length - 4); at++) {
      const found = frame(bytes, at);
      const next = found && frame(bytes, at + found.length);
      if (next && next.rateHz === found.rateHz) return { rateHz: found.rateHz, integers: false };
    }
    return null;
  }

  function bessel(x) { // I0
    let sum = 1;
    for (let k = 1, term = 1; term > sum * 1e-17; k++) {
      term *= (x / (2 * k)) ** 2;
      sum += term;
    }
    return sum;
  }

  // A sinc in a Kaiser window for each phase of an output sample between two of the input; each adds up to 1.
  function filters(fromHz, toHz, phases, integers) {
    const factor = Math.min(1, CUTOFF * toHz / fromHz);
    const taps = Math.ceil(FILTER_SIZE / factor);
    const centre = (taps - 1) >> 1;
    const bank = [];
    for (let phase = 0; phase < phases; phase++) {
      const filter = Float64Array.from({ length: taps }, (_, tap) => {
        const x = Math.PI * factor * (tap - centre - phase / phases);
        const w = 2 * x / (Math.PI * factor * taps);
        return (x === 0 ? 1 : Math.sin(x) / x) * bessel(KAISER_BETA * Math.sqrt(Math.max(0, 1 - w * w)));
      });
      const sum = filter.reduce((s, value) => s + value, 0);
      bank.push(filter.map(value => integers ? Math.round(32768 * value / sum) / 32768 : value / sum));
    }
    return { bank, centre };
  }

  const divisor = (a, b) => (b === 0 ? a : divisor(b, a % b));

  // Samples at another rate; those beyond either end are taken from a mirror.
  async function resample(samples, fromHz, toHz, integers) {
    if (fromHz === toHz) return samples;
    const common = divisor(fromHz, toHz);
    const step = fromHz / common;
    const phases = toHz / common;
    const { bank, centre } = filters(fromHz, toHz, phases, integers);
    const size = samples.length;
    const converted = new Float32Array(Math.floor(size * phases / step));
    for (let n = 0; n < converted.length; n++) {
      const place = n * step;
      const filter = bank[place % phases];
      const first = Math.floor(place / phases) - centre;
      let sum = 0;
      if (first >= 0 && first + filter.length <= size) {
        for (let tap = 0; tap < filter.length; tap++) sum += filter[tap] * samples[first + tap];
      } else {
        for (let tap = 0; tap < filter.length; tap++) {
          const at = Math.abs(first + tap);
          sum += filter[tap] * samples[at < size ? at : Math.max(0, 2 * size - 1 - at)];
        }
      }
      converted[n] = sum;
      if (n % CHUNK === CHUNK - 1) await new Promise(resolve => setTimeout(resolve));
    }
    return converted;
  }

  const sixteenBits = x => Math.max(-32768, Math.min(32767, Math.round(32768 * x))) / 32768;

  // Mono samples at a rate, as 16-bit numbers: the model was trained on such, and clmr tag gives it such. The channels
  // are averaged.
  async function decode(buffer, rateHz) {
    const own = format(buffer);
    const known = own !== null && own.rateHz >= 8000 && own.rateHz <= 192000;
    const context = new OfflineAudioContext(1, 1, known ? own.rateHz : rateHz);
    const audio = await context.decodeAudioData(buffer);
    const mono = new Float32Array(audio.length);
    for (let c = 0; c < audio.numberOfChannels; c++) {
      const channel = audio.getChannelData(c);
      for (let n = 0; n < mono.length; n++) mono[n] += channel[n] / audio.numberOfChannels;
    }
    const integers = known && own.integers;
    const samples = integers ? mono.map(sixteenBits) : mono;
    return (await resample(samples, audio.sampleRate, rateHz, integers)).map(sixteenBits);
  }

  window.clmrSound = { decode, resample };
})();
