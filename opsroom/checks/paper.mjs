// Does a page go to a meeting? On A4, in day colours although the screen is dark, with nothing that one would press.
import { settled, side_by_side, visit } from './browser.mjs';
import { contrast, sideways } from './look.mjs';

/** A4 less the margins of the sheet, in CSS pixels: (210 − 26) mm. */
const width = 695;
/** A4 pages that a kind may take: what is told or agreed over a year may need a second one. */
const most = { room: 2, incident: 2, indicator: 2, plan: 2 };

export async function paper(browser, tally, base, places) {
  await side_by_side(places.filter((place) => place.kind in most).map(({ address, viewer, kind }) => async () => {
    await visit(browser, tally, { base, address, viewer, theme: 'dark', width, height: 980, prepare: (page) => page.clock.install() }, async (page) => {
      // The sheet for paper comes when the page has been there for a while.
      await page.clock.fastForward(5_000);
      await page.waitForFunction(() => document.adoptedStyleSheets.some((sheet) => [...sheet.cssRules].some((rule) => rule.cssText.startsWith('@page'))));
      await page.emulateMedia({ media: 'print', colorScheme: 'dark' });
      await settled(page);
      const seen = await page.evaluate(() => ({
        paper: getComputedStyle(document.body).backgroundColor,
        pressed: [...document.querySelectorAll('.dock, main button, main input, main select, main textarea')].filter((element) => element.checkVisibility()).length,
        words: document.querySelector('main').innerText.length,
      }));
      tally.claim(seen.paper === 'rgb(255, 255, 255)', `${address} on paper is white: ${seen.paper}`);
      tally.claim(seen.pressed === 0 && seen.words > 40, `${address} on paper has nothing to press, and words: ${JSON.stringify(seen)}`);
      const over = await page.evaluate(sideways);
      tally.claim(over === null, `${address} fits the width of A4: ${over}`);
      const faint = await page.evaluate(contrast);
      tally.claim(faint.length === 0, `${address} on paper is read: ${faint.slice(0, 3).join('; ')}`);
      const pdf = (await page.pdf({ format: 'A4', preferCSSPageSize: true })).toString('latin1');
      const sheets = pdf.match(/\/Type\s*\/Page\b(?!s)/g)?.length ?? 0;
      tally.claim(sheets >= 1 && sheets <= most[kind], `${address} takes ${sheets} sheets of A4`);
    });
  }));
}
