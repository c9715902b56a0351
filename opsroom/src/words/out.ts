// What is said when somebody signs out, in both languages? These words come with it.

const en = {
  out_clean: 'Signing out leaves nothing of yours on this device.',
  out_waiting: '{count} kept here and not sent yet. They go by themselves as soon as the server takes them; if you sign out now they are lost.',
  out_drafts: 'What you drew or typed here and did not save goes too.',
  out_lose: 'Sign out, and lose them',
} as const;

const es: Record<keyof typeof en, string> = {
  out_clean: 'Al salir no queda nada suyo en este aparato.',
  out_waiting: '{count} en este aparato sin enviar. Salen solas en cuanto el servidor las tome; si sale ahora, se pierden.',
  out_drafts: 'Lo que dibujó o escribió aquí sin guardar también se va.',
  out_lose: 'Salir, y perderlas',
};

export const out = { en, es };
