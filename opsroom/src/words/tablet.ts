// What is said to whoever signs at a tablet that all share, in both languages? These words come with the keys for it.

const en = {
  tablet_who: 'Who signs?',
  tablet_nobody: 'Nobody of this unit has a PIN yet. It is set where one has signed in oneself, under one’s name.',
  tablet_pin: 'Your PIN',
  tablet_typed: '{count} of {most} digits typed',
  tablet_wipe: 'Delete',
  tablet_stays: 'Your PIN signs this once. Then nothing of you stays on this tablet.',
} as const;

const es: Record<keyof typeof en, string> = {
  tablet_who: '¿Quién firma?',
  tablet_nobody: 'Nadie de esta unidad tiene PIN todavía. Se pone donde cada cual ha entrado, bajo su nombre.',
  tablet_pin: 'Su PIN',
  tablet_typed: '{count} de {most} cifras',
  tablet_wipe: 'Borrar',
  tablet_stays: 'Su PIN firma esto una vez. Después no queda nada de usted en esta tableta.',
};

export const tablet = { en, es };
