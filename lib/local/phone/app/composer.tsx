/** Where she writes: text, and behind ＋ what a phone can send besides. */
import type { RefObject } from 'preact';
import { useRef, useState } from 'preact/hooks';
import { useDismiss } from './hooks';
import { Icon } from './icons';
import { More, type Opened } from './more';
import type { Item, Outgoing } from './types';

const TEXT_MAX = 2000;

interface Props {
  who: string;
  disabled: boolean;
  repeatable?: Item;
  send(message: Outgoing, shown?: { text: string; kind: string }): void;
  repeat(item: Item): void;
  scan(): void;
}

export function Composer({ who, disabled, repeatable, send, repeat, scan }: Props) {
  const [text, setText] = useState('');
  const [more, setMore] = useState<Opened>('closed');
  const close = () => setMore('closed');
  const ref = useDismiss<HTMLDivElement>(more !== 'closed', close);
  const input = useRef<HTMLTextAreaElement>(null);

  const submit = () => {
    const said = text.trim();
    if (!said || disabled) return;
    setText('');
    send({ text: said }, { text: said, kind: 'text' });
    input.current?.focus();
  };
  const sendType = (message: Outgoing & { type: string }, shown: string) => {
    close();
    send(message, { text: shown, kind: message.type });
  };
  const then =
    <A extends unknown[]>(act: (...given: A) => void) =>
    (...given: A) => {
      close();
      act(...given);
    };

  return (
    <div class="composer" ref={ref}>
      <form
        class="write"
        onSubmit={(event) => {
          event.preventDefault();
          submit();
        }}
      >
        <Round
          icon="voice"
          label="发语音"
          disabled={disabled}
          open={more === 'voice'}
          onClick={() => setMore(more === 'voice' ? 'closed' : 'voice')}
        />
        <Field who={who} disabled={disabled} input={input} text={text} type={setText} submit={submit} />
        <Round icon="smile" label="发表情" disabled={disabled} onClick={() => sendType({ type: 'sticker' }, '')} />
        {text.trim() ? (
          <button type="submit" class="go">
            发送
          </button>
        ) : (
          <Round
            icon="plus"
            label="更多"
            open={more === 'panel'}
            onClick={() => setMore(more === 'closed' ? 'panel' : 'closed')}
          />
        )}
      </form>
      <More
        open={more}
        disabled={disabled}
        repeatable={repeatable}
        show={setMore}
        sendType={sendType}
        repeat={then(repeat)}
        scan={then(scan)}
      />
    </div>
  );
}

interface FieldProps {
  who: string;
  disabled: boolean;
  input: RefObject<HTMLTextAreaElement>;
  text: string;
  type(text: string): void;
  submit(): void;
}

function Field({ who, disabled, input, text, type, submit }: FieldProps) {
  return (
    <textarea
      ref={input}
      rows={1}
      value={text}
      disabled={disabled}
      maxLength={TEXT_MAX}
      aria-label={`以${who}的身份写消息`}
      placeholder={disabled ? '先关注公众号' : ''}
      onInput={(event) => type(event.currentTarget.value)}
      onKeyDown={(event) => {
        // Enter that ends the choice of a character is the input method's, not ours.
        if (event.key !== 'Enter' || event.shiftKey || event.isComposing) return;
        event.preventDefault();
        submit();
      }}
    />
  );
}

interface RoundProps {
  icon: Parameters<typeof Icon>[0]['name'];
  label: string;
  disabled?: boolean;
  /** For those that open something. */
  open?: boolean;
  onClick(): void;
}

function Round({ icon, label, disabled, open, onClick }: RoundProps) {
  return (
    <button
      type="button"
      class="round"
      disabled={disabled}
      aria-label={label}
      title={label}
      aria-expanded={open}
      onClick={onClick}
    >
      <Icon name={icon} />
    </button>
  );
}
