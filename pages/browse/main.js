// The page to browse a library: what is chosen in one view shows in all.
import { drawDetail } from './detail.js';
import { drawGrid, markChosen } from './grid.js';
import { openScatter } from './scatter.js';
import { measures, shownObjects, sorts } from './shown.js';

const data = JSON.parse(document.getElementById('data').textContent);
const element = (id) => document.getElementById(id);
const wanted = {
  classes: new Set(data.classNames.keys()),
  least: 0,
  most: 1,
  micrograph: '',
  labelled: '',
  sort: 0,
  region: undefined,
};
let shown = [];
let chosen;

const axes = measures(data);
const scatter = openScatter(element('scatter'), data, {
  choose,
  select: (region) => {
    wanted.region = region;
    draw();
  },
});

function draw() {
  shown = shownObjects(data, wanted, axes, [element('x').value, element('y').value]);
  const total = data.objects.length.toLocaleString('en');
  element('count').textContent = `${shown.length.toLocaleString('en')} of ${total} objects`;
  element('whole').hidden = wanted.region === undefined;
  drawGrid(element('grid'), element('more'), data, shown, chosen, choose);
  drawPoints();
  drawDetail(data, chosen, new Set(shown), choose);
}

function drawPoints() {
  const [x, y] = [axes[element('x').value], axes[element('y').value]];
  scatter.draw({ x, y, shown, chosen, region: wanted.region });
}

function choose(index) {
  chosen = index;
  markChosen(element('grid'), chosen);
  drawPoints();
  drawDetail(data, chosen, new Set(shown), choose);
}

function fill(select, texts, value = 0) {
  select.replaceChildren(...texts.map((text, i) => new Option(text, i)));
  select.value = value;
}

fill(
  element('sort'),
  sorts(data).map(([text]) => text),
);
fill(
  element('x'),
  axes.map(({ name }) => name),
);
fill(
  element('y'),
  axes.map(({ name }) => name),
  Math.min(1, axes.length - 1),
);
data.micrographs.forEach(({ name }) => element('of').append(new Option(name, name)));
data.classNames.forEach((name, k) => {
  const row = document.createElement('label');
  row.className = 'row';
  const box = Object.assign(document.createElement('input'), { type: 'checkbox', checked: true });
  box.addEventListener('change', () => {
    if (box.checked) wanted.classes.add(k);
    else wanted.classes.delete(k);
    draw();
  });
  const swatch = Object.assign(document.createElement('span'), { className: 'swatch' });
  swatch.style.background = data.colours[k % data.colours.length];
  const text = Object.assign(document.createElement('span'), { className: 'name', textContent: name });
  const count = data.objects.filter((object) => object.class === k).length;
  const number = Object.assign(document.createElement('span'), { className: 'muted', textContent: count });
  row.append(box, swatch, text, number);
  element('classes').append(row);
});

function bound(id, name) {
  element(id).addEventListener('input', () => {
    wanted[name] = Number(element(id).value) / 100;
    element(`${id}-value`).textContent = wanted[name].toFixed(2);
    draw();
  });
}

function choice(id, name) {
  element(id).addEventListener('change', () => {
    wanted[name] = element(id).value;
    draw();
  });
}

bound('least', 'least');
bound('most', 'most');
choice('of', 'micrograph');
choice('labelled', 'labelled');
choice('sort', 'sort');
for (const id of ['x', 'y']) {
  element(id).addEventListener('change', () => {
    wanted.region = undefined;
    draw();
  });
}
element('whole').addEventListener('click', () => {
  wanted.region = undefined;
  draw();
});
document.addEventListener('keydown', (event) => {
  const step = { ArrowRight: 1, ArrowLeft: -1 }[event.key];
  if (step === undefined || ['INPUT', 'SELECT'].includes(event.target.tagName) || shown.length === 0) return;
  event.preventDefault();
  const place = shown.indexOf(chosen) + step;
  choose(shown[Math.max(0, Math.min(shown.length - 1, place))]);
});
draw();
