import { readFileSync, writeFileSync } from 'node:fs';
import { asksFor, mayDo } from './deploy/support/access';
const quote = (k: string) => (k.includes('*') ? `'${k}'` : k);
(async () => {
  for (const name of process.argv.slice(2)) {
    const asked = await asksFor(name);
    let s = readFileSync(`functions/${name}.yml`, 'utf8');
    s = s.replace(/(dynamodb:LeadingKeys: \[)(?!'DUE)[^\]]*\]/, `$1${asked.keys.map(quote).join(', ')}]`);
    s = s.replace(/(Action:\n)((?:\s+- dynamodb:\w+\n)+)(\s+Resource: !GetAtt Table\.Arn)/, (_: string, a: string, _b: string, c: string) => {
      const indent = /^\s*/.exec(_b)![0];
      return a + asked.table.map((t) => `${indent}- ${t}\n`).join('') + c;
    });
    writeFileSync(`functions/${name}.yml`, s);
    console.log(name, JSON.stringify({ ...asked, keys: undefined, table: undefined }));
  }
})();
