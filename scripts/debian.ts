import { spawnSync } from 'node:child_process';
import { run } from './steps.ts';

/** Installs Debian's packages where this process may. False when it may not, or when it came to nothing. */
export async function installPackages(packages: readonly string[]): Promise<boolean> {
  const prefix = process.getuid?.() === 0 ? '' : 'sudo -n ';
  if (spawnSync(`${prefix}apt-get --version`, { shell: true }).status !== 0) return false;
  const apt = `${prefix}env DEBIAN_FRONTEND=noninteractive apt-get -qq`;
  console.log(`Installing with apt-get, once: ${packages.join(' ')}.`);
  let installed = false;
  for (const command of [`${apt} update`, `${apt} install -y --no-install-recommends ${packages.join(' ')}`]) {
    const { status, output } = await run(command, { show: false });
    installed = status === 0;
    if (!installed) console.error(output.trim());
  }
  return installed;
}
