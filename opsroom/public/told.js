// Told: what a device does with a message while no page is open: it shows it, and leads to its page when pressed.
//
// The first message holds a code, which is given back so that the server knows that messages come.

self.addEventListener('install', () => self.skipWaiting());
self.addEventListener('activate', (event) => event.waitUntil(self.clients.claim()));

self.addEventListener('push', (event) => {
  event.waitUntil(show(event.data));
});

async function show(data) {
  let told;
  try {
    told = data.json();
  } catch {
    return;
  }
  if (told.check) {
    const address = `/api/v1/ways/${encodeURIComponent(told.check.way)}/confirm`;
    const headers = { 'content-type': 'application/json' };
    const given = await fetch(address, { method: 'POST', headers, body: JSON.stringify({ code: told.check.code }) }).catch(() => null);
    for (const page of await self.clients.matchAll({ type: 'window' })) page.postMessage({ confirmed: given?.ok === true });
  }
  const { title, body, lang, tag, url } = told;
  await self.registration.showNotification(title, { body, lang, tag, renotify: true, data: { url } });
}

self.addEventListener('notificationclick', (event) => {
  event.notification.close();
  event.waitUntil(open(event.notification.data?.url));
});

/** Only pages of this server are opened. */
async function open(url) {
  const to = new URL(typeof url === 'string' ? url : '/', self.location.origin);
  const page = to.origin === self.location.origin ? to.href : self.location.origin;
  for (const known of await self.clients.matchAll({ type: 'window', includeUncontrolled: true })) {
    if (known.url === page) return known.focus();
  }
  return self.clients.openWindow(page);
}
