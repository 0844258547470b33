/** A modal window of the browser's own: it keeps focus inside and closes on Escape. */
import type { ComponentChildren } from 'preact';
import { useLayoutEffect, useRef } from 'preact/hooks';
import { Icon } from './icons';

interface Props {
  title: string;
  close(): void;
  children: ComponentChildren;
}

export function Dialog({ title, close, children }: Props) {
  const ref = useRef<HTMLDialogElement>(null);
  // Before it is painted: Escape must find it as soon as it is seen.
  useLayoutEffect(() => {
    const dialog = ref.current!;
    dialog.showModal();
    return () => dialog.close();
  }, []);
  return (
    // biome-ignore lint/a11y/useKeyWithClickEvents: Escape is the dialog's own; the press outside is for a mouse.
    <dialog
      ref={ref}
      class="dialog"
      aria-label={title}
      onClose={close}
      onClick={(event) => event.target === ref.current && close()}
    >
      <header>
        <h2>{title}</h2>
        <button type="button" class="round" aria-label="关闭" onClick={close}>
          <Icon name="close" />
        </button>
      </header>
      <div class="dialog-body">{children}</div>
    </dialog>
  );
}
