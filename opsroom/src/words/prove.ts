// What does the dialog say that asks for the password once more, in both languages? These words come with it.

const en = {
  prove_heading: 'Your password once more',
  prove_why: 'This reaches far, and a while has passed since you gave it.',
  prove_go: 'Go on',
} as const;

const es: Record<keyof typeof en, string> = {
  prove_heading: 'Su contraseña, una vez más',
  prove_why: 'Esto llega lejos, y ya pasó un rato desde que la dio.',
  prove_go: 'Seguir',
};

export const prove = { en, es };
