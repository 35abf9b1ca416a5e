// Which objects are shown, and in which order. An object is named by its number in the data throughout.

/** What objects can be compared by: a name, and a number for each object. */
export function measures({ objects, unit }) {
  const contents = objects[0]?.content.map((_, i) => ({
    name: `content ${i + 1}`,
    of: (object) => object.content[i],
  }));
  return [
    ...(contents ?? []),
    { name: `diameter (${unit ?? 'px'})`, of: ({ diameter }) => diameter },
    { name: 'probability', of: ({ probability }) => probability },
    { name: 'ELBO (nats)', of: ({ elbo }) => elbo },
    { name: 'misfit (nats)', of: ({ misfit }) => misfit },
    ...(objects[0]?.angle === undefined ? [] : [{ name: 'angle (deg)', of: ({ angle }) => angle }]),
  ];
}

/** Orders to choose from: what they are called, and what they go up by; undefined is the order in which they were found. */
export function sorts({ objects }) {
  const contents = (objects[0]?.content ?? []).map((_, i) => [`content ${i + 1}`, (object) => object.content[i]]);
  return [
    ['as found', undefined],
    ['outliers first (low ELBO)', ({ elbo }) => elbo],
    ['outliers first (high misfit)', ({ misfit }) => -misfit],
    ['least certain first', ({ probability }) => probability],
    ['most certain first', ({ probability }) => -probability],
    ['smallest first', ({ diameter }) => diameter],
    ['largest first', ({ diameter }) => -diameter],
    ...contents,
  ];
}

/** The numbers of the objects that pass all filters, in the order asked for. */
export function shownObjects(data, wanted, axes, [x, y]) {
  const { objects } = data;
  const isIn = regionTest(wanted.region, axes[x], axes[y]);
  const passing = [...objects.keys()].filter((i) => passes(objects[i], wanted) && isIn(objects[i]));
  const by = sorts(data)[wanted.sort]?.[1];
  return by === undefined ? passing : passing.sort((a, b) => by(objects[a]) - by(objects[b]));
}

function passes(object, { classes, least, most, micrograph, labelled }) {
  return (
    classes.has(object.class) &&
    object.probability >= least &&
    // The slider at its end leaves out nothing, however numbers are rounded.
    (most === 1 || object.probability <= most) &&
    (micrograph === '' || object.micrograph === micrograph) &&
    passesLabel(object, labelled)
  );
}

function passesLabel({ label, class: own }, labelled) {
  if (labelled === 'yes') return label !== undefined;
  if (labelled === 'no') return label === undefined;
  return labelled !== 'other' || (label !== undefined && label !== own);
}

function regionTest(region, x, y) {
  if (region === undefined) return () => true;
  const [left, right, bottom, top] = region;
  return (object) => x.of(object) >= left && x.of(object) <= right && y.of(object) >= bottom && y.of(object) <= top;
}
