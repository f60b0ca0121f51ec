// What CI runs, too. Types, lint and format need nothing of each other, and the format alone keeps one processor busy as
// long as the other two: they run at the same time, and what each printed is told when it ends. Then the build, and the
// tests, which run the built program.
import { spawn } from 'node:child_process';

/** Runs a script of package.json. Answers whether it succeeded, and what it printed if that was to be kept. */
function run(script, output) {
  const npm = spawn('npm', ['run', script], {
    stdio: ['inherit', output, output],
    // npm is a batch file there, which only a shell can start.
    shell: process.platform === 'win32',
  });
  const printed = [];
  for (const stream of [npm.stdout, npm.stderr]) stream?.on('data', (bytes) => printed.push(bytes));
  return new Promise((resolve, reject) => {
    npm.on('error', reject);
    npm.on('close', (status) => resolve({ ok: status === 0, printed: Buffer.concat(printed) }));
  });
}

async function runAndTell(script) {
  const { ok, printed } = await run(script, 'pipe');
  process.stdout.write(printed);
  return ok;
}

const independent = await Promise.all(['types', 'lint', 'format:check'].map(runAndTell));
const isSound =
  independent.every(Boolean) &&
  (await run('build', 'inherit')).ok &&
  (await run('test', 'inherit')).ok;
process.exitCode = isSound ? 0 : 1;
