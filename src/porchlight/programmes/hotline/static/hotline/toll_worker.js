// Pays a form's toll: the smallest nonce whose SHA-256 with the challenge begins with enough zero
// bits. Written out, because the browser's own digest is one promise a call, and closed on http.
const K = new Uint32Array(64);
const H = new Uint32Array(8);

// The constants are the fractions of the roots of the first primes (FIPS 180-4, 4.2.2 and 5.3.3).
for (let n = 2, found = 0; found < 64; n += 1) {
  let prime = true;
  for (let d = 2; d * d <= n; d += 1) if (n % d === 0) prime = false;
  if (!prime) continue;
  if (found < 8) H[found] = fraction(Math.sqrt(n));
  K[found] = fraction(Math.cbrt(n));
  found += 1;
}

function fraction(root) {
  return ((root % 1) * 2 ** 32) >>> 0;
}

const turn = (x, n) => (x >>> n) | (x << (32 - n));
const w = new Uint32Array(64);

// Only ASCII comes in: challenges and figures.
function zeros(text) {
  const blocks = Math.ceil((text.length + 9) / 64);
  const words = new Uint32Array(blocks * 16);
  for (let i = 0; i < text.length; i += 1) words[i >> 2] |= text.charCodeAt(i) << (24 - 8 * (i % 4));
  words[text.length >> 2] |= 0x80 << (24 - 8 * (text.length % 4));
  words[words.length - 1] = text.length * 8;
  const state = H.slice();
  for (let at = 0; at < words.length; at += 16) block(state, words, at);
  let count = 0;
  for (const word of state) {
    if (word !== 0) return count + Math.clz32(word);
    count += 32;
  }
  return count;
}

function block(state, words, at) {
  for (let i = 0; i < 16; i += 1) w[i] = words[at + i];
  for (let i = 16; i < 64; i += 1) {
    const s0 = turn(w[i - 15], 7) ^ turn(w[i - 15], 18) ^ (w[i - 15] >>> 3);
    const s1 = turn(w[i - 2], 17) ^ turn(w[i - 2], 19) ^ (w[i - 2] >>> 10);
    w[i] = w[i - 16] + s0 + w[i - 7] + s1;
  }
  let [a, b, c, d, e, f, g, h] = state;
  for (let i = 0; i < 64; i += 1) {
    const s1 = turn(e, 6) ^ turn(e, 11) ^ turn(e, 25);
    const t1 = (h + s1 + ((e & f) ^ (~e & g)) + K[i] + w[i]) | 0;
    const s0 = turn(a, 2) ^ turn(a, 13) ^ turn(a, 22);
    const t2 = (s0 + ((a & b) ^ (a & c) ^ (b & c))) | 0;
    [h, g, f, e, d, c, b, a] = [g, f, e, (d + t1) | 0, c, b, a, (t1 + t2) | 0];
  }
  [a, b, c, d, e, f, g, h].forEach((word, i) => { state[i] += word; });
}

self.onmessage = ({ data: token }) => {
  const bits = Number(token.split(".")[2]);
  let nonce = 0;
  while (zeros(`${token}:${nonce}`) < bits) nonce += 1;
  self.postMessage(String(nonce));
};
