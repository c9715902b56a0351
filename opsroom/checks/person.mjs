// Somebody with a browser of their own, on a phone.

export const password = 'two looms without thread';

export class Person {
  static async of(browser, tally, world, address) {
    const context = await browser.newContext({ viewport: { width: 360, height: 780 }, locale: 'en-GB', userAgent: 'Mozilla/5.0 (Android 14; Mobile; rv:140.0) Gecko/140.0 Firefox/140.0' });
    const page = await context.newPage();
    const person = Object.assign(new Person(), { context, page, tally, world, complaints: [] });
    page.on('pageerror', (error) => person.complaints.push(error.message));
    await person.go(address);
    return person;
  }

  async go(address) {
    await this.page.goto(this.world.base + address);
    await this.page.waitForSelector('header.top');
  }

  /** Fills the form of whoever is new and sends it. */
  async begins(name, login, button) {
    await this.fill({ name, login, password });
    await this.page.getByRole('button', { name: button, exact: true }).click();
  }

  /** Fills fields by the names under which they are sent. */
  async fill(fields, within = this.page) {
    for (const [field, value] of Object.entries(fields)) await within.locator(`input[name="${field}"]:visible`).first().fill(value);
  }

  /** What a program in the page would be answered. */
  async ask(path, body) {
    return this.page.evaluate(async ([path, body]) => {
      const headers = body ? { 'Content-Type': 'application/json' } : {};
      const response = await fetch(path, { method: body ? 'POST' : 'GET', headers, body: body && JSON.stringify(body) });
      return { status: response.status, body: await response.json().catch(() => ({})) };
    }, [path, body]);
  }

  async leaves() {
    this.tally.claim(this.complaints.length === 0, `no complaint of a page: ${this.complaints.join('; ')}`);
    await this.context.close();
  }
}
