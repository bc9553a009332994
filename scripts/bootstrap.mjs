#!/usr/bin/env node
/**
 * Where every npm verb begins: installs what package-lock.json asks for when it is not there, then runs
 * scripts/<verb>.ts under the Node that the lockfile pins (decision 0004). Plain JavaScript on Node's own modules,
 * because it runs before anything is installed, on any Node from 18 on.
 */
import { spawn } from 'node:child_process';
import fs, { existsSync, mkdirSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { constants } from 'node:os';
import { basename, delimiter, dirname, join, relative } from 'node:path';
import { isatty } from 'node:tty';
import { fileURLToPath } from 'node:url';

const ROOT = fileURLToPath(new URL('..', import.meta.url));
const INSTALLED = join(ROOT, 'node_modules');
const FIRST_NODE = join(ROOT, '.cache', 'bootstrap');
const WINDOWS = process.platform === 'win32';

const DISK_FULL = ['The disk is full.', 'Free about 1 GB, then run the command again.'];
const CALMLY = ['--loglevel=error', '--fetch-retry-mintimeout=1000', '--fetch-retry-maxtimeout=5000'];

const VERBS = {
  start: 'installs what is missing, publishes, builds, serves the magazine',
  test: 'everything that CI runs: checks, tests, build, browser journeys',
  dev: 'the magazine while you write: content and code are watched',
  build: 'builds the site into dist/',
  publish: 'content/ into data/content.db; --check writes nothing, --watch goes on',
  check: 'format, lint, types, content and dead code',
  'check:long': 'the tests that take longer than npm test may',
  fix: 'mends what a machine can mend: format and lint',
  new: 'npm run new -- interview: a file that passes the checks, to write in',
  readers: 'readers and the reading that is given to them: show, grant, resend, import',
  'db:migrate': 'brings the reader database to the form of this version',
  'db:backup': 'the reader database into one file; --restore, back from it',
  'billing:sync': 'every subscription is read from Stripe again',
  bench: 'speed, against the limits that the project sets itself',
};

const [verb = '(none)', ...args] = process.argv.slice(2);
const [major, minor] = process.versions.node.split('.').map(Number);

if (major < 18) fail(`Verbatim begins on Node 18 or newer; this is ${process.version}.`, 'Install a newer Node.');
if (!Object.hasOwn(VERBS, verb)) {
  console.error(`Not a verb: ${verb}\n\n${usage()}`);
  process.exit(1);
}
process.chdir(ROOT);
const wanted = packagesOf('package-lock.json');
const nodePackage = packageOfNode();
if (nodePackage === undefined && major < 26) {
  fail(
    `npm carries no Node 26 for ${process.platform} on ${process.arch} (${libc()}), and this is Node ${process.version}.`,
    'Install Node 26, then run the command again.',
  );
}
const lack = whatIsMissing();
if (lack !== null && args.includes('--help')) {
  console.log(`${usage()}\n\nNothing is installed yet: whichever comes first will install the packages.`);
  process.exit(0);
}
if (lack !== null) await install(lack.reason);
linkNode();
await goOn(join('scripts', `${verb.replace(':', '-')}.ts`), args);

function usage() {
  const lines = Object.entries(VERBS).map(([name, what]) => `  ${name.padEnd(12)} ${what}`);
  return `npm start, npm test, npm run <verb>; each takes -- --help\n\n${lines.join('\n')}`;
}

function fail(what, remedy, details = '') {
  console.error(`\n${details === '' ? '' : `${details}\n\n`}${what}\n${remedy}`);
  process.exit(1);
}

function packagesOf(lockfile) {
  return JSON.parse(readFileSync(lockfile, 'utf8')).packages;
}

function libc() {
  if (process.platform !== 'linux') return 'any';
  process.report.excludeNetwork = true;
  return process.report.getReport().header.glibcVersionRuntime === undefined ? 'musl' : 'glibc';
}

/** The package that carries Node 26 for this machine; `undefined` when there is none, as on Alpine (musl). */
function packageOfNode() {
  if (libc() === 'musl') return undefined;
  const names = Object.keys(wanted[''].optionalDependencies);
  return names.find((name) => {
    const { os, cpu } = wanted[`node_modules/${name}`];
    return name.startsWith('node-') && [os].flat().includes(process.platform) && [cpu].flat().includes(process.arch);
  });
}

/** Node as installed in a folder of packages; without a package for this machine, the one that runs this. */
function nodeIn(folder) {
  if (nodePackage === undefined) return process.execPath;
  return join(folder, nodePackage, 'bin', WINDOWS ? 'node.exe' : 'node');
}

/** The first package that is absent or of another version than locked, from npm's own record of what it installed. */
function whatIsMissing() {
  const record = join(INSTALLED, '.package-lock.json');
  if (!existsSync(record)) return { reason: 'its packages are not installed yet.', name: 'every package' };
  const installed = packagesOf(record);
  const machine = Object.entries({ os: process.platform, cpu: process.arch, libc: libc() });
  for (const [path, entry] of Object.entries(wanted)) {
    if (path === '' || installed[path]?.version === entry.version) continue;
    const forThisMachine = machine.every(([key, value]) => [entry[key] ?? value].flat().includes(value));
    // Optional packages of no machine in particular belong to those of other machines.
    const mayBeAbsent = entry.optional && (entry.os === undefined || !forThisMachine);
    if (installed[path] !== undefined) return { reason: 'package-lock.json has changed.', name: path };
    if (!mayBeAbsent) return { reason: 'packages that this machine needs are not installed.', name: path };
  }
  return existsSync(nodeIn(INSTALLED)) ? null : { reason: 'its Node is not installed.', name: nodePackage };
}

async function install(reason) {
  const begun = Date.now();
  console.log(`Verbatim: ${reason} Installing (this once; from 20 seconds to a few minutes).`);
  const node = await nodeForNpm();
  const options = ['--include=dev', '--include=optional', ...CALMLY];
  // npm ci deletes node_modules first, which Windows refuses while the Node in it runs this very script.
  const inPlace = WINDOWS && process.execPath.startsWith(INSTALLED);
  await npm(node, [...(inPlace ? ['install', '--no-save'] : ['ci']), ...options]);
  rmSync(FIRST_NODE, { recursive: true, force: true });
  const stillMissing = whatIsMissing();
  if (stillMissing !== null) {
    const remedy = 'Check that the registry npm uses carries it ("npm config get registry"), then run again.';
    fail(...(diskIsFull() ? DISK_FULL : [`npm reported no error, yet ${stillMissing.name} did not arrive.`, remedy]));
  }
  console.log(`Verbatim: installed in ${Math.round((Date.now() - begun) / 1000)} s.\n`);
}

/**
 * The Node to run npm under. Without a word, npm leaves out binary packages whose `engines` refuse the Node that npm
 * itself runs under. On such a Node the locked one is fetched by itself first, and npm then runs under that.
 */
async function nodeForNpm() {
  const agent = /node\/v(\d+)\.(\d+)/.exec(process.env.npm_config_user_agent ?? '');
  const [npmMajor, npmMinor] = agent?.slice(1).map(Number) ?? [major, minor];
  const refused = npmMajor < 20 || (npmMajor === 20 && npmMinor < 19) || (npmMajor === 22 && npmMinor < 12);
  if (!refused && npmMajor !== 21) return process.env.npm_node_execpath ?? process.execPath;
  if (nodePackage === undefined) return process.execPath;

  const entry = { ...wanted[`node_modules/${nodePackage}`], optional: undefined };
  const manifest = { name: 'bootstrap', version: '1.0.0', dependencies: { [nodePackage]: entry.version } };
  const packages = { '': manifest, [`node_modules/${nodePackage}`]: entry };
  mkdirSync(FIRST_NODE, { recursive: true });
  writeFileSync(join(FIRST_NODE, 'package.json'), JSON.stringify(manifest));
  writeFileSync(join(FIRST_NODE, 'package-lock.json'), JSON.stringify({ ...manifest, lockfileVersion: 3, packages }));
  await npm(process.execPath, ['ci', ...CALMLY], FIRST_NODE);
  return nodeIn(join(FIRST_NODE, 'node_modules'));
}

/** Runs npm under `node`, saying every ten seconds that it still does; when it fails, says why and leaves. */
async function npm(node, parameters, cwd = ROOT) {
  const own = process.env.npm_execpath ?? '';
  const [command, ...first] = basename(own) === 'npm-cli.js' ? [node, own] : ['npm'];
  const begun = Date.now();
  const clock = setInterval(() => console.log(`  ... ${Math.round((Date.now() - begun) / 1000)} s`), 10_000);
  const stdio = ['ignore', 'pipe', 'pipe'];
  const shell = WINDOWS && command === 'npm';
  // Stopped gently, npm first finishes unpacking; what it leaves half done, the next `npm ci` deletes anyway.
  const how = { cwd, env: envFor(node), stdio, shell, stopWith: 'SIGKILL' };
  const { status, output, stopped } = await run(command, [...first, ...parameters], how);
  clearInterval(clock);
  if (stopped) {
    console.error('\nThe installation was stopped; the next command begins it again.');
    process.exit(status);
  }
  const said = output.trim().split('\n').slice(-12).join('\n');
  if (status !== 0) fail(...(diskIsFull() ? DISK_FULL : explain(output)), said);
}

/** npm passes over packages for which there is no room, and may then report success. */
function diskIsFull() {
  const { bavail, bsize } = fs.statfsSync?.(ROOT) ?? {};
  return bavail * bsize < 50_000_000;
}

/** What went wrong and what to do, from the error code that npm printed. */
function explain(output) {
  const code = /code (\w+)/.exec(output)?.[1] ?? /spawn \S+ (ENOENT)/.exec(output)?.[1] ?? '';
  const again = 'then run the command again.';
  const causes = [
    [/^ENOENT$/, 'npm was not found.', `Install npm (it comes with Node), ${again}`],
    [/^(EACCES|EPERM|EROFS)$/, 'npm may not write its files.', `Check who owns this folder and npm's cache, ${again}`],
    [/^(EUSAGE|ERESOLVE)$/, 'package-lock.json does not fit package.json.', 'Run "npm install", commit the lockfile.'],
    [/^EINTEGRITY$/, 'A package is not the one that was locked.', `Run "npm cache clean --force", ${again}`],
    [/^E40[137]$/, 'The package registry refused access.', `Check npm's settings ("npm config list"), ${again}`],
    [/^(E404|ETARGET)$/, 'The package registry lacks a package.', 'Check which it is: "npm config get registry".'],
    [/CERT|SIGNED/, "The registry's certificate was refused.", `Check npm's settings "cafile" and "proxy", ${again}`],
    [
      /^E(NOT|AI_|TIMED|CONN|NET|HOST|RR_|5)|FETCH/,
      'The package registry was not reached.',
      `Check the network, ${again}`,
    ],
    [/^/, 'npm could not install the packages.', 'What it said stands above.'],
  ];
  return causes.find(([pattern]) => pattern.test(code)).slice(1);
}

/** npm before version 11 removes node_modules/.bin/node when it drops the other machines' packages: put it back. */
function linkNode() {
  const link = join(INSTALLED, '.bin', 'node');
  if (WINDOWS || nodePackage === undefined || existsSync(link)) return;
  rmSync(link, { force: true });
  symlinkSync(relative(dirname(link), nodeIn(INSTALLED)), link);
}

/** Runs `script` under the locked Node and ends as it ends. */
async function goOn(script, parameters) {
  const node = nodeIn(INSTALLED);
  // Compiled code is kept, so that the second start of a script is quicker: https://nodejs.org/api/module.html
  const env = { NODE_COMPILE_CACHE: join(INSTALLED, '.cache', 'compile'), ...envFor(node) };
  const { status, output } = await run(node, [script, ...parameters], { env, stdio: 'inherit' });
  if (output !== '') console.error(output);
  process.exit(status);
}

/** This environment, with `node` and the packages' commands found first. */
function envFor(node) {
  const key = Object.keys(process.env).find((name) => name.toUpperCase() === 'PATH') ?? 'PATH';
  const path = [dirname(node), join(INSTALLED, '.bin'), process.env[key]].join(delimiter);
  return { ...process.env, [key]: path };
}

/**
 * Runs a command; `status` is what a shell would report. Signals that arrive here go on to it, as does the end of
 * npm: the shell between npm and this process dies of a SIGTERM without handing it on.
 */
function run(command, parameters, { stopWith, ...options }) {
  return new Promise((resolve) => {
    const child = spawn(command, parameters, options);
    let output = '';
    for (const stream of [child.stdout, child.stderr]) stream?.on('data', (chunk) => (output += chunk));
    let stopped = false;
    const stop = (signal) => {
      stopped = true;
      // A terminal, or Windows' console, tells of Ctrl-C everyone it runs; and on Windows kill() ends without notice.
      const told = WINDOWS || (signal === 'SIGINT' && isatty(0));
      if (!told || stopWith) child.kill(stopWith ?? signal);
    };
    for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) process.on(signal, stop);
    const parent = process.ppid;
    const orphaned = () => process.env.npm_lifecycle_event !== undefined && process.ppid !== parent;
    const watch = setInterval(() => {
      if (!orphaned()) return;
      clearInterval(watch);
      stop('SIGTERM');
    }, 500);
    const end = (status, message = '') => {
      clearInterval(watch);
      resolve({ status, output: output + message, stopped });
    };
    child.on('error', (error) => end(1, `\n${error.message}`));
    child.on('close', (code, signal) => end(code ?? 128 + constants.signals[signal]));
  });
}
