/** XML in lines, anything else as JSON; every character of it as text. */
import { jsonPieces, type Piece, xmlLines } from './xml';

export function Code({ value }: { value: unknown }) {
  if (typeof value === 'string' && value.trimStart().startsWith('<')) {
    return (
      <pre class="code">
        {xmlLines(value).map((line, i) => (
          <span class={`code-line depth-${Math.min(line.depth, 6)}`} key={i}>
            <Pieces pieces={line.pieces} />
          </span>
        ))}
      </pre>
    );
  }
  return <pre class="code">{typeof value === 'string' ? value : <Pieces pieces={jsonPieces(value)} />}</pre>;
}

function Pieces({ pieces }: { pieces: Piece[] }) {
  return (
    <>
      {pieces.map((piece, i) => (
        <span class={`piece-${piece.kind}`} key={i}>
          {piece.text}
        </span>
      ))}
    </>
  );
}
