/** One conditional write of a turn: which row, why, on what condition, and what became of it. */
import { Code } from './code';
import type { WrittenRow } from './types';
import { changedKeys } from './xml';

const EVENTS: Record<string, string> = {
  INSERT: '新',
  MODIFY: '改',
  REMOVE: '删',
  put: '写',
  update: '改',
  delete: '删',
  check: '查',
};
const OUTCOMES: Record<string, string> = { condition_failed: '条件不成立', conflict: '撞车重来', unknown: '结果不明' };

export function Row({ row }: { row: WrittenRow }) {
  const { before, after } = row;
  const event = row.event ?? row.kind;
  const changed = before && after ? changedKeys(before, after) : [];
  const failed = row.outcome && OUTCOMES[row.outcome];
  return (
    <details class="table-row">
      <summary>
        <span class={`kind kind-${failed || event === 'check' ? 'failed' : event.toLowerCase()}`}>
          {failed || EVENTS[event] || event}
        </span>
        <code>{row.pk}</code> <code class="sk">{row.sk}</code>
        {row.why && <small class="row-why">{row.why}</small>}
      </summary>
      {row.when !== undefined && (
        <p class="row-part">
          条件 <code>{JSON.stringify(row.when)}</code>
        </p>
      )}
      {changed.length > 0 && (
        <dl class="diff">
          {changed.map((name) => (
            <div key={name}>
              <dt>{name}</dt>
              <dd>
                <del>{short(before?.[name])}</del> <ins>{short(after?.[name])}</ins>
              </dd>
            </div>
          ))}
        </dl>
      )}
      {(after ?? before) ? <Code value={after ?? before} /> : null}
    </details>
  );
}

const short = (value: unknown) => (value === undefined ? '—' : JSON.stringify(value));
