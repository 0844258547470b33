/** News from the system: an event stream, and a slow poll should the stream be silent. */

/** What may have changed: these people's phones, the clock, or (`all`) anything. */
export interface News {
  openids: Set<string>;
  clock: boolean;
  all: boolean;
}
type Listener = (news: News) => void;

const listeners = new Set<Listener>();
const POLL_MS = 4000;
/** News are gathered this long: a rush of them makes a few requests, not thousands. */
const GATHER_MS = 40;
let gathered: News | undefined;

/** Call `listener` whenever something may have changed. Returns how to stop. */
export function onNews(listener: Listener): () => void {
  listeners.add(listener);
  return () => listeners.delete(listener);
}

/** Something happened: tell everyone, in a moment. */
export function tell(news: { openid?: string; clock?: boolean } = {}): void {
  if (!gathered) {
    gathered = { openids: new Set(), clock: false, all: false };
    setTimeout(flush, GATHER_MS);
  }
  if (news.openid) gathered.openids.add(news.openid);
  else if (news.clock) gathered.clock = true;
  else gathered.all = true;
}

function flush(): void {
  const news = gathered!;
  gathered = undefined;
  for (const listener of listeners) listener(news);
}

/** Start listening; for the whole life of the page. */
export function connect(): void {
  let open = false;
  const source = new EventSource('/local/events');
  source.onopen = () => {
    open = true;
    tell();
  };
  source.onerror = () => {
    open = false;
  };
  source.onmessage = () => tell();
  source.addEventListener('inbox', (event) => tell({ openid: openidIn(event.data) }));
  source.addEventListener('clock', () => tell({ clock: true }));
  setInterval(() => {
    if (!open && !document.hidden) tell();
  }, POLL_MS);
  document.addEventListener('visibilitychange', () => tell());
}

function openidIn(data: string): string | undefined {
  try {
    return JSON.parse(data).openid;
  } catch {
    return undefined;
  }
}
