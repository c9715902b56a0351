// What can be seen on a page as it stands? These functions run inside the page and answer with what is wrong.

/** How far the page can be pushed sideways, and by what. */
export function sideways() {
  const over = document.documentElement.scrollWidth - document.documentElement.clientWidth;
  if (over <= 0) return null;
  const edge = document.documentElement.clientWidth;
  const scrolls = (element) => element && (/(auto|scroll|hidden)/.test(getComputedStyle(element).overflowX) || scrolls(element.parentElement));
  const widest = [...document.querySelectorAll('body *')].filter((element) => element.getBoundingClientRect().right > edge + 0.5 && !scrolls(element.parentElement));
  return `${over} px, by ${widest.slice(0, 4).map((element) => `${element.tagName.toLowerCase()}.${element.getAttribute('class') ?? ''} "${(element.textContent ?? '').trim().slice(0, 30)}"`).join(', ')}`;
}

/** Controls that a gloved finger misses: under 44 px. A link inside a sentence is excepted, as in WCAG 2.5.8. */
export function small_targets() {
  const found = [];
  for (const element of document.querySelectorAll('a[href], button, input, select, textarea, summary, [role=slider]')) {
    if (!element.checkVisibility({ visibilityProperty: true }) || element.closest('.skip, dialog:not([open])')) continue;
    if (element.matches('.tl')) continue;
    const target = element.matches('input[type=checkbox], input[type=radio]') ? element.closest('label') ?? element : element;
    const cover = element.closest('.card.link');
    const box = (element.matches('.card.link h3 a') && cover ? cover : target).getBoundingClientRect();
    if (box.width < 43.5 || box.height < 43.5) found.push(`${element.tagName.toLowerCase()} "${(element.textContent || element.getAttribute('aria-label') || element.id).trim().slice(0, 40)}" ${Math.round(box.width)}×${Math.round(box.height)}`);
  }
  return found;
}

/** Words that are cut off where they must not be: buttons, headings, labels. */
export function cut_off() {
  return [...document.querySelectorAll('h1, h2, h3, button, .btn, label, .dock a, .tag')]
    .filter((element) => element.checkVisibility() && !element.closest('.vh') && element.scrollWidth > element.clientWidth + 1 && getComputedStyle(element).display !== 'inline')
    .map((element) => `${element.tagName.toLowerCase()} "${(element.textContent ?? '').trim().slice(0, 40)}"`);
}

/** Makes every text two fifths longer, as another language might; `unstretched()` in the page takes that back. */
export function stretch() {
  const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  const nodes = [];
  while (walker.nextNode()) nodes.push([walker.currentNode, walker.currentNode.data]);
  window.unstretched = () => nodes.forEach(([node, text]) => (node.data = text));
  for (const [node] of nodes) {
    const text = node.data;
    if (!/\p{L}{2}/u.test(text) || node.parentElement?.closest('script, style, pre, .vh')) continue;
    const extra = Math.ceil(text.trim().length * 0.4);
    node.data = text.replace(/\s*$/, `${text.trim().length > 6 ? ' ' : ''}${'lorem ipsum dolor sit amet '.repeat(20).slice(0, extra).trim()}$&`);
  }
}

/** The smallest text that is drawn, in pixels of the screen. */
export function smallest_text() {
  let least = { size: Infinity, text: '' };
  const zoom = Number(getComputedStyle(document.body).zoom) || 1;
  const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  while (walker.nextNode()) {
    const element = walker.currentNode.parentElement;
    const text = walker.currentNode.data.trim();
    if (!text || !element?.checkVisibility() || element.closest('script, style, .vh, .skip')) continue;
    const size = parseFloat(getComputedStyle(element).fontSize) * zoom;
    if (size < least.size) least = { size, text };
  }
  return least;
}

/** Contrast over SVG, which axe leaves out: text 4.5:1, graphics 3:1. What something else carries is marked `bg`. */
export function contrast() {
  const channel = (value) => (value / 255 <= 0.04045 ? value / 255 / 12.92 : ((value / 255 + 0.055) / 1.055) ** 2.4);
  const read = (colour) => /^rgba?\(/.test(colour) ? colour.match(/[\d.]+/g).map(Number) : null;
  const light = ([r, g, b]) => 0.2126 * channel(r) + 0.7152 * channel(g) + 0.0722 * channel(b);
  const ratio = (a, b) => (Math.max(light(a), light(b)) + 0.05) / (Math.min(light(a), light(b)) + 0.05);
  const resolve = (name) => {
    const probe = document.body.appendChild(document.createElement('i'));
    probe.style.color = `var(--${name})`;
    const colour = read(getComputedStyle(probe).color);
    probe.remove();
    return colour;
  };
  const behind = (element) => {
    for (let at = element; at; at = at.parentElement) {
      const colour = read(getComputedStyle(at).backgroundColor);
      if (colour && (colour[3] ?? 1) > 0.5) return colour;
    }
    return resolve('bg');
  };
  const found = [];
  const check = (what, colour, ground, least) => {
    const got = ratio(colour, ground);
    if (got < least - 0.01) found.push(`${what} ${got.toFixed(2)}:1`);
  };
  const band = resolve('band');
  for (const svg of document.querySelectorAll('svg')) {
    if (!svg.checkVisibility({ visibilityProperty: true }) || svg.closest('.defs, dialog:not([open])')) continue;
    const ground = behind(svg.parentElement);
    for (const shape of svg.querySelectorAll('path, rect, circle, text')) {
      if (shape.classList.contains('bg') || shape.closest('defs')) continue;
      const style = getComputedStyle(shape);
      const name = `${svg.getAttribute('class') ?? 'svg'} ${shape.tagName} "${shape.textContent?.trim().slice(0, 24) ?? ''}"`;
      const [fill, stroke] = [read(style.fill), read(style.stroke)];
      if (shape.tagName === 'text') {
        check(name, fill, ground, 4.5);
        if (shape.matches('.on')) check(`${name} on the band`, fill, band, 4.5);
      } else if (svg.matches('.hx') && shape === svg.lastElementChild) check(`${name} in its hexagon`, stroke, read(getComputedStyle(svg.firstElementChild).fill), 3);
      else {
        const drawn = stroke && style.strokeWidth !== '0px' ? stroke : fill;
        if (drawn && (drawn[3] ?? 1) > 0) check(name, drawn, ground, 3);
      }
    }
  }
  return [...new Set(found)];
}
