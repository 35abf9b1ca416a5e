// Thumbnails of the objects shown, more of them as one scrolls.

const CHUNK = 240;
let observer;

export function drawGrid(grid, sentinel, data, shown, chosen, choose) {
  observer?.disconnect();
  grid.replaceChildren();
  let drawn = 0;
  const more = () => {
    const next = shown.slice(drawn, drawn + CHUNK);
    grid.append(...next.map((index) => thumbnail(data, index, index === chosen, choose)));
    drawn += next.length;
  };
  observer = new IntersectionObserver(
    (entries) => {
      if (!entries.some(({ isIntersecting }) => isIntersecting)) return;
      if (drawn >= shown.length) return;
      more();
      // Observed anew, it reports again if it is still in sight.
      observer.unobserve(sentinel);
      observer.observe(sentinel);
    },
    { rootMargin: '600px' },
  );
  more();
  observer.observe(sentinel);
}

export function markChosen(grid, chosen) {
  for (const thumb of grid.children) thumb.setAttribute('aria-pressed', String(thumb.dataset.index === String(chosen)));
  grid.querySelector('[aria-pressed="true"]')?.scrollIntoView({ block: 'nearest' });
}

/** Shows the patch of an object in an element, `side` pixels wide. */
export function showPatch(target, { sheets, patchSize }, index, side) {
  const { columns, perSheet, rows } = sheets;
  const place = index % perSheet;
  const sheet = Math.floor(index / perSheet);
  target.classList.add(`sheet-${sheet}`);
  target.style.backgroundSize = `${columns * side}px ${rows[sheet] * side}px`;
  target.style.backgroundPosition = `-${(place % columns) * side}px -${Math.floor(place / columns) * side}px`;
  target.title = `${patchSize} × ${patchSize} pixels`;
}

function thumbnail(data, index, isChosen, choose) {
  const object = data.objects[index];
  const thumb = document.createElement('button');
  thumb.type = 'button';
  thumb.className = 'thumb';
  thumb.dataset.index = index;
  thumb.setAttribute('aria-pressed', String(isChosen));
  const name = data.classNames[object.class];
  thumb.setAttribute('aria-label', `${object.id}, ${name}, ${object.probability.toFixed(2)}`);
  const picture = document.createElement('span');
  picture.className = 'picture';
  picture.style.borderColor = data.colours[object.class % data.colours.length];
  showPatch(picture, data, index, 70);
  picture.title = `${object.id}: ${name}, probability ${object.probability.toFixed(3)}`;
  const caption = document.createElement('span');
  caption.className = 'caption';
  caption.textContent = `${name} ${object.probability.toFixed(2)}${object.label === undefined ? '' : ' ✓'}`;
  thumb.append(picture, caption);
  thumb.addEventListener('click', () => choose(index));
  return thumb;
}
