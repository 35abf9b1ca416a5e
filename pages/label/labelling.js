// Where a person is among the patches, and what was labelled how: no drawing and no network.

/** `state` is what the server sends: classes, order, labels as pairs of patch and class, and what is known of each patch. */
export function labelling({ classes, order, labels, patches, colours }) {
  const known = new Map(labels);
  const names = [...classes];
  const done = [];
  let place = nextUnlabelled(-1);

  function patch() {
    return order[place];
  }

  /** The place of the next patch without a label, from the start again where there is none behind; else the next one. */
  function nextUnlabelled(from) {
    for (let step = 1; step <= order.length; step += 1) {
      const candidate = (from + step) % order.length;
      if (!known.has(order[candidate])) return candidate;
    }
    return Math.min(order.length - 1, from + 1);
  }

  function put(number, label) {
    if (label === undefined) known.delete(number);
    else known.set(number, label);
  }

  return {
    patches,
    colours,
    classes: names,
    get place() {
      return place;
    },
    get patch() {
      return patch();
    },
    get count() {
      return order.length;
    },
    get numLabelled() {
      return known.size;
    },
    get canUndo() {
      return done.length > 0;
    },
    labelOf: (number) => known.get(number),
    countOf: (name) => [...known.values()].filter((label) => label === name).length,
    move: (step) => {
      place = Math.max(0, Math.min(order.length - 1, place + step));
    },
    skip: () => {
      place = nextUnlabelled(place);
    },
    label: (name) => {
      const change = { patch: patch(), place, before: known.get(patch()), after: name };
      put(change.patch, name);
      done.push(change);
      if (name !== undefined) place = nextUnlabelled(place);
      return change;
    },
    /** Undoes the last label and goes back to its patch; what is to be saved, or undefined. */
    undo: () => {
      const last = done.pop();
      if (last === undefined) return undefined;
      put(last.patch, last.before);
      place = last.place;
      return { ...last, before: last.after, after: last.before };
    },
    /** Forgets a change that could not be saved. */
    takeBack: (change) => {
      put(change.patch, change.before);
      place = change.place;
      const at = done.indexOf(change);
      if (at >= 0) done.splice(at, 1);
    },
    /** Adds a class; says what is wrong with its name, if anything. */
    addClass: (text) => {
      const name = text.trim();
      if (name === '') return 'A class needs a name.';
      if (name === '-1') return '-1 stands for an unknown class in tables: another name, please.';
      if (names.includes(name)) return `There is a class “${name}” already.`;
      names.push(name);
      return undefined;
    },
  };
}
