// What the labelling page shows.

/** So many labels of each class are a good start. */
const GOOD_START = 15;

export function element(id) {
  return document.getElementById(id);
}

export function say(text) {
  element('message').textContent = text;
}

export function drawPlace(work) {
  const { patch, place, count, numLabelled } = work;
  element('patch').src = `patch/${patch}.png`;
  element('context').src = `context/${patch}.png`;
  element('where').textContent = `${work.patches[patch]} · ${place + 1} of ${count}`;
  element('progress').textContent = `${numLabelled} of ${count} labelled. Every label is saved at once.`;
  element('undo').disabled = !work.canUndo;
  element('back').disabled = place === 0;
  element('forward').disabled = place === count - 1;
  element('clear').disabled = work.labelOf(patch) === undefined;
}

export function drawClasses(work, choose) {
  const items = work.classes.map((name, i) => {
    const colour = work.colours[i % work.colours.length];
    const button = document.createElement('button');
    const count = work.countOf(name);
    button.type = 'button';
    button.setAttribute('aria-pressed', String(work.labelOf(work.patch) === name));
    button.append(keyFor(i), part('swatch', '', { background: colour }), part('name', name), part('muted', count));
    button.append(part('bar', '', { background: colour, width: `${100 * Math.min(1, count / GOOD_START)}%` }));
    button.title = `${count} labelled; ${GOOD_START} of each class are a good start`;
    button.addEventListener('click', () => choose(name));
    const item = document.createElement('li');
    item.append(button);
    return item;
  });
  element('classes').replaceChildren(...items);
}

export function sayOver() {
  const over = document.createElement('p');
  over.className = 'over';
  over.textContent = 'Thank you. The labels are saved, and kiln goes on in the terminal. You can close this page.';
  document.body.replaceChildren(over);
}

function keyFor(i) {
  const key = document.createElement('kbd');
  key.textContent = i < 9 ? i + 1 : '·';
  return key;
}

function part(className, text, style = {}) {
  const span = document.createElement('span');
  span.className = className;
  span.textContent = text;
  Object.assign(span.style, style);
  return span;
}
