// What does the dialog say that asks for the password once more, in both languages? These words come with it.

const en = {
  prove_heading: 'Once more: is it you?',
  prove_why: 'This reaches far, and a while has passed since you gave it.',
  prove_there: 'This reaches far, and a while has passed. Show once more where you sign in that it is you, then do it again here.',
  prove_go: 'Go on',
} as const;

const es: Record<keyof typeof en, string> = {
  prove_heading: 'Una vez más: ¿es usted?',
  prove_why: 'Esto llega lejos, y ya pasó un rato desde que la dio.',
  prove_there: 'Esto llega lejos, y ya pasó un rato. Muestre otra vez, donde usted entra, que es usted, y hágalo aquí de nuevo.',
  prove_go: 'Seguir',
};

export const prove = { en, es };
