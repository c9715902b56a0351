// How long does a form take? By the keystroke-level model (Card, Moran and Newell, 1980): 1.35 s to think, 0.28 s to press a key, 1.1 s to reach
// a place, for as many of each as the form demands.

export class Keystrokes {
  thoughts = 0;
  keys = 0;
  reaches = 0;
  fields = 0;

  /** Thinks, reaches the field, types. */
  async types(field, text) {
    await field.fill(text);
    this.#count(text.length);
  }

  /** Copying elsewhere and pasting here is two keys each, and finding the sheet a longer thought. */
  async pastes(field, text) {
    await field.fill(text);
    this.#count(4);
    this.thoughts += 5;
  }

  async chooses(field, value) {
    await field.selectOption(value);
    this.#count(2);
  }

  async clicks(what) {
    await what.click();
    this.#count(0);
  }

  #count(keys) {
    this.thoughts += 1;
    this.reaches += 1;
    this.keys += keys;
    this.fields += 1;
  }

  seconds() {
    return this.thoughts * 1.35 + this.keys * 0.28 + this.reaches * 1.1;
  }

  told() {
    return `${this.fields} fields and buttons, ${this.keys} keys: ${this.seconds().toFixed(0)} s`;
  }
}
