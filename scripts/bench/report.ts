/** Tells the bench what this process has used so far. */
export function report(more: object = {}): void {
  const { user, system } = process.cpuUsage();
  const maxRssMb = process.resourceUsage().maxRSS / 1024;
  process.send?.({ userMs: user / 1000, systemMs: system / 1000, maxRssMb, ...more });
}
