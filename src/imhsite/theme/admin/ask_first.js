/**
 * Asks before the CMS throws something away: what is typed and not saved, and a record.
 *
 * The CMS goes from one of its pages to another by the hash of the address, so whoever listens first can keep it where it is.
 */
const LEAVE = 'What you changed is not saved. Throw it away?';

let isTouched = false;

export function askFirst() {
  addEventListener('hashchange', onMove, true);
  addEventListener('beforeunload', (event) => isChanged() && event.preventDefault());
  document.addEventListener('click', onClick, true);
  document.addEventListener('input', () => (isTouched = true), true);
}

/** Whether there is something to save. The CMS offers to save a new file too, of which nothing is written yet. */
const isChanged = () => isTouched && [...document.querySelectorAll('button')].some((button) => button.textContent.trim() === 'Save' && button.ariaDisabled !== 'true');

function onMove(event) {
  if (event.oldURL === event.newURL || !isChanged() || confirm(LEAVE)) {
    isTouched = false;
    return;
  }
  event.stopImmediatePropagation();
  // Whoever went back by the browser's button stays able to; the CMS's own move has left an entry of its own.
  history[event.isTrusted ? 'pushState' : 'replaceState'](history.state, '', event.oldURL);
}

function onClick(event) {
  if (event.target.closest('.field')) isTouched = true; // a choice, or a record that comes or goes
  const button = event.target.closest('button[aria-label="Remove"]');
  const item = button?.closest('.item-wrapper');
  if (!item || button.closest('.field')?.dataset.keyPath !== 'records' || confirm(`Remove "${nameOf(item)}" from this file?`)) return;
  event.preventDefault();
  event.stopImmediatePropagation();
}

/** What the form calls the record of ITEM: its line in the list, or the first field of its form. */
const nameOf = (item) => item.querySelector('.summary')?.innerText.trim() || item.querySelector('input')?.value || 'this record';
