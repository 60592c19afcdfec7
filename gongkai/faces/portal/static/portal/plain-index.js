// The search over the files of the index (gongkai/faces/portal/plain/index.py): what the server would find, in the
// same order. Only the parts that hold the pairs of the words are fetched.

const MOST_WORDS = 5, LONGEST = 100, MOST_RANKED = 5000;
const BRACKETS = new Map([...'〔﹝[【〖〘{'].map((one) => [one, '(']).concat([...'〕﹞]】〗〙}'].map((one) => [one, ')'])));

// A text with full-width forms, capitals and brackets made alike, character by character.
export const even = (text) => [...text].map(evenOne).join('');
const evenOne = (one) => [...one.normalize('NFKC').toUpperCase().toLowerCase()].map((each) => BRACKETS.get(each) ?? each).join('');

// What is typed as words: parted by spaces, what stands in quotation marks as one.
export function wordsOf(text) {
  const typed = [...text.trim()].slice(0, LONGEST).join('');
  const found = [...typed.matchAll(/[“"]([^“”"]+)[”"]|([^\s“”"]+)/gu)].map(([, quoted, plain]) => (quoted ?? plain).trim().split(/\s+/u).join(' '));
  return [...new Set(found.filter(Boolean))].slice(0, MOST_WORDS);
}

// From where to where the words stand in a text as it is written.
export function spans(words, text) {
  const written = [...text].flatMap((one, place) => [...evenOne(one)].map(() => place));
  const evened = [...even(text)], found = [];
  const longest = words.map((word) => [...even(word)]).sort((one, other) => other.length - one.length);
  for (let at = 0; at < evened.length;) {
    const word = longest.find((each) => each.every((one, step) => evened[at + step] === one));
    if (word) found.push([written[at], written[at + word.length - 1] + 1]);
    at += word ? word.length : 1;
  }
  return found;
}

export class Index {
  #root; #map; #docs; #parts = new Map();

  constructor(root) { this.#root = root; }

  // The records that hold all the words and have all the facets: their numbers, in the order asked for.
  async find(words, facets = {}, best = false) {
    await this.#open();
    const held = await Promise.all(words.map((word) => this.#holding([...even(word)])));
    const kept = await Promise.all(Object.entries(facets).map(([code, value]) => this.#having(code, value)));
    const { pks, days } = this.#docs;
    let numbers = held.length ? [...held[0].keys()] : [...pks.keys()].filter((number) => pks[number]);
    for (const one of [...held.slice(1), ...kept]) numbers = numbers.filter((number) => one.has(number));
    numbers.sort((one, other) => days[other] - days[one] || pks[other] - pks[one]);
    if (!best || !held.length) return numbers;
    const place = (number) => held.reduce((sum, one) => sum + one.get(number), 0);
    return numbers.slice(0, MOST_RANKED).map((number) => [place(number), number]).sort(([one], [other]) => one - other).map(([, number]) => number);
  }

  // How lists show these records, as HTML that was made with the pages.
  async lines(numbers) {
    const size = this.#map.page;
    return Promise.all(numbers.map(async (number) => {
      const page = Math.floor(number / size);
      return (await this.#part(`l-${page}-${this.#map.lines[page]}`))[number % size];
    }));
  }

  async #open() {
    if (this.#map) return;
    this.#map = await this.#fetched('index.json', { cache: 'no-cache' });
    const { pks, days } = await this.#part(`docs-${this.#map.docs}`);
    let day = 0;
    this.#docs = { pks, days: days.map((step) => (day += step)) };
  }

  // Each record in which a word stands, with the first place where it does.
  async #holding(word) {
    if (word.length === 1) return this.#beginning(word[0]);
    const pairs = await Promise.all(word.slice(1).map((second, at) => this.#places(word[at], second)));
    const found = new Map();
    for (const [number, places] of pairs[0]) {
      const rest = pairs.slice(1).map((pair) => new Set(pair.get(number)));
      const first = places.find((place) => rest.every((one, step) => one.has(place + step + 1)));
      if (first !== undefined) found.set(number, first);
    }
    return found;
  }

  async #beginning(character) {
    const prints = this.#map.pairs[character] ?? [], found = new Map();
    for (const part of await Promise.all(prints.map((print, at) => this.#part(name(character, at, print))))) {
      for (const flat of Object.values(part)) {
        for (const [number, [place]] of full(flat)) found.set(number, Math.min(place, found.get(number) ?? place));
      }
    }
    return found;
  }

  async #places(first, second) {
    const prints = this.#map.pairs[first] ?? [];
    if (!prints.length) return new Map();
    const at = second.codePointAt(0) % prints.length;
    return full((await this.#part(name(first, at, prints[at])))[second] ?? []);
  }

  async #having(code, value) {
    const print = this.#map.facets[code];
    return new Set(print ? (await this.#part(`f-${code}-${print}`))[value] ?? [] : []);
  }

  #part(called) {
    if (!this.#parts.has(called)) this.#parts.set(called, this.#fetched(`${called}.json`));
    return this.#parts.get(called);
  }

  async #fetched(file, how) {
    const answer = await fetch(new URL(`search/${file}`, this.#root), how);
    if (!answer.ok) throw new Error(`${file} ${answer.status}`);
    return answer.json();
  }
}

const name = (first, part, print) => `w-${first.codePointAt(0).toString(16)}-${part}-${print}`;

// Numbers and places, of which each is kept as what it is more than the one before.
function full(flat) {
  const found = new Map();
  for (let at = 0, number = 0; at < flat.length;) {
    number += flat[at++];
    const places = [];
    for (let left = flat[at++], place = 0; left > 0; left--) places.push(place += flat[at++]);
    found.set(number, places);
  }
  return found;
}
