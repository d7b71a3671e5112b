// node fetch-bundle.mjs <version> <directory>
// Installs @microsoft/aspire-cli-<platform> into a scratch folder, lets the CLI unpack its bundle (DCP and dashboard),
// and moves that to <directory> in one rename. Builds that run at once wait for each other.
import { spawnSync } from 'node:child_process';
import fs from 'node:fs';
import path from 'node:path';

const [version, target] = process.argv.slice(2);
const windows = process.platform === 'win32';
const os = { win32: 'win', darwin: 'osx' }[process.platform] ?? process.platform;
const musl = process.platform === 'linux' && !process.report.getReport().header.glibcVersionRuntime ? '-musl' : '';
const name = `@microsoft/aspire-cli-${os}${musl}-${process.arch}`;
const scratch = `${target}.${process.pid}`;
const lock = `${target}.lock`;

const sleep = ms => Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, ms);
const alive = pid => {
  try { process.kill(pid, 0); return true; } catch (e) { return e.code === 'EPERM'; }
};

// The lock holds its owner's process id, so a build that was killed does not block the next one.
function acquire() {
  fs.mkdirSync(path.dirname(target), { recursive: true });
  for (;;) {
    try { fs.writeFileSync(lock, String(process.pid), { flag: 'wx' }); return; } catch (e) { if (e.code !== 'EEXIST') throw e; }
    let owner = NaN;
    try { owner = Number(fs.readFileSync(lock, 'utf8') || NaN); } catch { continue; }
    if (Number.isNaN(owner) ? Date.now() - fs.statSync(lock, { throwIfNoEntry: false })?.mtimeMs > 5000 : !alive(owner)) fs.rmSync(lock, { force: true });
    else sleep(200);
  }
}

function run(command, args, options) {
  const result = spawnSync(command, args, { encoding: 'utf8', stdio: ['ignore', 'pipe', 'pipe'], ...options });
  if (result.status === 0) return;
  const output = `${result.error?.message ?? ''}${result.stdout ?? ''}${result.stderr ?? ''}`.trim();
  throw new Error(`${path.basename(command)} ${args[0]} failed: ${output}`);
}

acquire();
try {
  if (!fs.existsSync(path.join(target, 'dcp'))) {
    const home = path.join(scratch, 'home');
    const unpacked = path.join(scratch, 'unpacked');
    fs.mkdirSync(home, { recursive: true });
    fs.mkdirSync(unpacked);
    fs.writeFileSync(path.join(scratch, 'package.json'), '{"private":true}');
    run('npm', ['install', '--no-save', '--no-audit', '--no-fund', '--ignore-scripts', '--loglevel=error', `${name}@${version}`], { cwd: scratch, shell: windows });
    const cli = path.resolve(scratch, 'node_modules', name, 'bin', windows ? 'aspire.exe' : 'aspire');
    // HOME and the layout path keep what the CLI writes inside the scratch folder.
    const env = { ...process.env, HOME: path.resolve(home), USERPROFILE: path.resolve(home), ASPIRE_LAYOUT_PATH: path.resolve(unpacked), ASPIRE_CLI_TELEMETRY_OPTOUT: '1' };
    run(cli, ['setup', '--install-path', path.resolve(unpacked), '--nologo', '--non-interactive'], { cwd: scratch, env });
    const [bundle] = fs.readdirSync(path.join(unpacked, 'versions'));
    fs.rmSync(target, { recursive: true, force: true });
    fs.renameSync(path.join(unpacked, 'versions', bundle), target);
  }
} catch (e) {
  console.log(e.message);
  process.exitCode = 1;
} finally {
  fs.rmSync(scratch, { recursive: true, force: true });
  fs.rmSync(lock, { force: true });
}
