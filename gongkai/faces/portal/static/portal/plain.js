// A portal that lies as files: how it looks is kept by the browser, and what is looked for is found in the browser.
import { Index, spans, wordsOf } from './plain-index.js';

const A_PAGE = 20, MOST_COUNTED = 1000, SUGGESTED = 6, OTHERS = 5;
const FACETS = ['clause', 'topic', 'field', 'category', 'kind', 'year'];
const root = new URL('../../', import.meta.url);
const page = document.documentElement;
let index = new Index(root);

function show() {
  const { theme, size } = localStorage;
  for (const [name, value] of [['theme', theme], ['size', size]]) {
    if (value) page.dataset[name] = value;
    else delete page.dataset[name];
  }
  const dark = theme ? theme === 'dark' : matchMedia('(prefers-color-scheme: dark)').matches;
  for (const button of document.querySelectorAll('[data-display] button')) {
    button.hidden = 'themeTo' in button.dataset ? (button.dataset.themeTo === 'dark') === dark : button.dataset.sizeTo === (size ?? '');
  }
}

for (const choices of document.querySelectorAll('[data-display]')) {
  choices.hidden = false;
  choices.addEventListener('click', ({ target }) => {
    const { themeTo, sizeTo, place } = target.dataset;
    if (themeTo) localStorage.theme = themeTo;
    if (sizeTo !== undefined) localStorage.size = sizeTo;
    show();
    if (place) location.assign(place);
  });
}
show();

// Lines of a list with their links led from the root, and the words in their titles marked.
function elements(lines, words = []) {
  const held = document.createElement('template');
  held.innerHTML = lines.join('');
  for (const link of held.content.querySelectorAll('a')) {
    link.href = new URL(link.getAttribute('href'), root).href;
    if (words.length) mark(link, words);
  }
  return held.content;
}

function mark(link, words) {
  const text = [...link.textContent], parts = [];
  let at = 0;
  for (const [begin, end] of spans(words, link.textContent)) {
    if (begin < at) continue;
    const marked = document.createElement('mark');
    marked.textContent = text.slice(begin, end).join('');
    parts.push(text.slice(at, begin).join(''), marked);
    at = end;
  }
  link.replaceChildren(...parts, text.slice(at).join(''));
}

const filled = (words, said) => Object.entries(said).reduce((text, [name, value]) => text.replace(`{${name}}`, () => value), words);
const list = () => Object.assign(document.createElement('ul'), { className: 'records' });

function link(words, change, classes = '') {
  const to = new URL(location.href);
  for (const [name, value] of Object.entries(change)) {
    if (value) to.searchParams.set(name, value);
    else to.searchParams.delete(name);
  }
  return Object.assign(document.createElement('a'), { textContent: words, href: `${to.pathname}${to.search}`, className: classes });
}

// The list of records, when its address asks for something: as the server would answer it.
async function answer(says) {
  const asked = new URLSearchParams(location.search);
  const text = (asked.get('q') ?? '').trim(), words = wordsOf(text);
  const form = document.querySelector('.sift');
  const fields = FACETS.map((code) => form.elements[code]).filter((field) => [...field?.options ?? []].some((one) => one.value && one.value === asked.get(field.name)));
  const best = words.length > 0 && asked.get('order') === 'best';
  const at = Math.max(1, Number.parseInt(asked.get('page') ?? '1', 10) || 1);
  form.elements.q.value = text;
  form.elements.order.value = best ? 'best' : '';
  for (const field of fields) field.value = asked.get(field.name);
  const numbers = await index.find(words, Object.fromEntries(fields.map((field) => [field.name, field.value])), best);
  const count = numbers.length > MOST_COUNTED ? `${MOST_COUNTED}+` : `${numbers.length}`;
  document.querySelector('h1').textContent = filled(text ? says.found : says.all, { text, count });
  document.querySelector('.lead-line').firstChild.textContent = `${best ? says.best : says.newest} `;
  const rows = list();
  rows.append(elements(await index.lines(numbers.slice((at - 1) * A_PAGE, at * A_PAGE)), words));
  const place = document.querySelector('#found');
  place.replaceChildren(chips(says, words, fields), rows.children.length ? rows : document.querySelector('#says').content.cloneNode(true), turn(says, at, numbers.length));
  document.querySelector('.months')?.remove();
}

function chips(says, words, fields) {
  const found = fields.map((field) => [field.name, field.selectedOptions[0].textContent]);
  if (words.length) found.unshift(['q', `“${words.join('” “')}”`]);
  const chosen = Object.assign(document.createElement('ul'), { className: 'chosen', hidden: !found.length });
  for (const [name, said] of found) {
    const item = document.createElement('li'), taken = link(`${said} ×`, { [name]: '', page: '' });
    taken.prepend(Object.assign(document.createElement('span'), { className: 'hidden-words', textContent: says.without }));
    item.append(taken);
    chosen.append(item);
  }
  return chosen;
}

function turn(says, at, count) {
  const found = Object.assign(document.createElement('nav'), { className: 'turn', hidden: count <= A_PAGE, ariaLabel: filled(says.page, { page: at }) });
  if (at > 1) found.append(link(says.previous, { page: at > 2 ? `${at - 1}` : '' }, 'button'));
  found.append(Object.assign(document.createElement('span'), { textContent: filled(says.page, { page: at }) }));
  if (at * A_PAGE < count) found.append(link(says.next, { page: `${at + 1}` }, 'button'));
  return found;
}

// What was fetched before the files were written anew fits no more: once more from the map on.
async function twice(work) {
  try {
    return await work();
  } catch {
    index = new Index(root);
    return work();
  }
}

const says = document.querySelector('#says');
if (says) {
  const asked = new URLSearchParams(location.search);
  if (['q', 'page', ...FACETS].some((name) => asked.get(name))) {
    twice(() => answer(says.dataset)).catch(() => { document.querySelector('h1').textContent = says.dataset.failed; });
  }
}

for (const field of document.querySelectorAll('[data-suggest]')) {
  const place = document.querySelector('#suggested');
  let latest = 0;
  field.addEventListener('input', async () => {
    const mine = ++latest, words = wordsOf(field.value);
    const lines = words.length ? await twice(async () => index.lines((await index.find(words)).slice(0, SUGGESTED))).catch(() => []) : [];
    if (mine !== latest) return;
    const rows = list();
    rows.append(elements(lines, words));
    place.replaceChildren(...lines.length ? [rows] : []);
  });
}

for (const section of document.querySelectorAll('[data-others]')) {
  twice(async () => {
    const here = new URL('.', location.href).href;
    const lines = await index.lines((await index.find([], { clause: section.dataset.others })).slice(0, OTHERS + 1));
    const rows = [...elements(lines).children].filter((row) => row.querySelector('a').href !== here).slice(0, OTHERS);
    section.querySelector('ul').replaceChildren(...rows);
    section.hidden = !rows.length;
  }).catch(() => {});
}
