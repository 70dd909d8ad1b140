// How the router is asked: by fetch alone, since an EventSource cannot bring a token.

const TOKEN = 'sluice-token';
let told = () => {};
let asking = null;

/** Hears whether the router answers: nothing if it does, else why not. */
export const onConnection = (listener) => { told = listener; };

function token() {
  asking ??= new Promise((resolve) => {
    const dialog = document.getElementById('key');
    dialog.addEventListener('close', () => {
      sessionStorage.setItem(TOKEN, document.getElementById('token').value);
      asking = null;
      resolve();
    }, { once: true });
    dialog.showModal();
  });
  return asking;
}

async function ask(path, options = {}) {
  for (;;) {
    const known = sessionStorage.getItem(TOKEN);
    const headers = { ...options.headers, ...(known ? { authorization: `Bearer ${known}` } : {}) };
    const answer = await fetch(path, { ...options, headers });
    if (answer.status !== 401) {
      return answer;
    }
    await token();
  }
}

/** What stands at a path; throws the router's own words if it refuses. */
export async function get(path, options) {
  const answer = await ask(path, options);
  const body = await answer.json();
  if (!answer.ok) {
    throw new Error(body.error ?? `the router answered ${answer.status}`);
  }
  return body;
}

const pause = (millis, signal) => new Promise((resolve) => {
  const timer = setTimeout(resolve, millis);
  signal.addEventListener('abort', () => { clearTimeout(timer); resolve(); }, { once: true });
});

/** Asks again and again, while the page is looked at; what has not changed is not sent. */
export function poll(path, millis, signal, take) {
  const run = async () => {
    while (!signal.aborted) {
      if (!document.hidden) {
        try {
          take(await get(path, { signal, cache: 'no-cache' }));
          told(null);
        } catch (error) {
          if (!signal.aborted) {
            told(error.message);
          }
        }
      }
      await pause(millis, signal);
    }
  };
  run();
}

/** Listens to events (name, data), and comes back when they end. */
export function listen(path, signal, take) {
  const run = async () => {
    while (!signal.aborted) {
      try {
        const answer = await ask(path, { signal, cache: 'no-store' });
        if (!answer.ok) {
          throw new Error((await answer.json()).error);
        }
        told(null);
        await read(answer.body.pipeThrough(new TextDecoderStream()).getReader(), take);
        throw new Error('the router has ended what it was telling');
      } catch (error) {
        if (!signal.aborted) {
          told(error.message);
        }
      }
      await pause(2000, signal);
    }
  };
  run();
}

async function read(reader, take) {
  let rest = '';
  for (;;) {
    const { value, done } = await reader.read();
    if (done) {
      return;
    }
    const events = (rest + value).split('\n\n');
    rest = events.pop();
    for (const event of events) {
      const lines = event.split('\n');
      const name = lines.find((line) => line.startsWith('event: '));
      const data = lines.find((line) => line.startsWith('data: '));
      if (name && data) {
        take(name.slice(7), JSON.parse(data.slice(6)));
      }
    }
  }
}
