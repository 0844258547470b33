import { useCallback, useEffect, useLayoutEffect, useReducer, useRef, useState } from 'preact/hooks';
import type { Session } from './session';

/** Draw again whenever this session changes. */
export function useSession(session: Session): Session {
  const [, draw] = useReducer((n: number) => n + 1, 0);
  // Before it is painted: what changes between drawing and listening would never be shown.
  useLayoutEffect(() => session.subscribe(() => draw(undefined)), [session]);
  return session;
}

/** Whether the window is too narrow for phones side by side. */
export function useNarrow(): boolean {
  const query = '(max-width: 719px)';
  const [narrow, set] = useState(() => matchMedia(query).matches);
  useEffect(() => {
    const media = matchMedia(query);
    const changed = () => set(media.matches);
    media.addEventListener('change', changed);
    return () => media.removeEventListener('change', changed);
  }, []);
  return narrow;
}

/** Close on Escape or a press outside, while open. Attach the ref to what counts as inside. */
export function useDismiss<E extends HTMLElement>(open: boolean, close: () => void) {
  const ref = useRef<E>(null);
  useLayoutEffect(() => {
    if (!open) return;
    const press = (event: Event) => {
      if (ref.current && !ref.current.contains(event.target as Node)) close();
    };
    const key = (event: KeyboardEvent) => {
      if (event.key === 'Escape') close();
    };
    document.addEventListener('pointerdown', press);
    document.addEventListener('keydown', key);
    return () => {
      document.removeEventListener('pointerdown', press);
      document.removeEventListener('keydown', key);
    };
  }, [open, close]);
  return ref;
}

/**
 * What makes a box of buttons a menu for the keyboard: the first has the focus, arrows go round, and whoever
 * opened it has the focus back when it closes.
 */
export function useMenu() {
  const ref = useRef<HTMLDivElement>(null);
  useLayoutEffect(() => {
    const opener = document.activeElement as HTMLElement | null;
    const box = ref.current;
    box?.querySelector('button')?.focus({ preventScroll: true });
    return () => {
      if (box?.contains(document.activeElement)) opener?.focus({ preventScroll: true });
    };
  }, []);
  const onKeyDown = (event: KeyboardEvent) => {
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    if (!step) return;
    event.preventDefault();
    const all = Array.from(ref.current?.querySelectorAll('button') ?? []);
    const at = all.indexOf(document.activeElement as HTMLButtonElement);
    all[(at + step + all.length) % all.length]?.focus();
  };
  return { ref, onKeyDown, role: 'menu' as const, tabIndex: -1 };
}

/** A value kept over reloads of the page, in this browser only. */
export function useKept<T>(name: string, first: T): [T, (value: T) => void] {
  const [value, set] = useState<T>(() => {
    try {
      return JSON.parse(localStorage.getItem(name) ?? '') as T;
    } catch {
      return first;
    }
  });
  return [
    value,
    (next) => {
      set(next);
      try {
        localStorage.setItem(name, JSON.stringify(next));
      } catch {
        // A browser that keeps nothing still works until it is closed.
      }
    },
  ];
}

/** Nearer to the end than this, in pixels, she is reading the newest. */
const NEAR_END_PX = 60;

/**
 * A box that stays at its end while she reads there, and says when something new is `below`. `newest` names the
 * last line; `own` is true while a line of hers is on its way, which she wants to see wherever she was.
 */
export function useStayAtEnd(newest: unknown, own: boolean) {
  const box = useRef<HTMLDivElement>(null);
  const atEnd = useRef(true);
  const [below, setBelow] = useState(false);
  const toEnd = useCallback(() => box.current?.scrollTo({ top: box.current.scrollHeight }), []);
  useLayoutEffect(() => {
    if (atEnd.current || own) toEnd();
    else if (newest) setBelow(true);
  }, [newest, own, toEnd]);
  // The window, what hangs below the box, or a line in it may change its size too.
  useEffect(() => {
    const watcher = new ResizeObserver(() => atEnd.current && toEnd());
    watcher.observe(box.current!);
    watcher.observe(box.current!.firstElementChild!);
    return () => watcher.disconnect();
  }, [toEnd]);
  const scrolled = () => {
    const { scrollTop, scrollHeight, clientHeight } = box.current!;
    atEnd.current = scrollHeight - scrollTop - clientHeight < NEAR_END_PX;
    if (atEnd.current) setBelow(false);
  };
  return { box, below, toEnd, scrolled };
}
