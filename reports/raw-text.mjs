// Lets Node import a file as text (`./en.ftl?raw`), as the build and the tests do; for scripts run from the sources.
import { readFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';

/** Node's load hook. */
export async function load(url, context, next) {
  if (!url.endsWith('?raw')) return next(url, context);
  const text = await readFile(fileURLToPath(url.slice(0, -'?raw'.length)), 'utf8');
  return {
    format: 'module',
    shortCircuit: true,
    source: `export default ${JSON.stringify(text)};`,
  };
}
