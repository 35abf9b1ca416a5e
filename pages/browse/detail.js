// One object: on its micrograph, its patch, and what is known of it.
import { showPatch } from './grid.js';

const SVG = 'http://www.w3.org/2000/svg';

export function drawDetail(data, chosen, shown, choose) {
  const aside = document.getElementById('detail');
  const object = data.objects[chosen];
  aside.hidden = object === undefined;
  document.getElementById('nothing').hidden = object !== undefined;
  if (object === undefined) return;
  const micrograph = data.micrographs.find(({ name }) => name === object.micrograph);
  document.getElementById('micrograph-name').textContent = micrograph.name;
  document
    .getElementById('micrograph')
    .replaceChildren(picture(micrograph), boxes(data, micrograph, chosen, shown, choose));
  const close = document.createElement('div');
  close.id = 'close';
  showPatch(close, data, chosen, 110);
  document.getElementById('close').replaceWith(close);
  document.getElementById('facts').replaceChildren(...facts(data, object).flatMap(([name, text]) => term(name, text)));
}

function picture({ png, name, width, height }) {
  const image = new Image();
  image.src = png;
  image.alt = `The micrograph ${name}`;
  image.style.aspectRatio = `${width} / ${height}`;
  return image;
}

/** A box for each object of the micrograph, that of the chosen one last so that it lies on top. */
function boxes(data, { name, width, height }, chosen, shown, choose) {
  const svg = document.createElementNS(SVG, 'svg');
  svg.setAttribute('viewBox', `0 0 ${width} ${height}`);
  const here = [...data.objects.keys()].filter((i) => data.objects[i].micrograph === name && i !== chosen);
  for (const i of [...here, chosen]) {
    const object = data.objects[i];
    const side = Math.max(1.5 * object.boxSide, 6);
    const box = document.createElementNS(SVG, 'rect');
    const place = { x: object.x + 0.5 - side / 2, y: object.y + 0.5 - side / 2, width: side, height: side };
    for (const [key, value] of Object.entries(place)) box.setAttribute(key, value);
    box.setAttribute('stroke', data.colours[object.class % data.colours.length]);
    if (i === chosen) box.setAttribute('class', 'chosen');
    else if (!shown.has(i)) box.setAttribute('class', 'filtered');
    box.addEventListener('click', () => choose(i));
    svg.append(box);
  }
  return svg;
}

function facts({ classNames, unit, meanings }, object) {
  const size = `${object.diameter.toPrecision(4)} ${unit ?? 'px'}`;
  const probabilities = classNames.map((name, k) => `${name} ${object.probabilities[k].toFixed(3)}`).join(', ');
  const label = object.label === undefined ? 'none' : classNames[object.label];
  return [
    ['id', object.id],
    ['class', `${classNames[object.class]} (${object.probability.toFixed(3)})`],
    ['your label', label],
    ['diameter', unit === undefined ? size : `${size} (${object.pixels.toFixed(1)} px)`],
    ['at', `x ${object.x}, y ${object.y} px`],
    ...(object.angle === undefined ? [] : [['angle', `${object.angle.toFixed(0)}°`]]),
    ...(object.shift === undefined
      ? []
      : [['shift', `${object.shift.map((value) => value.toFixed(1)).join(', ')} px`]]),
    ...object.content.map((value, k) => [`content ${k + 1}`, `${value.toFixed(2)} (${meanings[k]})`]),
    ['ELBO', `${object.elbo.toFixed(1)} nats`],
    ['misfit', `${object.misfit.toFixed(1)} nats`],
    ['all classes', probabilities],
  ];
}

function term(name, text) {
  const dt = document.createElement('dt');
  dt.textContent = name;
  const dd = document.createElement('dd');
  dd.textContent = text;
  return [dt, dd];
}
