// The labelling page. The server's state comes first; from then on each change is shown at once and sent, and one that the
// server could not keep is taken back with a message.
import { labelling } from './labelling.js';
import { drawClasses, drawPlace, element, say, sayOver } from './view.js';

const state = await (await fetch('state')).json();
const work = labelling(state);

function draw() {
  drawPlace(work);
  drawClasses(work, choose);
}

async function send(path, body) {
  const answer = await fetch(path, { method: 'POST', body: JSON.stringify(body) });
  if (!answer.ok) throw new Error(await answer.text());
}

async function save(change) {
  say('');
  draw();
  try {
    await send('label', { patch: change.patch, label: change.after ?? null });
  } catch (error) {
    work.takeBack(change);
    draw();
    say(`This label was not saved: ${error.message}`);
  }
}

function choose(name) {
  save(work.label(name));
}

function undo() {
  const change = work.undo();
  if (change !== undefined) save(change);
}

function move(step) {
  work.move(step);
  say('');
  draw();
}

function addClass() {
  const input = element('class-name');
  const fault = work.addClass(input.value);
  say(fault ?? '');
  if (fault === undefined) input.value = '';
  draw();
}

async function done() {
  try {
    await send('done', {});
    isOver = true;
    sayOver();
  } catch (error) {
    say(error.message);
  }
}

let isOver = false;
const keys = {
  ArrowLeft: () => move(-1),
  ArrowRight: () => move(1),
  s: () => {
    work.skip();
    draw();
  },
  u: undo,
  Backspace: undo,
  0: () => save(work.label(undefined)),
};

element('undo').addEventListener('click', undo);
element('skip').addEventListener('click', keys.s);
element('back').addEventListener('click', keys.ArrowLeft);
element('forward').addEventListener('click', keys.ArrowRight);
element('clear').addEventListener('click', keys[0]);
element('done').addEventListener('click', done);
element('add').addEventListener('submit', (event) => {
  event.preventDefault();
  addClass();
});
document.addEventListener('keydown', (event) => {
  if (isOver || event.target.tagName === 'INPUT' || event.altKey || event.metaKey) return;
  // A key that is held down is not meant for one patch after another.
  if (event.repeat && !event.key.startsWith('Arrow')) return;
  const isUndo = event.ctrlKey && event.key === 'z';
  if (event.ctrlKey && !isUndo) return;
  const name = /^[1-9]$/.test(event.key) ? work.classes[event.key - 1] : undefined;
  const act = name !== undefined ? () => choose(name) : isUndo ? undo : keys[event.key];
  if (act === undefined) return;
  event.preventDefault();
  act();
});
// A page that is closed ends the labelling; one that is loaded anew asks for the state again before the server gives up.
addEventListener('pagehide', () => isOver || navigator.sendBeacon('closed'));
draw();
