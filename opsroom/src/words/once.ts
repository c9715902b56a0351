// What is said beside something to copy, in both languages? These words come with whatever shows it.

const en = {
  qr: 'The same for the camera of a telephone',
  once_done: 'I have it',
  copy: 'Copy',
  copy_code: 'Copy the code',
  copied: 'Copied.',
  copy_by_hand: 'This browser copies only by hand: mark it and copy it.',
} as const;

const es: Record<keyof typeof en, string> = {
  qr: 'Lo mismo para la cámara de un teléfono',
  once_done: 'Ya lo tengo',
  copy: 'Copiar',
  copy_code: 'Copiar el código',
  copied: 'Copiado.',
  copy_by_hand: 'Este navegador solo deja copiar a mano: márquelo y cópielo.',
};

export const once = { en, es };
