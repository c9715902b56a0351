// Device: can this browser be written to while no page is open, and where?

import { post } from './server';

/** Where the worker lies that shows what comes. */
const WORKER = '/told.js';

/** Whether the browser can. */
export function can_be_told(): boolean {
  return 'serviceWorker' in navigator && 'PushManager' in window && 'Notification' in window;
}

/** The bytes of a key in base 64 for addresses. */
export function key_bytes(key: string): Uint8Array<ArrayBuffer> {
  const text = atob(key.replaceAll('-', '+').replaceAll('_', '/'));
  return Uint8Array.from(text, (letter) => letter.charCodeAt(0));
}

/** A few words by which its owner knows it again: `Firefox, Android`. */
export function device_name(agent: string): string {
  const browsers: [RegExp, string][] = [[/Edg\//, 'Edge'], [/Firefox\//, 'Firefox'], [/OPR\//, 'Opera'], [/Chrome\//, 'Chrome'], [/Safari\//, 'Safari']];
  const systems: [RegExp, string][] = [[/Android/, 'Android'], [/iPhone|iPad/, 'iOS'], [/Windows/, 'Windows'], [/Mac OS/, 'macOS'], [/Linux/, 'Linux']];
  const found = [browsers, systems].map((names) => names.find(([sign]) => sign.test(agent))?.[1]);
  return found.filter(Boolean).join(', ') || 'browser';
}

export interface Told {
  push_key: string;
  viewer: string | null;
  lang: string;
  quiet: { from: string; until: string } | null;
}

/** Asks the browser, and tells the server. The worker gives the code back by itself; resolves when it did, or after a while. */
export async function tell_device({ push_key, viewer, lang, quiet }: Told, refused: string): Promise<void> {
  if ((await Notification.requestPermission()) !== 'granted') throw new Error(refused);
  const worker = await navigator.serviceWorker.register(WORKER);
  await navigator.serviceWorker.ready;
  const applicationServerKey = key_bytes(push_key);
  // One that was made for another server's key is worth nothing here.
  await (await worker.pushManager.getSubscription())?.unsubscribe();
  const made = (await worker.pushManager.subscribe({ userVisibleOnly: true, applicationServerKey })).toJSON();
  const given = new Promise<void>((done) => {
    navigator.serviceWorker.addEventListener('message', () => done(), { once: true });
    setTimeout(done, 8000);
  });
  const body = { endpoint: made.endpoint, key: made.keys?.p256dh, auth: made.keys?.auth, device: device_name(navigator.userAgent), lang, quiet };
  await post('/api/v1/ways/push', viewer, body);
  await given;
}
