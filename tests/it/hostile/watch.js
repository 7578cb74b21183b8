// Stands first in every page that is shown, and tells what must not be: a name of the page that was taken, an element that
// may lie over the page, and, after each of them was touched, whatever runs.
const page = location.pathname.split('/').pop();
const tell = (what) => fetch(`/${what}/${page}`);
const isOwn = location.pathname.startsWith('/copy/');
const schemes = ['http:', 'https:', 'mailto:'];

Object.defineProperty(window, 'RUN', { get: () => tell('ran') });

const leadsAway = (address) => {
  try {
    return !schemes.includes(new URL(address, document.baseURI).protocol);
  } catch {
    return false;
  }
};

const touch = (element) => {
  for (const { name, value } of [...element.attributes]) {
    if (name.startsWith('on')) element.dispatchEvent(new Event(name.slice(2)));
    if (['href', 'xlink:href', 'action', 'formaction'].includes(name) && leadsAway(value)) {
      if (name === 'action') element.requestSubmit();
      else element.dispatchEvent(new MouseEvent('click', { bubbles: true, cancelable: true }));
    }
  }
};

addEventListener('load', () => {
  if (window.clobbered || document.clobbered) tell('clobbered');
  for (const element of document.querySelectorAll('body, body *')) {
    const lies = getComputedStyle(element).position !== 'static';
    if (!isOwn && (lies || element.id || element.classList.length || element.hasAttribute('style'))) tell('overlaid');
    touch(element);
  }
});
