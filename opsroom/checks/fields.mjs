// Does every field for words take what people paste into one? Markup, letters from right to left, an emoji and two hundred letters, on a telephone.
import { taps } from './access.mjs';
import { settled, side_by_side, visit } from './browser.mjs';
import { sideways } from './look.mjs';

const odd = { markup: '<b class="odd">Mill</b> & "Co" <img src="data:," onerror="window.odd = 1">', 'from right to left': 'מטווייה 2, الغزل', emoji: '🏭 👩🏽‍🏭 boiler', 'two hundred letters': 'x'.repeat(200) };
const words = 'input:not([type]), input[type=text], input[type=search], input[type=password], textarea';

export async function fields(browser, tally, base, places) {
  const kinds = [...new Set(places.map(({ kind }) => kind))].map((kind) => [kind, []]);
  let filled = 0;
  await side_by_side([...kinds, ...taps].map(([kind, selectors]) => async () => {
    for (const { address, viewer } of places.filter((place) => place.kind === kind)) {
      let found = selectors.length === 0;
      await visit(browser, tally, { base, address, viewer, width: 360, height: 780 }, async (page) => {
        found ||= (await page.locator(selectors[0]).count()) > 0;
        if (!found) return;
        for (const selector of selectors) await page.locator(selector).first().click();
        await settled(page);
        filled += await fill(page, tally, `${address}${selectors.length ? `, after ${selectors.join(', ')}` : ''}`);
      });
      if (found) break;
    }
  }));
  tally.claim(filled >= 40, `${filled} fields were tried`);
}

/** Each oddity in all fields at once: answers how many there are. */
async function fill(page, tally, name) {
  let count = 0;
  for (const [what, text] of Object.entries(odd)) {
    count = await page.evaluate(typed, [words, text]);
    await settled(page);
    const over = await page.evaluate(sideways);
    tally.claim(over === null, `${name}: ${what} in every field: no sideways scroll: ${over}`);
    const became = await page.evaluate(() => document.querySelectorAll('.odd').length > 0 || window.odd === 1);
    tally.claim(!became, `${name}: ${what} stays words`);
  }
  return count;
}

/** As if typed: a script's own assignment is noticed by nobody. */
function typed([words, text]) {
  const fields = [...document.querySelectorAll(words)].filter((one) => one.checkVisibility() && !one.readOnly && !one.disabled);
  for (const field of fields) {
    Object.getOwnPropertyDescriptor(Object.getPrototypeOf(field), 'value').set.call(field, text);
    field.dispatchEvent(new Event('input', { bubbles: true }));
    field.dispatchEvent(new Event('change', { bubbles: true }));
  }
  return fields.length;
}
