const sample_rate = 24_000;
const block = 120;

/** First three formants of a male voice in Hz: ㅏ ㅓ ㅗ ㅜ ㅡ ㅣ ㅔ. */
const vowels = [
  [760, 1260, 2500],
  [600, 1020, 2550],
  [450, 820, 2500],
  [360, 860, 2400],
  [390, 1350, 2450],
  [300, 2150, 2950],
  [490, 1850, 2650],
] as const;
const widths = [80, 110, 160];

/** Random numbers in 0..1 that are the same for the same text. */
function randomOf(seed: string): () => number {
  let state = 0x9e3779b9;
  for (const char of seed) state = Math.imul(state ^ (char.codePointAt(0) ?? 0), 0x85ebca6b) >>> 0;
  return () => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return state / 2 ** 32;
  };
}

/** A syllable: a consonant made of noise, then a vowel made of pulses; silence is a syllable without either. */
type Syllable = {
  samples: number;
  consonant: number;
  voice: number;
  pitch: number;
  formants: readonly number[];
};

const silence = (seconds: number): Syllable => ({
  ...{ samples: Math.round(seconds * sample_rate), consonant: 0, voice: 0, pitch: 100 },
  formants: vowels[4],
});

/** Phrases of a few syllables, four to five a second, whose pitch falls towards the end, with breaths between them. */
function* syllables(random: () => number): Generator<Syllable> {
  for (;;) {
    const count = 6 + Math.floor(random() * 12);
    for (let n = 0; n < count; n++) {
      const samples = Math.round((0.17 + random() * 0.1) * sample_rate);
      yield {
        samples,
        consonant: random() < 0.75 ? Math.round((0.03 + random() * 0.05) * sample_rate) : 0,
        voice: 0.7 + random() * 0.3,
        pitch: 132 - (34 * n) / count + (random() - 0.5) * 14,
        formants: vowels[Math.floor(random() * vowels.length)] ?? vowels[0],
      };
    }
    yield silence(0.35 + random() * 0.6);
  }
}

/** A resonator: what a hollow of the mouth does to the sound of the voice. */
function resonator() {
  let [a, b, c, y1, y2] = [1, 0, 0, 0, 0];
  return {
    tune(frequency: number, width: number): void {
      const radius = Math.exp((-Math.PI * width) / sample_rate);
      c = -radius * radius;
      b = 2 * radius * Math.cos((2 * Math.PI * frequency) / sample_rate);
      a = 1 - b - c;
    },
    pass(x: number): number {
      const y = a * x + b * y1 + c * y2;
      y2 = y1;
      y1 = y;
      return y;
    },
  };
}

/** Something that sounds like a person speaking from afar: 16-bit mono samples; the same for the same seed. */
function speak(seed: string, seconds: number): Int16Array {
  const random = randomOf(seed);
  const samples = new Int16Array(Math.round(seconds * sample_rate));
  const mouth = widths.map(() => resonator());
  const formants = [500, 1500, 2500];
  let [phase, lowPassed, at] = [0, 0, 0];
  for (const syllable of syllables(random)) {
    for (let n = 0; n < syllable.samples; n++, at++) {
      if (at >= samples.length) return samples;
      if (at % block === 0) {
        for (const [k, formant] of formants.entries()) {
          formants[k] = formant + ((syllable.formants[k] ?? formant) - formant) * 0.12;
          mouth[k]?.tune(formants[k] ?? formant, widths[k] ?? 100);
        }
      }
      const inConsonant = n < syllable.consonant;
      const position = (n - syllable.consonant) / (syllable.samples - syllable.consonant);
      const loud = inConsonant
        ? 0
        : syllable.voice * Math.sin(Math.PI * Math.min(1, Math.max(0, position))) ** 0.6;
      phase += syllable.pitch / sample_rate;
      const pulse = phase >= 1 ? 1 : 0;
      phase -= pulse;
      // Pulses of the vocal folds have far more low than high in them.
      lowPassed = lowPassed * 0.9 + pulse * loud * 9 + (random() - 0.5) * (inConsonant ? 0.25 : 0.01 * loud);
      const voice = mouth.reduce((sound, hollow) => hollow.pass(sound), lowPassed);
      samples[at] = Math.max(-32_000, Math.min(32_000, voice * 2_000));
    }
  }
  return samples;
}

/** The same as a WAV file. */
export function speechWav(seed: string, seconds: number): Buffer {
  const samples = speak(seed, seconds);
  const head = Buffer.alloc(44);
  head.write('RIFF', 0, 'latin1');
  head.writeUInt32LE(36 + samples.byteLength, 4);
  head.write('WAVEfmt ', 8, 'latin1');
  head.writeUInt32LE(16, 16);
  head.writeUInt16LE(1, 20);
  head.writeUInt16LE(1, 22);
  head.writeUInt32LE(sample_rate, 24);
  head.writeUInt32LE(sample_rate * 2, 28);
  head.writeUInt16LE(2, 32);
  head.writeUInt16LE(16, 34);
  head.write('data', 36, 'latin1');
  head.writeUInt32LE(samples.byteLength, 40);
  return Buffer.concat([head, Buffer.from(samples.buffer)]);
}
