/** What stands for a picture, a map and a sticker: drawn here, nothing is loaded. */
export function Picture() {
  return (
    <svg class="picture" viewBox="0 0 120 90" role="img" aria-label="图片">
      <rect width="120" height="90" fill="#cfe3ea" />
      <circle cx="92" cy="22" r="9" fill="#f6d27a" />
      <path d="M0 70 34 38l22 20 18-14 46 34v12H0Z" fill="#7fa08a" />
      <path d="M0 82 28 62l30 20 26-12 36 14v6H0Z" fill="#5b7d68" />
    </svg>
  );
}

export function Place() {
  return (
    <svg class="map" viewBox="0 0 200 84" role="img" aria-label="地图" preserveAspectRatio="xMidYMid slice">
      <rect width="200" height="84" fill="#e9efe6" />
      <path
        d="M-5 60 70 40l60 24 80-30M40-5l22 94M128-5l18 94M-5 20l210 8"
        fill="none"
        stroke="#fff"
        stroke-width="6"
      />
      <path d="M150 40h34v26h-34zM74 6h40v22H74z" fill="#d3e2cb" />
      <path d="M100 58s13-11.5 13-21a13 13 0 1 0-26 0c0 9.5 13 21 13 21Z" fill="#b3261e" />
      <circle cx="100" cy="37" r="4.6" fill="#fff" />
    </svg>
  );
}

export function Sticker() {
  return (
    <svg class="sticker" viewBox="0 0 64 64" role="img" aria-label="表情">
      <circle cx="32" cy="32" r="26" fill="#ffd34d" />
      <path d="M20 37c3 9 21 9 24 0Z" fill="#7a3b1d" />
      <path d="M20 27q4-5 8 0M36 27q4-5 8 0" fill="none" stroke="#7a3b1d" stroke-width="3" stroke-linecap="round" />
      <circle cx="17" cy="35" r="4" fill="#ff9d6b" opacity=".6" />
      <circle cx="47" cy="35" r="4" fill="#ff9d6b" opacity=".6" />
    </svg>
  );
}
