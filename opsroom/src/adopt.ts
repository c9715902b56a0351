// How does a piece that comes later bring its own style? In the script that it comes with: the one sheet of the first load stays small.

/** Takes a sheet into the page, once a piece. The policy of the page lets scripts of its own do that. */
export function adopt(css: string): void {
  const sheet = new CSSStyleSheet();
  sheet.replaceSync(css);
  document.adoptedStyleSheets = [...document.adoptedStyleSheets, sheet];
}
