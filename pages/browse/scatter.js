// The scatter of two measures: a click chooses the nearest object, a drag shows only those in a rectangle.

const [LEFT, RIGHT, TOP, BOTTOM] = [40, 8, 8, 30];
const NEAR = 12;
const DRAG = 5;

export function openScatter(canvas, data, { choose, select }) {
  const context = canvas.getContext('2d');
  const scale = window.devicePixelRatio || 1;
  const [width, height] = [292, 260];
  [canvas.width, canvas.height] = [width * scale, height * scale];
  let view;
  let start;
  let end;

  const place = (event) => {
    const box = canvas.getBoundingClientRect();
    return [event.clientX - box.left, event.clientY - box.top];
  };

  canvas.addEventListener('pointerdown', (event) => {
    start = end = place(event);
    canvas.setPointerCapture(event.pointerId);
  });
  canvas.addEventListener('pointermove', (event) => {
    if (start === undefined) return;
    end = place(event);
    paint();
  });
  canvas.addEventListener('pointerup', () => {
    const [from, to] = [start, end];
    start = end = undefined;
    if (Math.hypot(from[0] - to[0], from[1] - to[1]) < DRAG) chooseNear(from);
    else select(regionOf(from, to));
  });

  function chooseNear([x, y]) {
    const distances = view.points.map((point) => Math.hypot(point.x - x, point.y - y));
    const least = Math.min(...distances);
    if (least <= NEAR) choose(view.points[distances.indexOf(least)].index);
    else paint();
  }

  function regionOf(from, to) {
    const xs = [from[0], to[0]].map(view.x.valueAt).sort((a, b) => a - b);
    const ys = [from[1], to[1]].map(view.y.valueAt).sort((a, b) => a - b);
    return [...xs, ...ys];
  }

  function paint() {
    context.setTransform(scale, 0, 0, scale, 0, 0);
    context.clearRect(0, 0, width, height);
    drawAxes(context, view, width, height);
    for (const point of view.points) {
      context.fillStyle = point.colour;
      context.globalAlpha = 0.65;
      context.beginPath();
      context.arc(point.x, point.y, 2.6, 0, 2 * Math.PI);
      context.fill();
    }
    context.globalAlpha = 1;
    const chosen = view.points.find(({ index }) => index === view.chosen);
    if (chosen !== undefined) ring(context, chosen);
    if (start !== undefined) {
      context.strokeStyle = '#1c2430';
      context.strokeRect(start[0], start[1], end[0] - start[0], end[1] - start[1]);
    }
  }

  return {
    draw: ({ x, y, shown, chosen, region }) => {
      // The ranges are those of all objects, so that a filter does not move what is left; a region is looked at closely.
      const xs = axis(data.objects.map(x.of), LEFT, width - RIGHT, region?.slice(0, 2));
      const ys = axis(data.objects.map(y.of), height - BOTTOM, TOP, region?.slice(2));
      const points = shown.map((index) => {
        const object = data.objects[index];
        const colour = data.colours[object.class % data.colours.length];
        return { index, colour, x: xs.placeOf(x.of(object)), y: ys.placeOf(y.of(object)) };
      });
      view = { x: { ...xs, name: x.name }, y: { ...ys, name: y.name }, points, chosen };
      paint();
    },
  };
}

/** From values to places in pixels and back, with a little room at both ends. */
function axis(values, start, end, range) {
  let [least, greatest] = range ?? [Infinity, -Infinity];
  if (range === undefined) {
    for (const value of values) {
      if (value < least) least = value;
      if (value > greatest) greatest = value;
    }
  }
  const room = 0.03 * (greatest - least || 1);
  const [from, to] = [least - room, greatest + room];
  return {
    least,
    greatest,
    placeOf: (value) => start + ((value - from) / (to - from)) * (end - start),
    valueAt: (pixel) => from + ((pixel - start) / (end - start)) * (to - from),
  };
}

function drawAxes(context, { x, y }, width, height) {
  context.strokeStyle = '#8a94a3';
  context.fillStyle = '#5b6675';
  context.font = '11px system-ui, sans-serif';
  context.beginPath();
  context.moveTo(LEFT, TOP);
  context.lineTo(LEFT, height - BOTTOM);
  context.lineTo(width - RIGHT, height - BOTTOM);
  context.stroke();
  context.textAlign = 'center';
  context.fillText(x.name, (LEFT + width - RIGHT) / 2, height - 6);
  context.textAlign = 'left';
  context.fillText(short(x.least), LEFT, height - 17);
  context.textAlign = 'right';
  context.fillText(short(x.greatest), width - RIGHT, height - 17);
  context.fillText(short(y.greatest), LEFT - 4, TOP + 9);
  context.fillText(short(y.least), LEFT - 4, height - BOTTOM);
  context.save();
  context.translate(12, (TOP + height - BOTTOM) / 2);
  context.rotate(-Math.PI / 2);
  context.textAlign = 'center';
  context.fillText(y.name, 0, 0);
  context.restore();
}

function ring(context, { x, y }) {
  context.strokeStyle = '#1c2430';
  context.lineWidth = 2;
  context.beginPath();
  context.arc(x, y, 6, 0, 2 * Math.PI);
  context.stroke();
  context.lineWidth = 1;
}

function short(value) {
  return Math.abs(value) >= 1000 ? value.toFixed(0) : String(Number(value.toPrecision(3)));
}
